import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { residentId } from '../src/cli/demo/resident-id.ts'
import { hoursAgo, type Officers } from '../test/support/a-case.ts'
import { libraryPdf } from '../test/support/hostile-pdfs.ts'
import { freshIdNo } from '../test/support/identity.ts'
import { mustBe } from './live.ts'

/** Of these there are as many as there were witnesses. */
const WITNESS_RECORD = 'GA43'
const Missing = Type.Object({
  items: Type.Array(Type.Object({ code: Type.String(), status: Type.String(), casePersonId: Type.Union([Type.String(), Type.Null()]) })),
})

export type Prepared = { readonly caseId: string; readonly handOverId: string; readonly documents: number }

/** A theft case of so many suspects on bail, its dossier of so many papers complete, its transfer to the procuratorate prepared. */
export async function aPreparedCase({ po, pl }: Officers, persons: number, documents: number): Promise<Prepared> {
  const opened = mustBe(201, await po.post('/cases', { source: 'report', occurredAt: hoursAgo(40), chargeCode: 'X042' }))
  const caseId = opened.text('caseId')
  mustBe(200, await pl.post(`/cases/${caseId}/acts/file`, { occurredAt: hoursAgo(39) }))
  for (let seq = 1; seq <= persons; seq++) {
    const idNo = freshIdNo(residentId('350503', `1988-06-1${seq}`, 991))
    const person = { name: `林志远${seq}`, sex: '1', idType: '111', idNo, residence: '福建省泉州市丰泽区东海街道1号' }
    const joined = mustBe(201, await po.post(`/cases/${caseId}/persons`, { ...person, summoned: true, occurredAt: hoursAgo(38) }))
    const bail = { occurredAt: hoursAgo(30), casePersonId: joined.text('casePersonId'), measure: '02' }
    mustBe(200, await pl.post(`/cases/${caseId}/acts/bail`, bail))
  }
  let filed = 0
  const file = async (code: string, casePersonId: string | null): Promise<void> => {
    const bytes = await libraryPdf(false, `${code} ${++filed} ${caseId}`)
    const fields = { documentCode: code, ...(casePersonId ? { casePersonId } : {}) }
    mustBe(201, await po.upload(caseId, { name: `${code}_${filed}.pdf`, bytes, type: 'application/pdf' }, fields))
  }
  const way = 'leg=transferForProsecution&toAgency=350503-PRO'
  const gate = mustBe(200, await po.get(`/cases/${caseId}/gates?${way}`)).body
  const { items } = Value.Parse(Missing, Value.Clean(Missing, gate))
  for (const { code, status, casePersonId } of items) if (status === 'missing') await file(code, casePersonId)
  if (filed > documents) throw new Error(`the gate alone asks for ${filed} papers of ${persons} persons`)
  while (filed < documents) await file(WITNESS_RECORD, null)
  const prepared = await po.post(`/cases/${caseId}/hand-overs`, { leg: 'transferForProsecution', toAgency: '350503-PRO' })
  return { caseId, handOverId: mustBe(201, prepared).text('handOverId'), documents: filed }
}
