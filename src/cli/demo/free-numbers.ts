import { Type } from 'typebox'
import type { Client } from '../client.ts'
import { listCases } from '../find-case.ts'
import { residentIdLike } from './resident-id.ts'

const Numbers = Type.Object({ persons: Type.Array(Type.Object({ idNo: Type.Union([Type.String(), Type.Null()]) })) })

type Sample = { readonly name: string; readonly idNo: string }

/**
 * The identity numbers of these people for one run: their own on the first, and where cases named after them bear those, others of the
 * same division, birth date and sex. A sample case may be played again, and nobody is in custody in two cases at once.
 * `reader` sees all cases of the agency that takes the report.
 */
export async function freeNumbers(reader: Client, people: readonly Sample[]): Promise<string[]> {
  const earlier = (await listCases(reader)).filter(row => people.some(({ name }) => row.name.startsWith(name)))
  const used = new Set<string | null>()
  for (const { id } of earlier) {
    const { persons } = await reader.get(`/api/v1/cases/${id}`, Numbers)
    for (const { idNo } of persons) used.add(idNo)
  }
  return people.map(({ idNo }) => firstFree(idNo, used))
}

function firstFree(idNo: string, used: ReadonlySet<string | null>): string {
  for (let nth = 0; ; nth++) {
    const candidate = residentIdLike(idNo, nth)
    if (!used.has(candidate)) return candidate
  }
}
