import * as court from './court-papers.ts'
import { madeCase } from './made-case.ts'
import { LAYOUTS, type MadePaper, type Maker } from './paper.ts'
import * as police from './police-papers.ts'

/** The kinds of paper of the set, by what they are to show. */
const MAKERS: readonly Maker[] = [
  police.acceptance,
  police.filing,
  police.household,
  police.interrogation,
  police.victimRecord,
  police.seizure,
  police.bail,
  police.opinion,
  court.undertaking,
  court.suggestion,
  court.indictment,
  court.summons,
  court.announcement,
  court.judgment,
]

/** Papers of `cases` cases for every kind and layout; every third of them is to be scanned. */
export function qualitySet(seed: string, cases: number): { paper: MadePaper; scanned: boolean }[] {
  return MAKERS.flatMap((make, kind) =>
    LAYOUTS.flatMap((layout, at) =>
      Array.from({ length: cases }, (_, round) => {
        const scanned = (kind + at + round) % 3 === 0
        return { paper: make(madeCase(`${seed}/${kind}/${layout}/${round}`), layout), scanned }
      }),
    ),
  )
}
