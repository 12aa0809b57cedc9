import type { EntityManager } from '@mikro-orm/postgresql'
import { divisionsOf, isCustodyMeasure, MEASURES } from '../domain/codes.ts'
import { PERIODS } from '../periods/table.ts'

/** A person in custody with the end of the title he is held on; `code` and `due_at` are null where no title runs. */
export type HeldPerson = {
  readonly case_id: string
  readonly platform_no: string
  readonly agency_no: string | null
  readonly seq: number
  readonly name: string
  readonly born: string | null
  readonly acted_at: Date
  readonly measure_code: string
  readonly measure_from: Date | null
  readonly code: string | null
  readonly due_at: Date | null
  readonly legal_latest: Date | null
  readonly provisional: boolean | null
  readonly answers: string
  readonly turn_agency: string
  readonly turn_zh: string
  readonly officers: readonly string[]
}

const TITLES = [...PERIODS.values()].filter(({ holdsCustody }) => holdsCustody).map(({ code }) => code)
const CUSTODY = [...MEASURES.keys()].filter(isCustodyMeasure)

/** Everybody in custody for whom the agency answers, the one with the least time first; who is held on no title stands above. */
export async function listHeldPersons(em: EntityManager, agency: string): Promise<HeldPerson[]> {
  const list = (values: readonly string[]): string => `{${values.join(',')}}`
  return await em.execute<HeldPerson[]>('select * from custody_register(?::text[], ?::text[], ?::text[])', [
    list(TITLES),
    list(CUSTODY),
    list(divisionsOf(agency)),
  ])
}
