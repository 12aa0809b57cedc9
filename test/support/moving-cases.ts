import { aFiledCase, aPaper, type Officers, officers, POLICE_PAPERS, until } from './a-case.ts'
import { type CaseEnd, figuresOf, untilSettled } from './case-end.ts'
import type { Person } from './http-client.ts'
import { insistent } from './insistent.ts'
import type { Stack } from './stack.ts'

const IN_PARALLEL = 6
const ACKNOWLEDGED_BEFORE_MISHAP = 8

/** What befalls the servers while a step runs; in a quiet run nothing does. */
export type Mishap = () => Promise<void>
export const quiet: Mishap = async () => undefined

/** How the cases ended, and which documents were acknowledged and are not there, or are there and were never acknowledged. */
export type Outcome = { readonly ends: readonly CaseEnd[]; readonly lost: readonly string[]; readonly unknown: readonly string[] }

async function decided(person: Person, path: string, body: unknown = {}): Promise<void> {
  const answer = await person.post(path, body)
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
}

/** Imports a police dossier of single uploads; the mishap comes when some are acknowledged and others on their way. */
async function importFolder({ po }: Officers, caseId: string, mishap: Mishap): Promise<string[]> {
  const folder = { source: 'folder', name: '卷宗', totalFiles: POLICE_PAPERS.length, totalBytes: 0 }
  const importId = (await po.post(`/cases/${caseId}/imports`, folder)).text('importId')
  const waiting = [...POLICE_PAPERS]
  const acknowledged: string[] = []
  let trouble: Promise<void> | null = null
  const uploader = async (): Promise<void> => {
    for (let code = waiting.shift(); code !== undefined; code = waiting.shift()) {
      const answer = await po.upload(caseId, await aPaper(code), { importId })
      if (answer.status !== 201) throw new Error(`${code}: ${answer.status} ${answer.text('code')}`)
      acknowledged.push(answer.text('id'))
      if (acknowledged.length >= ACKNOWLEDGED_BEFORE_MISHAP) trouble ??= mishap()
    }
  }
  await Promise.all(Array.from({ length: IN_PARALLEL }, uploader))
  await trouble
  await decided(po, `/imports/${importId}/finish`)
  return acknowledged
}

/** From the filing to the procuratorate's acceptance, with mishaps in the import, the sending and the acceptance. */
async function moveCase(who: Officers, mishap: Mishap): Promise<{ caseId: string; acknowledged: string[] }> {
  const { caseId } = await aFiledCase(who)
  const acknowledged = await importFolder(who, caseId, mishap)
  const prepared = await who.po.post(`/cases/${caseId}/hand-overs`, { leg: 'transferForProsecution', toAgency: '350503-PRO' })
  const handOverId = prepared.text('handOverId')
  await Promise.all([decided(who.pl, `/hand-overs/${handOverId}/send`), mishap()])
  await until(who.pc, handOverId, 'delivered')
  await decided(who.pc, `/hand-overs/${handOverId}/receive`)
  await Promise.all([decided(who.pc, `/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }), mishap()])
  return { caseId, acknowledged }
}

/** Moves two cases at once, the mishaps timed by the first, with clients that ask again until there is a decision. */
export async function moveCases(stack: Stack, mishap: Mishap): Promise<Outcome> {
  const { po, pl, pc, pp, cc, cj } = await officers(stack.url)
  const who = { po: insistent(po), pl: insistent(pl), pc: insistent(pc), pp: insistent(pp), cc: insistent(cc), cj: insistent(cj) }
  const moved = await Promise.all([moveCase(who, mishap), moveCase(who, quiet)])
  const admin = await stack.as('admin')
  const ends: CaseEnd[] = []
  const lost: string[] = []
  const unknown: string[] = []
  for (const { caseId, acknowledged } of moved) {
    await untilSettled(admin, caseId)
    ends.push(await figuresOf(admin, caseId))
    const { rows } = await admin.query<{ id: string }>('select id from document where case_id = $1', [caseId])
    const stored = rows.map(({ id }) => id)
    lost.push(...acknowledged.filter(id => !stored.includes(id)))
    unknown.push(...stored.filter(id => !acknowledged.includes(id)))
  }
  return { ends, lost, unknown }
}
