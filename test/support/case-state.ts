import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Person } from './http-client.ts'

const Clocks = Type.Object({
  items: Type.Array(
    Type.Object({ code: Type.String(), state: Type.String(), startedAt: Type.String(), agency: Type.Object({ code: Type.String() }) }),
  ),
})

/** Where a case stands and who holds it. */
export async function standing(who: Person, caseId: string): Promise<string[]> {
  const view = await who.get(`/cases/${caseId}`)
  return [view.text('stage'), view.text('holder.code')]
}

/** Every count of a period by its start, as `agency state`: whose it is and how it stands. */
export async function counts(who: Person, caseId: string, code: string): Promise<string[]> {
  const { items } = Value.Parse(Clocks, Value.Clean(Clocks, (await who.get(`/cases/${caseId}/clocks`)).body))
  return items
    .filter(one => one.code === code)
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    .map(({ agency, state }) => `${agency.code} ${state}`)
}

/** Whether a period runs for anybody. */
export const runs = async (who: Person, caseId: string, code: string): Promise<boolean> =>
  (await counts(who, caseId, code)).some(one => one.endsWith('running'))
