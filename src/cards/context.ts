import type { EntityManager } from '@mikro-orm/postgresql'
import { CRIMES, isCustodyMeasure } from '../domain/codes.ts'
import type { CardCase } from './rules.ts'

type PersonName = { readonly id: string; readonly seq: number; readonly name: string }
type Context = { readonly of: CardCase; readonly persons: readonly PersonName[] }

/** What the needs of a card depend on, and whom it is about; persons whom this context may see. */
export async function contextOf(em: EntityManager, caseId: string): Promise<Context> {
  const [row] = await em.execute<{ charge: string; procedure: string | null }[]>(
    'select charge_code as charge, procedure from criminal_case where id = ?',
    [caseId],
  )
  const persons = await em.execute<(PersonName & { measure: string | null; pleads: boolean | null; consent: boolean | null })[]>(
    'select id, seq, name, measure_code as measure, pleads, fast_track_consent as consent from case_person where case_id = ? and moved_to is null order by seq',
    [caseId],
  )
  return {
    of: {
      article: CRIMES.get(row?.charge ?? '')?.article ?? '',
      fastTrack: row?.procedure === 'fastTrack',
      persons: persons.map(({ id, measure, pleads, consent }) => ({
        ...{ id, pleads: pleads ?? false, held: measure !== null && isCustodyMeasure(measure) },
        fastTrack: row?.procedure === 'fastTrack' || (consent ?? false),
      })),
    },
    persons: persons.map(({ id, seq, name }) => ({ id, seq, name })),
  }
}
