import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import { take } from '../cases/commands.ts'
import { type LockedCase, lockWholeCase, setTurn } from '../cases/locked-case.ts'
import { transitionOf } from '../cases/transitions.ts'
import { BESIDE_STEP, nextStep } from '../cases/turn.ts'
import { addDays, legalDate, startOfDay, toShanghai } from '../domain/legal-date.ts'
import { Problem } from '../domain/problem.ts'
import type { HandOverRow } from './entities.ts'
import type { HandOverFacts } from './rules.ts'
import { getCaseIdOf, lockHandOver } from './store.ts'

/** A hand-over with its case, both rows locked for this transaction. */
export type Opened = { readonly loaded: LockedCase; readonly row: HandOverRow }

/** Locks the case first and then the hand-over, so that two acts on one case wait for each other and never across. */
export async function open(em: EntityManager, handOverId: string): Promise<Opened> {
  const loaded = await lockWholeCase(em, await getCaseIdOf(em, handOverId))
  return { loaded, row: await lockHandOver(em, handOverId) }
}

/** Opened by the agency that sends it. @throws Problem `forbidden` */
export async function openAsSender(em: EntityManager, actor: Actor, handOverId: string): Promise<Opened> {
  const opened = await open(em, handOverId)
  mustBeAble(actor, 'handover.send', opened.loaded.relation)
  if (opened.row.fromAgency !== actor.agency) throw new Problem('forbidden')
  return opened
}

/** Opened by the agency to which it goes. @throws Problem `forbidden` */
export async function openAsReceiver(
  em: EntityManager,
  actor: Actor,
  handOverId: string,
  action: 'handover.accept' | 'handover.return',
): Promise<Opened> {
  const opened = await open(em, handOverId)
  mustBeAble(actor, action, opened.loaded.relation)
  if (opened.row.toAgency !== actor.agency) throw new Problem('forbidden')
  return opened
}

export const handOverFacts = (row: HandOverRow): HandOverFacts => ({
  state: row.state,
  leg: row.leg,
  fromAgency: row.fromAgency,
  toAgency: row.toAgency,
  preparedBy: row.preparedBy,
  receivedAt: row.receivedAt ?? null,
})

/** Takes a step of the table for each person of the hand-over, or once for the case. @returns the id of the last event */
export async function takeLegStep(
  em: EntityManager,
  actor: Actor,
  { loaded, row }: Opened,
  step: { act: string; occurredAt: Date; data?: Readonly<Record<string, unknown>> },
): Promise<string> {
  const everybody = loaded.persons.map(({ id }) => id)
  const targets = transitionOf(step.act).unit === 'person' ? (row.persons ?? everybody) : [null]
  const data = { handOverId: row.id, ...step.data }
  let eventId = ''
  for (const casePersonId of targets) eventId = await take(em, actor, loaded, { ...step, casePersonId, data }, 'silent')
  return eventId
}

/** Until when whoever has it should act; null while nobody is waited for. An earlier silence is over. */
export function waitUntil(row: HandOverRow, dueAt: Date | null): void {
  Object.assign(row, { dueAt, silentSince: null })
}

const HOUR_MS = 3_600_000
export const hoursAfter = (at: Date, hours: number): Date => new Date(at.getTime() + hours * HOUR_MS)
/** 24:00 of a legal day. */
export const endOf = (day: string): Date => startOfDay(addDays(legalDate(day), 1))

export function notBefore(at: Date, earlier: Date | null | undefined): Date {
  if (earlier && at < earlier) throw new Problem('occurred-before-case', { facts: { after: toShanghai(earlier) } })
  return at
}

/** A change of the hand-over shows on the case's page too: its version moves. */
export function touch(loaded: LockedCase): void {
  loaded.row.updatedAt = loaded.now
}

/** Rows first, then who may see the case, then the flow is told that the wait is over. */
export async function settle(em: EntityManager, actor: Actor, { loaded, row }: Opened, eventId: string): Promise<void> {
  waitUntil(row, null)
  const isBeside = row.state === 'accepted' && loaded.row.holderAgency !== row.toAgency
  if (isBeside) setTurn(loaded.row, row.toAgency, loaded.now, BESIDE_STEP)
  else if (row.state !== 'accepted') setTurn(loaded.row, row.fromAgency, loaded.now, nextStep(loaded.row.stage))
  await em.flush()
  await record(em, actor, row.caseId, {
    action: `handover.${row.state}`,
    target: row.id,
    ...(row.basis ? { basis: row.basis } : {}),
    details: { outcome: row.outcome ?? null },
  })
  await tell(em, { type: 'handOver.answered', caseId: row.caseId, payload: { eventId, handOverId: row.id } })
  await em.execute('select settle_case_access(?)', [row.id])
}
