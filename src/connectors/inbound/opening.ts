import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { type Actor, isRole } from '../../agencies/model.ts'
import { record } from '../../audit/commands.ts'
import { offerValues } from '../../cards/commands.ts'
import { type JoinPerson, joinPerson, openCase, takeForAgency } from '../../cases/commands.ts'
import { lockCase } from '../../cases/locked-case.ts'
import { appNow } from '../../db/clock.ts'
import { forActor } from '../../db/orm.ts'
import { agencyOf } from '../../domain/codes.ts'
import type { Json } from '../../domain/json.ts'
import { Problem } from '../../domain/problem.ts'
import type { ConnectorDeps } from '../sessions.ts'
import type { Connector } from '../store.ts'
import { candidatesOf, ORIGIN } from './candidates.ts'
import { refuse } from './receiving.ts'
import { type InboundPerson, type InboundRefusal, type Opening, readOpening } from './rules.ts'

type Waiting = { id: string; reference: string; changed: string; values: Record<string, Json>; officer: string | null }

/** Opens a case for each record that waits for one. One that cannot be is refused with its reason, and the others go on. */
export async function openWaiting(deps: ConnectorDeps, connector: Connector): Promise<void> {
  const { agency } = connector
  const waiting = await deps.orm.em
    .fork()
    .transactional(
      async em =>
        await em.execute<Waiting[]>(
          'select r.id, r.reference, r.changed, r.values, r.officer from waiting_inbound(?) w join inbound_record r on r.id = w.id',
          [agency],
        ),
    )
  for (const one of waiting) {
    const why = await openOne(deps, connector, one)
    if (why !== null) await refuse(deps.orm, agency, one.reference, one.changed, why)
  }
}

async function openOne(deps: ConnectorDeps, { agency }: Connector, one: Waiting): Promise<InboundRefusal | null> {
  if (agencyOf(agency).type !== 'publicSecurity') return 'notPolice'
  const values = new Map(Object.entries(one.values))
  const now = await deps.orm.em.fork().transactional(async em => await appNow(em))
  const read = readOpening(values, now)
  if (!read.ok) return read.why
  const { actor, isNamed } = await officerOf(deps, agency, one.officer)
  if (actor === null) return 'nobody'
  try {
    await forActor(deps.app, actor).transactional(
      async em => await openAs(em, actor, one, read.opening, values, isNamed ? null : 'officerUnknown'),
    )
    return null
  } catch (error) {
    // What the rules do not allow is a matter of the record; anything else is tried again.
    if (error instanceof Problem && error.status < 500 && error.status !== 409) return 'notAllowed'
    throw error
  }
}

/** The case, its filing and its persons as the record has them, in one transaction with the record's own row: once per record. */
async function openAs(
  em: EntityManager,
  actor: Actor,
  one: Waiting,
  opening: Opening,
  values: ReadonlyMap<string, Json>,
  remark: string | null,
): Promise<void> {
  const [taken] = await em.execute<{ taken: boolean }[]>('select take_inbound(?) as taken', [one.id])
  if (taken?.taken !== true) return
  const { acceptedAt, filedAt, persons, ...facts } = opening
  const { caseId } = await openCase(em, actor, { ...facts, occurredAt: acceptedAt, circumstances: [] })
  const ids = new Map<number, string>()
  if (filedAt !== null) {
    await takeForAgency(em, await lockCase(em, caseId), { act: 'file', occurredAt: filedAt, casePersonId: null, data: {} }, actor.agency)
    for (const { at, ...person } of persons) {
      const { casePersonId } = await joinPerson(em, actor, caseId, arriving(person, opening, filedAt))
      ids.set(at, casePersonId)
    }
  }
  await em.execute('select settle_inbound(?, ?, ?::text)', [one.id, caseId, remark])
  await record(em, actor, caseId, { action: 'case.cameIn', target: one.id, details: { reference: one.reference, remark } })
  await offerValues(
    em,
    caseId,
    { agency: actor.agency, stage: 'police', origin: ORIGIN },
    candidatesOf(values, at => ids.get(at) ?? null),
  )
}

/** Whoever came to the one-stop centre, and against whom no measure is entered, came on a summons. CPL 119 */
function arriving({ hasMeasures, ...person }: Omit<InboundPerson, 'at'>, { arrivedAt }: Opening, filedAt: Date): JoinPerson {
  const summoned = arrivedAt !== null && !hasMeasures
  return { ...person, occurredAt: summoned && arrivedAt ? arrivedAt : filedAt, summoned }
}

type Row = { id: string; name: string; roles: string[] }

/** The officer whom the record names, of that agency alone; else the desk of the agency's approver. */
async function officerOf(deps: ConnectorDeps, agency: string, login: string | null): Promise<{ actor: Actor | null; isNamed: boolean }> {
  const rows = await deps.orm.em
    .fork()
    .transactional(
      async em =>
        await em.execute<(Row & { login: string })[]>(
          "select id, login, name, roles from app_user where agency_code = ? and disabled_at is null and roles && '{PO,PL}' and (login = ? or 'PL' = any (roles)) order by login = ? desc, login limit 1",
          [agency, login ?? '', login ?? ''],
        ),
    )
  const [row] = rows
  return { actor: row === undefined ? null : actorOf(row, agency), isNamed: row !== undefined && row.login === login }
}

const actorOf = ({ id, name, roles }: Row, agency: string): Actor => ({
  userId: id,
  name,
  agency,
  agencyType: agencyOf(agency).type,
  roles: roles.filter(isRole),
  requestId: `inbound:${randomUUID()}`,
  address: null,
})
