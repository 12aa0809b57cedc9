import type { EntityManager } from '@mikro-orm/postgresql'
import { type Document, pathOfPointer } from './document.ts'
import type { Difference } from './rules.ts'
import type { WriteBack } from './store.ts'

type Compared = { readonly row: Pick<WriteBack, 'cardId' | 'caseId' | 'agency' | 'stage'>; readonly card: Document }

/**
 * Keeps the list of a card's differences as what was just read says: new ones get an owner, those that are gone are closed. A difference
 * that somebody decided to leave stays left while both sides stay as they were.
 * @returns how many are open now
 */
export async function noteDifferences(
  em: EntityManager,
  { row, card }: Compared,
  differences: readonly Difference[],
): Promise<{ opened: number; open: number }> {
  const found = differences.flatMap(({ pointer, ours, theirs }) => {
    const path = pathOfPointer(card, pointer) ?? pointer
    return [{ path, pointer, ours, theirs }]
  })
  await em.execute(
    `update card_difference set state = 'settled', how = 'gone', settled_at = app_now() where card_id = ? and state = 'open'
       and not path in (select f->>'path' from jsonb_array_elements(?::jsonb) f)`,
    [row.cardId, JSON.stringify(found)],
  )
  const opened = await em.execute<{ fresh: boolean }[]>(
    `insert into card_difference (card_id, case_id, agency_code, stage, path, pointer, ours, theirs, found_at, owner)
     select ?, ?, ?, ?, f->>'path', f->>'pointer', f->'ours', f->'theirs', app_now(),
       (select s.user_id from case_assignment s where s.case_id = ? and s.agency_code = ? order by s.since, s.user_id limit 1)
     from jsonb_array_elements(?::jsonb) f
     where not exists (select 1 from card_difference l where l.card_id = ? and l.path = f->>'path' and l.how = 'leave' and l.ours = f->'ours' and l.theirs = f->'theirs')
     on conflict (card_id, path) where state = 'open' do update set ours = excluded.ours, theirs = excluded.theirs returning xmax = 0 as fresh`,
    [row.cardId, row.caseId, row.agency, row.stage, row.caseId, row.agency, JSON.stringify(found), row.cardId],
  )
  return { opened: opened.filter(({ fresh }) => fresh).length, open: opened.length }
}
