import { ok } from './carrying.ts'
import type { Person } from './http-client.ts'

export type Suspect = { readonly name: string; readonly idNo: string; readonly sex?: string }
export type Detained = { readonly caseId: string; readonly personId: string; readonly warrantNo: string }

/** Three invented people with numbers that pass their check. */
export const CHEN: Suspect = { name: '陈大勇', idNo: '350582199011029937' }
export const WU: Suspect = { name: '吴小梅', idNo: '350582199504189920', sex: '2' }
export const LIN: Suspect = { name: '林志远', idNo: '350503198806149916' }

/** A filed theft case with its suspects, nobody detained. `at` is the day, as `2026-12-01`. */
export async function aTheft(
  { po, pl }: { po: Person; pl: Person },
  at: string,
  suspects: readonly Suspect[],
): Promise<{ caseId: string; persons: string[] }> {
  const opened = ok(await po.post('/cases', { source: 'report', occurredAt: `${at}T08:00:00+08:00`, chargeCode: 'X042' }))
  const caseId = opened.text('caseId')
  ok(await pl.post(`/cases/${caseId}/acts/file`, { occurredAt: `${at}T08:30:00+08:00` }))
  const persons: string[] = []
  for (const { name, idNo, sex = '1' } of suspects) {
    const joined = await po.post(`/cases/${caseId}/persons`, {
      ...{ occurredAt: `${at}T09:00:00+08:00`, summoned: false, name, sex, idType: '111', idNo },
    })
    persons.push(ok(joined).text('casePersonId'))
  }
  return { caseId, persons }
}

let serial = 0
/** Detains a person of a case at ten o'clock of the day. @returns the number of the warrant */
export async function detain(pl: Person, caseId: string, casePersonId: string, at: string): Promise<string> {
  const docNo = `丰公（刑）拘字〔2026〕${++serial}号`
  ok(await pl.post(`/cases/${caseId}/acts/detain`, { occurredAt: `${at}T10:00:00+08:00`, casePersonId, docNo }))
  return docNo
}

/** A theft case whose one suspect is detained since ten o'clock of the day. */
export async function aDetained(who: { po: Person; pl: Person }, at: string, suspect: Suspect): Promise<Detained> {
  const { caseId, persons } = await aTheft(who, at, [suspect])
  const [personId = ''] = persons
  return { caseId, personId, warrantNo: await detain(who.pl, caseId, personId, at) }
}

/** The centre takes the person in. @returns the stay */
export async function admitted(centre: Person, { personId, warrantNo }: Detained, { name, idNo }: Suspect): Promise<string> {
  return ok(await centre.post('/custody/stays', { casePersonId: personId, warrantNo, name, idNo, health: 'FIT' })).text('stayId')
}
