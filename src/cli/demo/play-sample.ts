import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Verified } from '../answers.ts'
import { Client } from '../client.ts'
import { instantOf, toShanghai } from '../instants.ts'
import type { OnWait } from '../retry.ts'
import { CasePlay } from './case-play.ts'
import { checkDossier } from './check-dossier.ts'
import { checkHandOver } from './check-receipts.ts'
import { type Check, checkAudit, checkDeadlines, checkStages, checkTrack } from './checks.ts'
import { type ComparedDeadline, compareDeadlines } from './expected.ts'
import { freeNumbers } from './free-numbers.ts'
import { LegalClock } from './legal-clock.ts'
import { AUDITOR, castOf, type Officers, signInOfficers } from './officers.ts'
import type { CaseFacts } from './papers/facts.ts'
import { DRUNK_DRIVING } from './papers/sample-facts.ts'
import { readReference } from './reference.ts'
import { storyOf } from './story.ts'
import type { TimelineEntry } from './timeline.ts'

/** A paper that the play filed, as its summary lists it. */
export type ShownFile = {
  readonly code: string
  readonly title: string
  readonly path: string
  readonly pageCount: number
  readonly sizeBytes: number
  readonly sha256: string
}

export type Result = {
  readonly ok: boolean
  readonly platformNo: string
  readonly caseId: string
  readonly caseName: string
  readonly server: string
  readonly folder: string
  readonly clock: { readonly now: string; readonly speed: number }
  readonly wallSeconds: number
  readonly timeline: readonly TimelineEntry[]
  readonly deadlines: readonly ComparedDeadline[]
  readonly files: readonly ShownFile[]
  readonly checks: readonly Check[]
}

export type SampleOptions = {
  readonly server: URL
  readonly dataFolder: string
  /** Seconds in which the legal time from arrival to the last service passes; 0 jumps from act to act. */
  readonly fastSeconds: number
  readonly onEntry: (entry: TimelineEntry) => void
  readonly onWait: OnWait
}

/** Plays the first sample case from arrival to the day the judgment takes effect, holds it against what was worked out by hand, and leaves its papers. */
export async function playSample({ server, dataFolder, fastSeconds, onEntry, onWait }: SampleOptions): Promise<Result> {
  const began = performance.now()
  const officers = await signInOfficers(server, onWait)
  const facts = castOf(await numbered(DRUNK_DRIVING, officers), officers)
  const papersFolder = await mkdtemp(join(tmpdir(), 'anlian-demo-'))
  const clock = new LegalClock(officers.officer, speedFor(facts, fastSeconds))
  try {
    const play = new CasePlay({
      officers,
      reference: await readReference(officers.officer),
      facts,
      folder: papersFolder,
      amount: 'all',
      onEntry,
    })
    await perform(play, clock)
    return await conclude(play, officers, { server, dataFolder, clock, onWait, began, firstStage: 'INTAKE' })
  } finally {
    await rm(papersFolder, { recursive: true, force: true })
  }
}

/** The facts with the suspect's identity number of this run. */
async function numbered(facts: CaseFacts, { approver }: Officers): Promise<CaseFacts> {
  const { suspect } = facts
  const [idNumber = suspect.idNumber] = await freeNumbers(approver, [{ name: suspect.name, idNo: suspect.idNumber }])
  return { ...facts, suspect: { ...suspect, idNumber } }
}

const speedFor = ({ times }: CaseFacts, fastSeconds: number): number =>
  (instantOf(times.deliveredAt).getTime() - instantOf(times.arrivedAt).getTime()) / 1000 / fastSeconds

/** The days until the judgment takes effect are jumped. */
async function perform(play: CasePlay, clock: LegalClock): Promise<void> {
  const steps = storyOf(play.facts)
  await clock.begin(instantOf(play.facts.times.arrivedAt))
  for (const { name, at, run } of steps) {
    if (name === 'effective') await clock.begin(instantOf(at))
    else await clock.runTo(instantOf(at))
    await run(play, at)
  }
}

type End = {
  readonly server: URL
  readonly dataFolder: string
  readonly clock: LegalClock
  readonly onWait: OnWait
  readonly began: number
  /** At which stage the platform first had the case. */
  readonly firstStage: 'INTAKE' | 'INVESTIGATION'
}

/** Holds a played case against what was worked out by hand, and leaves its papers. */
export async function conclude(
  play: CasePlay,
  officers: Officers,
  { server, dataFolder, clock, onWait, began, firstStage }: End,
): Promise<Result> {
  const folder = join(dataFolder, 'demo', play.platformNo)
  await mkdir(folder, { recursive: true })
  const view = await play.view('judge')
  const deadlines = compareDeadlines(view.periods)
  const auditor = await Client.signIn(server, { login: AUDITOR }, onWait)
  const checks = [
    checkDeadlines(deadlines),
    ...checkTrack(view, toShanghai(instantOf(play.facts.times.arrivedAt))),
    checkStages(play.timeline, firstStage),
    ...(await checkHandOvers(play, officers, join(folder, 'receipts'))),
    ...(await checkDossier(officers.judge, play.caseId, play.papers, join(folder, 'dossier.pdf'))),
    checkAudit(await auditor.post('/api/v1/audit/verify', {}, Verified)),
  ]
  return {
    ok: checks.every(({ ok }) => ok),
    platformNo: play.platformNo,
    caseId: play.caseId,
    caseName: view.name,
    server: server.origin,
    folder,
    clock: await clock.read(),
    wallSeconds: Math.round((performance.now() - began) / 100) / 10,
    timeline: play.timeline,
    deadlines,
    files: play.papers.map(({ diskPath: _, ...paper }) => paper),
    checks,
  }
}

/** Each sender looks at what he sent; the second hand-over carries everything that was in the dossier by then. */
async function checkHandOvers(play: CasePlay, officers: Officers, folder: string): Promise<Check[]> {
  const checks: Check[] = []
  for (const { leg, id } of play.handOvers) {
    const isCourt = leg === 'indictment'
    const sent = play.papers.filter(({ batch }) => !batch.startsWith('court') && (isCourt || batch !== 'procuratorate'))
    checks.push(...(await checkHandOver(isCourt ? officers.prosecutor : officers.approver, id, sent, folder)))
  }
  return checks
}
