import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { lockCase } from '../cases/locked-case.ts'
import type { Json } from '../domain/json.ts'
import { agencyRef, instant } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { findCard, listFields, writeFields } from './store.ts'
import { fieldAt } from './table/fields.ts'
import { shownOf } from './words.ts'

type NoticeRow = {
  id: string
  case_id: string
  case_name: string
  to_card: string
  path: string
  person: string | null
  old_value: Json
  new_value: Json
  reason: string
  from_agency: string
  state: string
  raised_at: Date
}

/** What later agencies said of one's own agency's cards (更正通知) and nobody has answered yet, the oldest first. */
export async function listNotices(em: EntityManager, actor: Actor, caseId: string | null) {
  const rows = await em.execute<NoticeRow[]>(
    `select n.id, n.case_id, c.name as case_name, n.to_card, n.path, (select p.name from case_person p where p.id = n.case_person_id) as person, n.old_value, n.new_value, n.reason,
       n.from_agency, n.state, n.raised_at from correction_notice n join criminal_case c on c.id = n.case_id
     where n.to_agency = ? and n.state = 'open' and (n.case_id = ? or ?::uuid is null) order by n.raised_at, n.id limit 200`,
    [actor.agency, caseId, caseId],
  )
  return rows.flatMap(row => {
    const field = fieldAt(row.path)
    if (!field) return []
    const { id, path, person, reason, state } = row
    return [
      {
        ...{ id, path, person, reason, state, zh: field.zh, en: field.en },
        ...{
          caseId: row.case_id,
          caseName: row.case_name,
          cardId: row.to_card,
          from: agencyRef(row.from_agency),
          at: instant(row.raised_at),
        },
        ...{ old: shownOf(field, row.old_value), new: shownOf(field, row.new_value) },
      },
    ]
  })
}

/** The earlier agency follows a correction on its own card, or says why not. @throws Problem `not-found`, `state-conflict` */
export async function answerNotice(
  em: EntityManager,
  actor: Actor,
  noticeId: string,
  { adopt, note }: { adopt: boolean; note: string | null },
): Promise<void> {
  const [found] = await em.execute<{ case_id: string; to_card: string; to_agency: string }[]>(
    'select case_id, to_card, to_agency from correction_notice where id = ?',
    [noticeId],
  )
  if (found === undefined || found.to_agency !== actor.agency) throw new Problem('not-found')
  const loaded = await lockCase(em, found.case_id)
  mustBeAble(actor, 'card.notice', loaded.relation)
  const [taken] = await em.execute<{ path: string; new_value: Json; reason: string; from_stage: string }[]>(
    `update correction_notice n set state = ?, answered_by = ?, answered_at = app_now(), note = ? where n.id = ? and n.state = 'open'
     returning n.path, n.new_value, n.reason, card_stage_of(n.from_card) as from_stage`,
    [adopt ? 'adopted' : 'declined', actor.userId, note, noticeId],
  )
  if (taken === undefined) throw new Problem('state-conflict')
  if (adopt) await follow(em, actor, found.to_card, taken)
  await record(em, actor, found.case_id, { action: adopt ? 'card.notice.adopted' : 'card.notice.declined', target: noticeId })
}

/** The value of the notice stands on one's own card; what the platform works with the later agency has changed already. */
async function follow(
  em: EntityManager,
  actor: Actor,
  cardId: string,
  { path, new_value: value, reason, from_stage }: Taken,
): Promise<void> {
  const card = await findCard(em, cardId)
  if (card === null) throw new Problem('not-found')
  const now = (await listFields(em, cardId)).find(one => one.path === path)
  const fromStage = from_stage === 'court' ? ('court' as const) : ('procuratorate' as const)
  const alternatives = now ? [{ value: now.value, source: now.source }, ...now.alternatives].slice(0, 8) : []
  const source = { kind: 'inherited' as const, fromStage, fromPath: path, confidence: 1 }
  await writeFields(em, card, [
    { path, value, state: 'overridden', source, alternatives, reason, typed: false, corrected: true, by: actor.userId },
  ])
}
type Taken = { path: string; new_value: Json; reason: string; from_stage: string }
