import type { EntityManager } from '@mikro-orm/postgresql'
import { dayOf, legalDate, toShanghai } from '../../domain/legal-date.ts'
import { createPaper } from '../certificate/commands.ts'
import type { CertificateBody } from '../certificate/model.ts'
import { endInWords, personRef } from '../certificate-body.ts'

type Facts = {
  id: string
  case_id: string
  case_person_id: string
  holder_agency: string
  due_at: Date
  notice_no: string
  sent_at: Date
  officer: string | null
  name: string
  sex: string
  born: string | null
  id_no: string | null
  admission_no: string | null
  charge: string
  measure: string | null
  measure_from: Date | null
}

const list = (values: readonly string[]): string => `{${values.join(',')}}`

/** Issues the notice itself (羁押期限即将届满通知书) for each of these that the actor has just sent; the worker draws and seals it. */
export async function writeNoticePapers(em: EntityManager, centre: string, ids: readonly string[]): Promise<void> {
  const rows = await em.execute<Facts[]>('select * from expiry_paper_facts(?::uuid[])', [list(ids)])
  const papers: string[] = []
  for (const row of rows) {
    const paper = { caseId: row.case_id, casePersonId: row.case_person_id, transferId: null, body: noticeBody(centre, row) }
    papers.push((await createPaper(em, paper)).paperId)
  }
  await em.execute('select keep_notice_papers(?::uuid[], ?::uuid[])', [list(rows.map(({ id }) => id)), list(papers)])
}

const noticeBody = (centre: string, row: Facts): CertificateBody => ({
  ...{ paper: 'expiryNotice', certNo: row.notice_no, edition: 1, personRef: personRef(row.case_person_id), kind: '羁押期限即将届满' },
  person: {
    ...{ name: row.name, sex: row.sex, birthDate: row.born === null ? null : legalDate(row.born) },
    ...{ idNo: row.id_no, admissionNo: row.admission_no },
  },
  ...{ charges: [row.charge], measure: row.measure, measureOn: row.measure_from ? dayOf(new Date(row.measure_from)) : null, centre },
  legalBasis: '《人民检察院刑事诉讼规则》第六百一十五条、公通字〔2006〕17号第二十七条',
  sender: { agency: centre, officer: row.officer, approver: null, at: toShanghai(new Date(row.sent_at)) },
  senderDueAt: endInWords(new Date(row.due_at)),
  receiver: { agency: row.holder_agency, officer: null, at: null },
  ...{ acceptedOn: null, newFrom: null, newTo: null, newBasis: null, reason: null, remarks: [] },
})
