import type { Letter, LetterLevel } from '../../src/alerts/letters/model.ts'
import { type LetterGround, raiseLetter } from '../../src/alerts/letters/raising.ts'
import { CALENDAR } from './calendar.ts'

/** A Monday morning, offices open. */
export const MONDAY = new Date('2026-11-23T09:00:00+08:00')

/** What a letter is made from: the procuratorate's review of a case of the demonstration district. */
export function aGround(changes: Partial<LetterGround> = {}): LetterGround {
  return {
    alertId: '00000000-0000-4000-8000-00000000a1e7',
    raisedFrom: null,
    caseId: '00000000-0000-4000-8000-0000000000c5',
    casePersonId: null,
    periodId: '00000000-0000-4000-8000-0000000000d0',
    code: 'PROC_REVIEW',
    dueAt: new Date('2026-11-24T23:59:59+08:00'),
    level: 1,
    agency: '350503-PRO',
    custody: false,
    platformNo: 'ETZF-350503-2026-000123',
    chargeCode: 'X001',
    actedAt: new Date('2026-10-01T12:00:00+08:00'),
    startedAt: new Date('2026-11-14T10:00:00+08:00'),
    persons: [{ name: '林志远', birthDate: '1988-06-14', detained: false }],
    earlier: [],
    secondSupervision: false,
    ...changes,
  }
}

export const aLetter = (level: LetterLevel, changes: Partial<LetterGround> = {}, at: Date = MONDAY): Letter =>
  raiseLetter('00000000-0000-4000-8000-00000000001e', aGround({ level, ...changes }), at, CALENDAR)
