import { WrongUse } from './arguments.ts'
import type { Client } from './client.ts'
import type { Lookup } from './field-values.ts'
import { findCaseId } from './find-case.ts'
import { Codes, type Field, Staff, WholeCase } from './procedure-answers.ts'

/** A case by its id or number, as this person sees it. */
export async function readCase(client: Client, word: string | undefined): Promise<WholeCase> {
  if (word === undefined) throw new WrongUse('缺少案件编号')
  return await client.get(`/api/v1/cases/${await findCaseId(client, word)}`, WholeCase)
}

export const readCodes = async (client: Client): Promise<Codes> => await client.get('/api/v1/reference', Codes)

type Persons = readonly { readonly id: string; readonly seq: number; readonly name: string }[]

/** A person of the case by the number in it or by name. @throws WrongUse where there is none */
export function personOf(persons: Persons, wanted: string): string {
  const found = persons.find(({ id, seq, name }) => [id, String(seq), name].includes(wanted))
  if (found === undefined)
    throw new WrongUse(`案件中没有这个人：${wanted}。人员：${persons.map(({ seq, name }) => `${seq} ${name}`).join('、')}`)
  return found.id
}

export function personName(persons: Persons, id: string | null): string {
  const found = persons.find(one => one.id === id)
  return found ? `${found.seq} ${found.name}` : ''
}

/** What people write by name in a form of this case. Colleagues and agencies are asked of the server only where a field wants them. */
export async function lookupFor(client: Client, persons: Persons, fields: readonly Field[]): Promise<Lookup> {
  const wants = (kind: string): boolean => fields.some(field => field.kind === kind)
  const users = wants('staff') ? (await client.get('/api/v1/staff', Staff)).users : []
  const agencies = wants('agency') ? (await readCodes(client)).agencies : []
  return (kind, written, { zh }) => {
    if (kind === 'person') return personOf(persons, written)
    if (kind === 'agency') return mustFind(agencies.find(({ code, zh: name }) => code === written || name === written)?.code, zh, written)
    return mustFind(users.find(({ id, name }) => id === written || name === written)?.id, zh, written)
  }
}

function mustFind(found: string | undefined, what: string, written: string): string {
  if (found === undefined) throw new WrongUse(`${what}：没有“${written}”`)
  return found
}
