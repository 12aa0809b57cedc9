import type { EntityManager } from '@mikro-orm/postgresql'
import { CRIMES } from '../domain/codes.ts'
import { agencyRef, instant } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { periodRule } from '../periods/table.ts'

export type ListQuery = {
  readonly view: 'mine' | 'agency'
  readonly stage: string | null
  readonly q: string | null
  readonly track48: boolean
  readonly cursor: string | null
  readonly limit: number
}

type ListRow = {
  id: string
  platform_no: string
  name: string
  stage: string
  holder_agency: string
  charge_code: string
  persons: number
  due_code: string | null
  due_at: Date | null
  overdue: boolean
  track_arrived_at: Date | null
  track_state: string | null
  turn_agency: string
  turn_since: Date
  turn_zh: string
  turn_en: string
  assigned: boolean
  merged_into: { id: string; platformNo: string } | null
  updated_at: Date
  sort_due: string
}

// Mine: driven by my assignments. The agency's: driven by its access rows, which keep the lists' order.
const SOURCE = {
  mine: 'from case_assignment s join criminal_case c on c.id = s.case_id where s.user_id = app_user()',
  agency: 'from case_access a join criminal_case c on c.id = a.case_id where a.agency_code = app_agency()',
} as const
const SORT = { mine: "coalesce(c.next_due_at, 'infinity')", agency: "coalesce(a.next_due_at, 'infinity')" } as const
const SORT_ID = { mine: 'c.id', agency: 'a.case_id' } as const

/** The page's statement and its parameters: what has the least legal time left first, by keyset. */
export function listStatement({ view, stage, q, track48, cursor, limit }: ListQuery): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = []
  const conditions: string[] = []
  const add = (condition: string, ...values: unknown[]): void => {
    conditions.push(`and ${condition}`)
    parameters.push(...values)
  }
  if (stage !== null) add('c.stage = ?', stage)
  if (track48) add("c.track_state = 'open'")
  if (q !== null) add('(c.name ilike ? or c.platform_no ilike ?)', `%${escapeLike(q)}%`, `%${escapeLike(q)}%`)
  if (cursor !== null) add(`(${SORT[view]}, ${SORT_ID[view]}) > (?::timestamptz, ?::uuid)`, ...readCursor(cursor))
  const sql = `select p.*, (select count(*)::int from case_person cp where cp.case_id = p.id and cp.moved_to is null) as persons,
      n.code as due_code, n.due_at, coalesce(n.due_at < app_now(), false) as overdue,
      exists (select 1 from case_assignment s where s.case_id = p.id and s.user_id = app_user()) as assigned,
      (select json_build_object('id', m.id, 'platformNo', m.platform_no) from criminal_case m where m.id = p.merged_into) as merged_into
    from (select c.id, c.platform_no, c.name, c.stage, c.holder_agency, c.charge_code, c.track_arrived_at, c.track_state, c.turn_agency, c.turn_since, c.turn_zh, c.turn_en, c.updated_at, c.merged_into,
        ${SORT[view]}::text as sort_due ${SOURCE[view]} ${conditions.join(' ')} order by ${SORT[view]}, ${SORT_ID[view]} limit ?) p
    left join lateral (select pi.code, pi.due_at from period_instance pi where pi.case_id = p.id and pi.ended_at is null order by pi.due_at limit 1) n on true
    order by p.sort_due = 'infinity', p.sort_due::timestamptz, p.id`
  return { sql, parameters: [...parameters, limit + 1] }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

function readCursor(cursor: string): [string, string] {
  const [due, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|')
  if (!due || !id || !/^[0-9a-f-]{36}$/.test(id) || (due !== 'infinity' && Number.isNaN(Date.parse(due))))
    throw new Problem('validation', { facts: { field: 'cursor' } })
  return [due, id]
}

/** One page of the case list, as the actor may see it. */
export async function listCases(em: EntityManager, query: ListQuery) {
  const { sql, parameters } = listStatement(query)
  const rows = await em.execute<ListRow[]>(sql, parameters)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    items: page.map(presentRow),
    nextCursor: rows.length > query.limit && last ? Buffer.from(`${last.sort_due}|${last.id}`).toString('base64url') : null,
  }
}

function presentRow(row: ListRow) {
  const crime = CRIMES.get(row.charge_code)
  const rule = row.due_code ? periodRule(row.due_code) : null
  return {
    id: row.id,
    platformNo: row.platform_no,
    name: row.name,
    stage: row.stage,
    holder: agencyRef(row.holder_agency),
    chargeZh: crime?.zh ?? row.charge_code,
    chargeEn: crime?.en ?? row.charge_code,
    personCount: row.persons,
    nearest:
      rule && row.due_at
        ? { code: rule.code, zh: rule.nameZh, en: rule.nameEn, dueAt: instant(row.due_at), kind: rule.kind, overdue: row.overdue }
        : null,
    track48: row.track_arrived_at && row.track_state ? { arrivedAt: instant(row.track_arrived_at), state: row.track_state } : null,
    turn: { agency: agencyRef(row.turn_agency), since: instant(row.turn_since), what: { zh: row.turn_zh, en: row.turn_en } },
    assigned: row.assigned,
    mergedInto: row.merged_into,
    updatedAt: instant(row.updated_at),
  }
}

/** Counts that equal the lists behind them, under the actor's rights. */
export async function countCases(
  em: EntityManager,
): Promise<{ mine: number; agency: number; deskIn: number; deskOut: number; track48: number }> {
  const [row] = await em.execute<{ mine: number; agency: number; deskIn: number; deskOut: number; track48: number }[]>(
    `select (select count(*)::int ${SOURCE.mine}) as mine, (select count(*)::int ${SOURCE.agency}) as agency,
       (select count(*)::int from hand_over where to_agency = app_agency() and state in ('delivered', 'received', 'supplement', 'rebind')) as "deskIn",
       (select count(*)::int from hand_over where from_agency = app_agency() and state in ('draft', 'sent', 'checked', 'delivered', 'received', 'supplement', 'rebind', 'faulty')) as "deskOut",
       (select count(*)::int ${SOURCE.agency} and c.track_arrived_at is not null and (c.track_state = 'open' or c.track_closed_at > app_now() - interval '12 hours')) as track48`,
  )
  return row ?? { mine: 0, agency: 0, deskIn: 0, deskOut: 0, track48: 0 }
}
