import { randomUUID } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import { appNow } from '../../db/clock.ts'
import { isCustodyMeasure } from '../../domain/codes.ts'
import { readCalendar } from '../../periods/calendar-store.ts'
import { LetterBatch, staffFor, writeBatch } from './batch.ts'
import { LETTER_TABLE } from './levels.ts'
import type { Letter, LetterLevel } from './model.ts'
import { type LetterGround, raiseLetter } from './raising.ts'
import { recipientsOf } from './recipients.ts'
import { takeNumbers } from './store.ts'

const BATCH = 500

type GroundRow = {
  alert_id: string
  case_id: string
  case_person_id: string | null
  period_id: string
  code: string
  due_at: Date
  level: LetterLevel
  agency: string
  custody: boolean
  wanted: boolean
  platform_no: string
  charge_code: string
  acted_at: Date
  started_at: Date
  persons: { name: string; birthDate: string | null; measure: string | null }[]
  officers: string[]
  earlier: string[]
  second_supervision: boolean
}

/**
 * Makes the letters of alerts that have none yet, a batch at a time: reminders and warnings are issued at once, supervision
 * letters as drafts for signature. One transaction, a constant number of statements. @returns how many alerts were taken
 */
export async function issueLetters(orm: MikroORM): Promise<{ taken: number; more: boolean }> {
  return await orm.em.fork().transactional(async em => {
    const rows = await em.execute<GroundRow[]>('select * from claim_letter_grounds(?, ?)', [BATCH, LETTER_TABLE.caseReviewWithinDays])
    const now = await appNow(em)
    const calendar = await readCalendar(em)
    const raised = highestOf(rows.filter(({ wanted }) => wanted)).map(row => ({
      officers: row.officers,
      letter: raiseLetter(randomUUID(), groundOf(row), now, calendar),
    }))
    const officers = new Map(raised.map(one => [one.letter.id, one.officers]))
    const letters = raised.map(({ letter }) => letter)
    const numbered = await takeNumbers(
      em,
      letters.filter(({ issuedAt }) => issuedAt !== null),
      now,
    )
    const staff = await staffFor(em, letters)
    const batch = new LetterBatch()
    const addressed = (letter: Letter) => recipientsOf(letter, officers.get(letter.id) ?? [], staff)
    for (const letter of numbered) batch.add(letter, 'issued', addressed(letter))
    for (const letter of letters.filter(({ issuedAt }) => issuedAt === null)) batch.add(letter, 'drafted', addressed(letter))
    if (letters.length > 0) await writeBatch(em, batch, now)
    return { taken: rows.length, more: rows.length === BATCH }
  })
}

/** Of alerts on the same deadline that come together only the highest is spoken of: never a burst. */
function highestOf(rows: readonly GroundRow[]): GroundRow[] {
  const highest = new Map<string, GroundRow>()
  for (const row of rows) {
    const key = `${row.period_id} ${String(row.due_at)}`
    if ((highest.get(key)?.level ?? 0) < row.level) highest.set(key, row)
  }
  const supervised = new Set<string>()
  return [...highest.values()].map(row => {
    if (row.level !== 3) return row
    const isSecond = row.second_supervision || supervised.has(row.case_id)
    supervised.add(row.case_id)
    return { ...row, second_supervision: isSecond }
  })
}

const groundOf = (row: GroundRow): LetterGround => ({
  alertId: row.alert_id,
  raisedFrom: null,
  caseId: row.case_id,
  casePersonId: row.case_person_id,
  periodId: row.period_id,
  code: row.code,
  dueAt: new Date(row.due_at),
  level: row.level,
  agency: row.agency,
  custody: row.custody,
  platformNo: row.platform_no,
  chargeCode: row.charge_code,
  actedAt: new Date(row.acted_at),
  startedAt: new Date(row.started_at),
  persons: row.persons.map(({ name, birthDate, measure }) => ({
    name,
    birthDate,
    detained: measure !== null && isCustodyMeasure(measure),
  })),
  earlier: row.earlier,
  secondSupervision: row.second_supervision,
})
