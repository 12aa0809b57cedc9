import type { EntityManager } from '@mikro-orm/postgresql'
import { offerValues } from '../../cards/commands.ts'
import { snapshotOf } from '../../cards/snapshot.ts'
import type { Json } from '../../domain/json.ts'
import { noteDifferences } from '../differences.ts'
import { fieldsOf, personsOf } from '../document.ts'
import type { SystemRecord } from '../model.ts'
import { valuesOf } from '../record.ts'
import { differencesOf, isSame } from '../rules.ts'
import type { WriteBack } from '../store.ts'
import { candidatesOf, ORIGIN } from './candidates.ts'

type Where = { readonly caseId: string; readonly agency: string; readonly before: ReadonlyMap<string, Json> | null }

/**
 * A record whose case is open has changed at its source: what differs from the card now is put on the list of differences and offered to
 * the field, and nothing on the card is overwritten.
 */
export async function noteSourceChange(em: EntityManager, { caseId, agency, before }: Where, record: SystemRecord): Promise<void> {
  const [card] = await em.execute<{ id: string; stage: WriteBack['stage'] }[]>(
    'select id, stage from case_card where case_id = ? and agency_code = ? order by opened_at desc limit 1',
    [caseId, agency],
  )
  if (card === undefined) return
  const snapshot = await snapshotOf(em, card.id)
  const differences = differencesOf(fieldsOf(snapshot.card), valuesOf(record))
  await noteDifferences(em, { row: { cardId: card.id, caseId, agency, stage: card.stage }, card: snapshot.card }, differences)
  const changed = new Map(
    differences
      .filter(({ pointer, theirs }) => before === null || !isSame(before.get(pointer) ?? null, theirs))
      .map(({ pointer, theirs }) => [pointer, theirs]),
  )
  const ids = personsOf(snapshot.card).map(({ personId }) => (typeof personId === 'string' ? personId : null))
  const candidates = candidatesOf(changed, at => ids[at] ?? null)
  if (candidates.length > 0) await offerValues(em, caseId, { agency, stage: card.stage, origin: ORIGIN }, candidates)
}
