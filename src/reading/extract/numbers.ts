import { readIdNumber } from '../../domain/id-number.ts'

/** What scanners take figures for. */
const SLIPS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    O: '0',
    o: '0',
    D: '0',
    Q: '0',
    l: '1',
    I: '1',
    i: '1',
    '|': '1',
    Z: '2',
    z: '2',
    S: '5',
    s: '5',
    B: '8',
    x: 'X',
    '×': 'X',
    '*': 'X',
  }),
)

/** Where an identity number may stand; letters only as slips of a scanner. */
export const ID_NUMBER = '(?<![0-9A-Za-z])[1-9OlIiZSB](?: ?[0-9OoDQlIi|ZzSsB]){16} ?[0-9XxOoDQlIiZzSsB×*](?![0-9A-Za-z])'

/** An identity number: as it should read, whether its check digit holds, and whether slips were mended. */
export type WrittenId = { readonly idNo: string; readonly valid: boolean; readonly mended: boolean }

/** Slips are mended only where the check digit then holds (GB 11643). */
export function readId(text: string): WrittenId | null {
  const written = text.replace(/ /g, '')
  if (written.length !== 18) return null
  const upper = written.toUpperCase()
  if (readIdNumber(upper) !== null) return { idNo: upper, valid: true, mended: false }
  const mended = [...written].map((sign, at) => (SLIPS.get(sign) === 'X' && at < 17 ? sign : (SLIPS.get(sign) ?? sign))).join('')
  if (mended !== upper && readIdNumber(mended) !== null) return { idNo: mended, valid: true, mended: true }
  return /^\d{17}[\dX]$/.test(upper) ? { idNo: upper, valid: false, mended: false } : null
}

/** Numbers of courts, police and procuratorates. Source: 法〔2015〕137号 and the forms of the MPS and SPP. */
export const COURT_NO = '\\((\\d{4})\\) ?(闽\\d{0,4}|最高法) ?([\\u4e00-\\u9fa5]{1,4}) ?(\\d{1,6}) ?号'

/** (2026)闽0503刑初1号 with half-width brackets, as the platform keeps it. */
export const readCourtNo = (match: RegExpExecArray | RegExpMatchArray): string => `(${match[1]})${match[2]}${match[3]}${match[4]}号`
