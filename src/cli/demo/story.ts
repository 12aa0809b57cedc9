import type { Actor, CasePlay } from './case-play.ts'
import type { Batch } from './paper-batches.ts'
import type { CaseFacts } from './papers/facts.ts'
import { importBatch } from './steps-dossier.ts'
import { confirmTrack } from './steps-eligibility.ts'
import { acceptHandOver, prepareHandOver, receiveHandOver, sendHandOver } from './steps-hand-over.ts'
import { announceJudgment, serveOnPerson, serveOnProcuratorate, signUndertaking, takeEffect, tellRights } from './steps-judicial.ts'
import { bailSuspect, fileCase, joinSuspect, openCase } from './steps-police.ts'

type Run = (play: CasePlay, at: string) => Promise<void>

/** A step of the story: what happens at a local time of the papers. */
export type Step = { readonly name: string; readonly at: string; readonly run: Run }

const step = (name: string, at: string, run: Run): Step => ({ name, at, run })
const papers =
  (by: Actor, batch: Batch): Run =>
  async (play, at) =>
    await importBatch(play, by, batch, at)

/** What has no time of its own in the papers happens some minutes after something that has. */
const after = (local: string, minutes: number): string => new Date(Date.parse(`${local}:00Z`) + minutes * 60_000).toISOString().slice(0, 16)

/**
 * A drunk-driving case on the 48-hour track from arrival to the end of the appeal period, each step by the officer whose step
 * it is, at the times that the facts give. Facts with other times tell the same story on other days.
 */
export function storyOf({ times, outcome }: CaseFacts): Step[] {
  return [
    step('opened', times.arrivedAt, openCase),
    step('filed', times.filedAt, fileCase),
    step('arrived', times.filedAt, joinSuspect),
    step('interrogated', after(times.interrogationUntil, 5), papers('officer', 'morning')),
    step('confirmed', after(times.interrogationUntil, 15), confirmTrack),
    step('opinionIn', after(times.opinionServedAt, 5), papers('officer', 'opinion')),
    step('bailed', times.bailAt, bailSuspect),
    step('dossierReady', after(times.transferredAt, -20), papers('officer', 'closing')),
    step(
      'transferPrepared',
      after(times.transferredAt, -10),
      async (play, at) => await prepareHandOver(play, 'transferForProsecution', at),
    ),
    step('transferSent', times.transferredAt, sendHandOver),
    step('transferReceived', times.procuratorateAcceptedAt, receiveHandOver),
    step('transferAccepted', times.procuratorateAcceptedAt, acceptHandOver),
    step('rightsTold', after(times.procuratorateAcceptedAt, 20), async (play, at) => await tellRights(play, 'prosecutor', at)),
    step('undertakingSigned', times.undertakingAt, signUndertaking),
    step('reviewPapersIn', after(times.undertakingUntil, 28), papers('caseDesk', 'procuratorate')),
    step('indictmentPrepared', after(times.indictedAt, -10), async (play, at) => await prepareHandOver(play, 'indictment', at)),
    step('indictmentSent', times.indictedAt, sendHandOver),
    step('indictmentReceived', times.courtReceivedAt, receiveHandOver),
    step('indictmentAccepted', times.courtAcceptedAt, acceptHandOver),
    step('indictmentServed', times.indictmentServedAt, async (play, at) => await tellRights(play, 'clerk', at)),
    step('courtPapersIn', after(times.indictmentServedAt, 10), papers('clerk', 'courtBefore')),
    step('judged', times.judgmentAt, announceJudgment),
    step('servedOnPerson', times.deliveredAt, serveOnPerson),
    step('servedOnAll', times.deliveredAt, serveOnProcuratorate),
    step('judgmentPapersIn', after(times.deliveredAt, 20), papers('clerk', 'courtAfter')),
    step('effective', `${outcome.effectiveOn}T09:00`, takeEffect),
  ]
}
