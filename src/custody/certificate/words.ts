import { chineseDay, plainDay, plainTime } from '../../domain/chinese.ts'
import { agencyOf, CRIMES, MEASURES } from '../../domain/codes.ts'
import { legalDate, toShanghai } from '../../domain/legal-date.ts'
import type { Closing } from '../../pdf/archival/certificate-model.ts'
import { type CertificateBody, isTransferKind, type Party } from './model.ts'

const BLANK = '　　　　'
const SEXES: Readonly<Record<string, string>> = { '1': '男', '2': '女' }
const DAY = /^\d{4}-\d{2}-\d{2}$/

export const agencyName = (code: string): string => agencyOf(code).zh
export const sexName = (sex: string): string => SEXES[sex] ?? '未说明'
export const chargeNames = (charges: readonly string[]): string => charges.map(code => CRIMES.get(code)?.zh ?? code).join('、')
export const measureName = (code: string): string => MEASURES.get(code)?.zh ?? code

/** A legal date as a day, an instant with hour and minute; the last second of a day is read as 24时. */
export function when(text: string): string {
  if (DAY.test(text)) return plainDay(legalDate(text))
  const at = new Date(text)
  const shown = toShanghai(at)
  return shown.slice(11, 19) === '23:59:59' ? `${plainDay(legalDate(shown.slice(0, 10)))}24时` : plainTime(at)
}

export const whenOrBlank = (text: string | null): string => (text === null ? BLANK : when(text))

/** The day at the end of a part, in Chinese figures. */
const signedOn = (at: string): string => chineseDay(legalDate(toShanghai(new Date(at)).slice(0, 10)))

/** Who signs: officer and approver at the left, agency and day in its seal. */
export function signature({ agency, officer, at }: Party, approver: string | null = null): Closing {
  const people = [officer === null ? '' : `承办人：${officer}`, approver === null ? '' : `审批人：${approver}`].filter(text => text !== '')
  const name = agencyName(agency)
  return { people: people.join('　　'), lines: [name, ...(at === null ? [] : [signedOn(at)])], seal: name }
}

/** Kinds that come before the indictment has reached the court: the person is a suspect still. */
const AS_SUSPECT = new Set(['TRANSFER_PROSECUTION', 'RETURN_SUPPLEMENT', 'RETRANSFER'])
const NEUTRAL = new Set(['AGENCY_CHANGE'])

/** 犯罪嫌疑人 until the indictment, 被告人 after it, and 被羁押人 where the paper does not say. */
export function personTerm({ kind }: CertificateBody): string {
  if (!isTransferKind(kind) || NEUTRAL.has(kind)) return '被羁押人'
  return AS_SUSPECT.has(kind) ? '犯罪嫌疑人' : '被告人'
}

/** 自…起至…止; a count that only stops has no end. */
export function periodWords(from: string | null, to: string | null): string {
  if (from !== null && to !== null) return `自${when(from)}起至${when(to)}止`
  if (from !== null) return `自${when(from)}起停止计算`
  return to === null ? BLANK : `至${when(to)}止`
}
