import { aPaper, type Officers, until } from './a-case.ts'
import { ok } from './carrying.ts'
import { type Person, signIn } from './http-client.ts'
import type { TwoDefendants } from './two-defendants.ts'
import { twoDefendants } from './two-defendants.ts'
import { setClock } from './watched.ts'

type Admin = Parameters<typeof setClock>[0]

/** Moments of 2026, as they stand on a wall clock. */
export const wall = (text: string): string => `2026-${text.replace(' ', 'T')}:00+08:00`

/** The theft of sample case 2, 陈大勇 arrested and taken into the city's centre; `centre` is its desk. */
export async function aHeldCase(url: string, admin: Admin, who: Officers): Promise<TwoDefendants & { readonly centre: Person }> {
  await setClock(admin, new Date(wall('02-20 09:30')))
  const two = await twoDefendants(url, who)
  const centre = await signIn(url, 'qz-do')
  await admit(centre, two.held)
  return { ...two, centre }
}

/** The centre takes in whom it expects, under the name and number of its own list. */
export async function admit(centre: Person, casePersonId: string): Promise<void> {
  const expected = list((await centre.get('/custody/register?list=expected')).at('items'))
  const found = expected.find(one => one.casePersonId === casePersonId)
  if (found === undefined) throw new Error('the centre does not expect this person')
  const { name, idNo } = found
  ok(
    await centre.post('/custody/stays', {
      casePersonId,
      name,
      idNo,
      warrantNo: '丰公捕字〔2026〕9号',
      health: 'FIT',
      at: wall('02-10 18:00'),
    }),
  )
}

export type Row = Record<string, unknown> & { readonly id?: string }
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null
export const list = (items: unknown): Row[] => (Array.isArray(items) ? items.filter(isRow) : [])

export type Leg = { leg: string; toAgency: string; prepares: Person; sends: Person; desk: Person; gets: Person; accept?: object }

/** Files what the gate asks for, prepares and sends. @returns the hand-over */
export async function send(caseId: string, { leg, toAgency, prepares, sends }: Leg): Promise<string> {
  for (const { status, code, casePersonId } of list((await prepares.get(`/cases/${caseId}/gates?leg=${leg}`)).at('items')))
    if (status === 'missing' && typeof code === 'string')
      ok(await prepares.upload(caseId, await aPaper(code), typeof casePersonId === 'string' ? { casePersonId } : {}))
  const id = ok(await prepares.post(`/cases/${caseId}/hand-overs`, { leg, toAgency })).text('handOverId')
  ok(await sends.post(`/hand-overs/${id}/send`, {}))
  return id
}

/** The receiver signs for the file and accepts it. */
export async function take(id: string, { desk, gets, accept = {} }: Leg): Promise<void> {
  await until(desk, id, 'delivered')
  ok(await desk.post(`/hand-overs/${id}/receive`, {}))
  ok(await desk.post(`/hand-overs/${id}/accept`, { assignTo: gets.userId, ...accept }))
}
