import type { EntityManager } from '@mikro-orm/postgresql'
import type { Bilingual } from '../domain/codes.ts'
import { contextOf } from './context.ts'
import type { CardStage } from './model.ts'
import { progressOf } from './rules.ts'

type Row = { stage: CardStage; required: boolean; paths: string[]; conflicts: string[] }

/** What the card of an agency lacks to go along with the case, and whether the agency waits for that; null: it has no card. */
export async function cardForGate(
  em: EntityManager,
  caseId: string,
  agency: string,
): Promise<{ missing: readonly Bilingual[]; disputed: readonly Bilingual[]; required: boolean } | null> {
  const [row] = await em.execute<Row[]>('select stage, required, paths, conflicts from card_for_gate(?, ?)', [caseId, agency])
  if (row === undefined) return null
  const { of } = await contextOf(em, caseId)
  const standing = [
    ...row.paths.map(path => ({ path, state: 'confirmed' as const })),
    ...row.conflicts.map(path => ({ path, state: 'conflict' as const })),
  ]
  const { missing, disputed } = progressOf(row.stage, of, standing)
  return { missing, disputed, required: row.required }
}
