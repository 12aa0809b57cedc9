import type { EntityManager } from '@mikro-orm/postgresql'
import { instant, instantOrNull } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { INBOUND_REFUSALS } from './inbound/rules.ts'
import type { Placed } from './model.ts'
import { type Counts, type DifferenceRow, presentCardDifference, presentConnector, presentFault } from './schemas.ts'
import { findConnector, listConnectors } from './store.ts'

const NONE: Counts = { waiting: 0, done: 0, failed: 0 }

async function countsOf(em: EntityManager): Promise<ReadonlyMap<string, Counts>> {
  const rows = await em.execute<(Counts & { agency_code: string })[]>('select * from connector_counts()')
  return new Map(rows.map(row => [row.agency_code, row]))
}

/** All connectors with what waits, was done and failed. */
export async function connectorsView(em: EntityManager) {
  const counts = await countsOf(em)
  return (await listConnectors(em)).map(one => presentConnector(one, counts.get(one.agency) ?? NONE))
}

/** One connector with its settings, which secrets it has since when, what was said to and fro last, and which records were refused. */
export async function connectorView(em: EntityManager, agency: string) {
  const connector = await findConnector(em, agency)
  if (connector === null) throw new Problem('not-found')
  const counts = await countsOf(em)
  const secrets = await em.execute<{ name: string; set_at: Date }[]>(
    'select name, set_at from connector_secrets() where agency_code = ? order by name',
    [agency],
  )
  const messages = await em.execute<{ at: Date; way: string; message_id: string; result: string; detail: string | null }[]>(
    'select at, way, message_id, result, detail from connector_message where agency_code = ? order by id desc limit 100',
    [agency],
  )
  const refusals = await em.execute<{ reference: string; why: string; at: Date }[]>('select * from connector_refusals(?)', [agency])
  const { address, map, settings } = connector
  return {
    ...presentConnector(connector, counts.get(agency) ?? NONE),
    ...{ address, map, settings },
    secrets: secrets.map(({ name, set_at: at }) => ({ name, setAt: instant(at) })),
    messages: messages.map(({ at, message_id: messageId, ...row }) => ({ ...row, messageId, at: instant(at) })),
    refusals: refusals.map(({ reference, why, at }) => ({ reference, code: why, ...refusalWords(why), at: instant(at) })),
  }
}

const REMARKS: Readonly<Record<string, { zh: string; en: string }>> = {
  ...INBOUND_REFUSALS,
  officerUnknown: { zh: '承办人账号不属于本单位，已交审批人', en: 'The officer is not of this agency: the case went to its approver' },
}
const refusalWords = (code: string): { zh: string; en: string } => REMARKS[code] ?? { zh: code, en: code }

type TrialRow = {
  id: string
  state: string
  placed: Placed[]
  picture: string | null
  fault: string | null
  fault_detail: string | null
  finished_at: Date | null
}

const findTrial = async (em: EntityManager, agency: string, id: string): Promise<TrialRow> => {
  const [row] = await em.execute<TrialRow[]>(
    'select id, state, placed, picture, fault, fault_detail, finished_at from connector_trial where id = ? and agency_code = ?',
    [id, agency],
  )
  if (row === undefined) throw new Problem('not-found')
  return row
}

/** A dry run of one's own. @throws Problem `not-found` */
export async function trialView(em: EntityManager, agency: string, trialId: string) {
  const { id, state, placed, picture, fault, fault_detail: detail, finished_at: at } = await findTrial(em, agency, trialId)
  return { id, state, placed, hasPicture: picture !== null, fault: presentFault(fault, detail), finishedAt: instantOrNull(at) }
}

/** @throws Problem `not-found` where there is no picture */
export async function trialPicture(em: EntityManager, agency: string, trialId: string): Promise<string> {
  const { picture } = await findTrial(em, agency, trialId)
  if (picture === null) throw new Problem('not-found')
  return picture
}

/** The open differences of the cards of one's own agency, as far as one may see their cases. */
export async function differencesView(em: EntityManager) {
  const rows = await em.execute<DifferenceRow[]>(
    `select d.id, d.case_id, c.name as case_name, d.stage, d.path, d.pointer, d.ours, d.theirs, d.found_at, staff_name(d.owner) as owner, d.state
     from card_difference d join criminal_case c on c.id = d.case_id where d.state = 'open' order by d.found_at desc, d.id limit 500`,
  )
  return rows.map(presentCardDifference)
}
