import type { EntityManager } from '@mikro-orm/postgresql'
import type { LockedCase } from '../cases/locked-case.ts'
import { legalDate } from '../domain/legal-date.ts'
import { createPaper } from './certificate/commands.ts'
import { certificateBody, type PersonCard } from './certificate-body.ts'
import type { CustodyDispatchRow } from './entities.ts'

/** Writes the paper of a row as it now stands: one more version of its number. The worker draws, signs and delivers it. */
export async function writePaper(em: EntityManager, loaded: LockedCase, row: CustodyDispatchRow): Promise<void> {
  const person = loaded.persons.find(({ id }) => id === row.casePersonId)
  if (person === undefined) throw new RangeError('a custody paper for nobody of the case')
  const [known] = await em.execute<
    { officer: string | null; approver: string | null; receiver: string | null; admission_no: string | null }[]
  >(
    `select staff_name(?::uuid) as officer, staff_name(?::uuid) as approver, staff_name(?::uuid) as receiver,
       (select s.admission_no from custody_stay s where s.case_person_id = ?::uuid and s.left_at is null limit 1) as admission_no`,
    [row.preparedBy ?? null, row.announcedBy ?? null, row.completedBy ?? null, row.casePersonId],
  )
  const card: PersonCard = {
    id: person.id,
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate ? legalDate(person.birthDate) : null,
    idNo: person.idNo ?? null,
    admissionNo: known?.admission_no ?? null,
    measureCode: person.measureCode ?? null,
    measureFrom: person.measureFrom ?? null,
    remarks: loaded.persons.length > 1 ? ['有同案人员，注意分押分管'] : [],
  }
  const { officer = null, approver = null, receiver = null } = known ?? {}
  const body = certificateBody(row, card, loaded.row.chargeCode, { officer, approver, receiver })
  const { paperId } = await createPaper(em, { caseId: row.caseId, casePersonId: row.casePersonId, transferId: row.id, body })
  row.paperId = paperId
  await em.flush()
}
