import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Nothing } from '../../answers.ts'
import { Client } from '../../client.ts'
import { listCases } from '../../find-case.ts'
import { instantOf } from '../../instants.ts'
import { CasePlay } from '../case-play.ts'
import { freeNumbers } from '../free-numbers.ts'
import { LegalClock } from '../legal-clock.ts'
import { castOf, signInOfficers } from '../officers.ts'
import type { CaseFacts } from '../papers/facts.ts'
import { DRUNK_DRIVING } from '../papers/sample-facts.ts'
import { conclude, type Result, type SampleOptions } from '../play-sample.ts'
import { readReference } from '../reference.ts'
import { type Step, storyOf } from '../story.ts'
import { confirmCard, until, untilPapersAreRead } from './cards.ts'
import { checkLegacy, type LegacySummary } from './check-legacy.ts'
import { connectSystems, pauseSystems } from './connect.ts'
import { type LegacySystems, startLegacySystems } from './systems.ts'
import { typeInPolice } from './type-in-police.ts'

const ADMINISTRATOR = 'sa'
/** How long somebody waits for the papers of his stage to be read before he looks at his card. */
const PATIENCE_MS = 60_000
const View = Type.Object({ persons: Type.Array(Type.Object({ id: Type.String() })) })

export type LegacyResult = Result & { readonly legacy: LegacySummary }

/**
 * The first sample case as it goes where every agency keeps its own system: typed once in the police's, it comes in by itself; after each
 * hand-over a robot fills the next agency's system. Held against the same dates, and against what stands in the three systems.
 */
export async function playLegacy({ server, dataFolder, onEntry, onWait }: SampleOptions): Promise<LegacyResult> {
  const began = performance.now()
  const officers = await signInOfficers(server, onWait)
  const administrator = await Client.signIn(server, { login: ADMINISTRATOR }, onWait)
  const { suspect } = DRUNK_DRIVING
  const [idNumber = suspect.idNumber] = await freeNumbers(officers.approver, [{ name: suspect.name, idNo: suspect.idNumber }])
  const facts = castOf({ ...DRUNK_DRIVING, suspect: { ...suspect, idNumber } }, officers)
  const papersFolder = await mkdtemp(join(tmpdir(), 'anlian-demo-'))
  const clock = new LegalClock(officers.officer, Number.POSITIVE_INFINITY)
  await mkdir(join(dataFolder, 'legacy'), { recursive: true })
  const systems = await startLegacySystems(join(dataFolder, 'legacy'))
  try {
    await connectSystems(administrator, systems)
    const reference = await readReference(officers.officer)
    const play = new CasePlay({ officers, reference, facts, folder: papersFolder, amount: 'all', onEntry })
    await perform(play, clock, systems)
    const result = await conclude(play, officers, { server, dataFolder, clock, onWait, began, firstStage: 'INVESTIGATION' })
    const { checks, summary } = await checkLegacy(play, systems, result.folder)
    const all = [...result.checks, ...checks]
    await writeFile(join(result.folder, 'legacy.json'), `${JSON.stringify(summary, null, 2)}\n`)
    return {
      ...result,
      checks: all,
      ok: all.every(({ ok }) => ok),
      wallSeconds: Math.round((performance.now() - began) / 100) / 10,
      legacy: summary,
    }
  } finally {
    await pauseSystems(administrator)
    await systems.stop()
    await rm(papersFolder, { recursive: true, force: true })
  }
}

/** Who looks at his agency's card before the case goes on. */
const CONFIRMS: Readonly<Record<string, readonly ['officer' | 'prosecutor' | 'judge', string]>> = {
  transferPrepared: ['officer', 'police'],
  indictmentPrepared: ['prosecutor', 'procuratorate'],
  effective: ['judge', 'court'],
}

async function perform(play: CasePlay, clock: LegalClock, systems: LegacySystems): Promise<void> {
  await clock.begin(instantOf(play.facts.times.filedAt))
  for (const { name, at, run } of legacySteps(play.facts, systems)) {
    if (name === 'effective') await clock.begin(instantOf(at))
    else await clock.runTo(instantOf(at))
    const looks = CONFIRMS[name]
    if (looks) await lookAtCard(play, looks, at)
    await run(play, at)
  }
  const last = play.facts.outcome.effectiveOn
  await lookAtCard(play, ['judge', 'court'], `${last}T09:30`)
}

async function lookAtCard(play: CasePlay, [by, stage]: readonly ['officer' | 'prosecutor' | 'judge', string], at: string): Promise<void> {
  const waiting = await untilPapersAreRead(play.as(by), play.caseId, PATIENCE_MS)
  const { confirmed, conflicts } = await confirmCard(play.as(by), play.caseId, stage)
  const rest = waiting > 0 ? `，${waiting} 份图像文书仍在识别` : ''
  await play.note(by, at, `核对案卡：一键确认 ${confirmed} 项${conflicts > 0 ? `（其中 ${conflicts} 项有冲突）` : ''}${rest}`)
}

/** The story without its first three steps: what these entered comes from the police's own system. */
function legacySteps(facts: CaseFacts, systems: LegacySystems): Step[] {
  const [, , , ...rest] = storyOf(facts)
  const typed: Step = {
    name: 'typed',
    at: facts.times.filedAt,
    run: async play => {
      const desk = { url: systems.url('police'), account: 'officer', password: systems.password('police.officer') }
      const before = new Set((await listCases(play.as('officer'))).map(({ id }) => id))
      const reference = await typeInPolice(desk, play.facts, play.options.officers)
      await comeIn(play, before)
      await play.note(
        'officer',
        facts.times.filedAt,
        `案件在公安业务系统录入一次（${reference}），平台自动收案 ${play.platformNo}，进入 48 小时速裁`,
      )
    },
  }
  return [typed, { name: 'arrived', at: facts.times.filedAt, run: enterArrival }, ...rest]
}

async function comeIn(play: CasePlay, before: ReadonlySet<string>): Promise<void> {
  const came = await until(
    '案件从公安业务系统进入平台',
    async () => (await listCases(play.as('officer'))).find(({ id }) => !before.has(id)) ?? null,
  )
  play.caseId = came.id
  play.platformNo = came.platformNo
  play.facts = { ...play.facts, numbers: { ...play.facts.numbers, centre: came.platformNo, serial: came.platformNo.slice(-5) } }
  const { persons } = await play.as('officer').get(`/api/v1/cases/${came.id}`, View)
  play.casePersonId = persons[0]?.id ?? ''
}

/** What the police's system has no place for: which investigative facts there are. */
async function enterArrival(play: CasePlay, at: string): Promise<void> {
  const circumstances = ['summoned', 'policeSuggestFastTrack', 'nonCustodialLikely', 'inspected']
  await play.as('officer').put(`/api/v1/cases/${play.caseId}/circumstances`, { circumstances }, Nothing)
  await play.note('officer', at, '申报侦查事实')
}
