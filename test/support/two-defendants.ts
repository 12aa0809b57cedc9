import type { Officers } from './a-case.ts'
import { ARREST_PAPERS, carry, filePapers } from './carrying.ts'
import { type Person, signIn } from './http-client.ts'
import { CHEN_DAYONG, freshIdNo, WU_XIAOMEI } from './identity.ts'

export type TwoDefendants = { readonly caseId: string; readonly held: string; readonly bailed: string; readonly officer: Person }

/**
 * The theft of sample case 2 up to the arrest, entered late: 陈大勇 detained, extended to 30 days and arrested, 吴小梅 on bail.
 * The clock must stand after 10 February 2026, and a worker must run.
 */
export async function twoDefendants(url: string, { pl }: Pick<Officers, 'pl'>): Promise<TwoDefendants> {
  const officer = await signIn(url, 'fz-po2')
  const opened = await taken(officer, '/cases', { source: 'report', occurredAt: at('01-12 09:00'), chargeCode: 'X042' })
  const caseId = opened.text('caseId')
  const act = async (who: Person, name: string, when: string, more: object = {}) =>
    await taken(who, `/cases/${caseId}/acts/${name}`, { occurredAt: at(when), ...more })
  await act(pl, 'file', '01-12 10:00')
  const join = async (name: string, sex: string, idNo: string, when: string): Promise<string> => {
    const person = { name, sex, idNo, idType: '111', summoned: true, occurredAt: at(when) }
    return (await taken(officer, `/cases/${caseId}/persons`, person)).text('casePersonId')
  }
  const held = await join('陈大勇', '1', freshIdNo(CHEN_DAYONG), '01-12 11:00')
  const bailed = await join('吴小梅', '2', freshIdNo(WU_XIAOMEI), '01-13 10:00')
  const him = { casePersonId: held }
  await act(pl, 'detain', '01-12 16:30', { ...him, docNo: '丰公拘字〔2026〕12号' })
  await act(officer, 'admitToCentre', '01-12 22:00', him)
  await act(officer, 'interrogate', '01-13 09:00', him)
  await act(officer, 'notifyFamily', '01-13 10:00', him)
  await act(pl, 'bail', '01-13 18:00', { casePersonId: bailed, measure: '02' })
  const extension = { type: 'extend', periodCode: 'DET_ARREST_REQUEST', extension: 'DET_EXT_30', documentNo: '丰公延拘字〔2026〕3号' }
  const asked = await taken(officer, `/cases/${caseId}/deadline-requests`, { ...him, ...extension, occurredAt: at('01-14 10:00') })
  await taken(pl, `/deadline-requests/${asked.text('requestId')}/decide`, { approve: true })
  await approveArrest(url, { officer, pl, caseId, held })
  await act(pl, 'executeArrest', '02-10 15:00', { ...him, docNo: '丰公捕字〔2026〕9号' })
  return { caseId, held, bailed, officer }
}

/** The request of 4 February as a hand-over, and the prosecutor's approval. */
async function approveArrest(
  url: string,
  { officer, pl, caseId, held }: { officer: Person; pl: Person; caseId: string; held: string },
): Promise<void> {
  const [pc, pp] = await Promise.all(['fz-pc', 'fz-pp'].map(async login => await signIn(url, login)))
  if (!pc || !pp) throw new Error('nobody is at the procuratorate')
  await filePapers(officer, caseId, ARREST_PAPERS, [held])
  const way = { leg: 'arrestRequest', toAgency: '350503-PRO', prepares: officer, sends: pl, desk: pc, gets: pp, persons: [held] }
  const times = { sentAt: at('02-04 10:00'), receivedAt: at('02-04 10:00'), acceptedAt: at('02-04 10:00') }
  await carry(caseId, way, times)
  await taken(pp, `/cases/${caseId}/acts/approveArrest`, {
    casePersonId: held,
    docNo: '丰检批捕〔2026〕9号',
    occurredAt: at('02-09 10:00'),
  })
}

const at = (wall: string): string => `2026-${wall.replace(' ', 'T')}:00+08:00`

async function taken(who: Person, path: string, body: object) {
  const answer = await who.post(path, body)
  if (answer.status >= 400) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return answer
}
