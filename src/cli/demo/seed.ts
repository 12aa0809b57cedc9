import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Acted, Clock, OpenedCase } from '../answers.ts'
import { listCases } from '../find-case.ts'
import { toShanghai } from '../instants.ts'
import type { OnWait } from '../retry.ts'
import { CasePlay } from './case-play.ts'
import { castOf, type Officers, signInOfficers } from './officers.ts'
import { type Reference, readReference } from './reference.ts'
import { type SeedCase, seedCases, YOUNG_CASES } from './seed-cases.ts'
import { storyOf } from './story.ts'

/** Cases played at the same time: papers are drawn for one while the server takes in another's. */
const AT_ONCE = 2
const CLOCK_TOLERANCE_MS = 60_000

type Seeded = { readonly cases: number; readonly known: number; readonly skipped: 'clock-moved' | null }

/**
 * Enters a district's cases at every stage, so that the screens have something to show: the same steps by the same people as
 * the demonstration, in the past, the legal clock untouched. A case whose name is there already is left alone; where the clock
 * was moved nothing is entered.
 */
export async function seedDistrict(server: URL, onWait: OnWait = () => undefined): Promise<Seeded> {
  const officers = await signInOfficers(server, onWait)
  const { now } = await officers.officer.get('/api/v1/clock', Clock)
  if (Math.abs(new Date(now).getTime() - Date.now()) > CLOCK_TOLERANCE_MS) return { cases: 0, known: 0, skipped: 'clock-moved' }
  const known = new Set((await listCases(officers.approver)).map(({ name }) => name))
  const folder = await mkdtemp(join(tmpdir(), 'anlian-seed-'))
  try {
    const young = YOUNG_CASES.filter(({ name }) => !known.has(name))
    for (const one of young) await openYoung(officers, one)
    const waiting = seedCases(new Date(now)).filter(({ facts }) => !known.has(`${facts.suspect.name}${facts.conduct.charge}案`))
    const reference = await readReference(officers.officer)
    const queue = waiting.values()
    const work = async (): Promise<void> => {
      for (const one of queue) await playUntil(officers, reference, one, join(folder, one.facts.suspect.idNumber))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    return { cases: young.length + waiting.length, known: known.size, skipped: null }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function playUntil(officers: Officers, reference: Reference, { facts, restsAfter }: SeedCase, folder: string): Promise<void> {
  const cast = castOf(facts, officers)
  const play = new CasePlay({ officers, reference, facts: cast, folder, amount: 'few', onEntry: () => undefined })
  for (const { name, at, run } of storyOf(cast)) {
    await run(play, at)
    if (name === restsAfter) return
  }
}

async function openYoung({ colleague, approver }: Officers, young: (typeof YOUNG_CASES)[number]): Promise<void> {
  const ago = (minutes: number): string => toShanghai(new Date(Date.now() - minutes * 60_000))
  const { chargeCode, source, minutesAgo, happenedMinutesAgo, filedMinutesAgo, place, facts } = young
  const body = {
    source,
    chargeCode,
    occurredAt: ago(minutesAgo),
    occurredFrom: ago(happenedMinutesAgo),
    occurredPlace: place,
    factSummary: facts,
    track48: false,
  }
  const { caseId } = await colleague.post('/api/v1/cases', body, OpenedCase)
  if (filedMinutesAgo !== null) await approver.post(`/api/v1/cases/${caseId}/acts/file`, { occurredAt: ago(filedMinutesAgo) }, Acted)
}
