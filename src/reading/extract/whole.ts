import { agencyCodeOf } from './codes.ts'
import { dateOf, writtenDays } from './dates.ts'
import type { Paper, Passage } from './passage.ts'
import { compact } from './plain.ts'

/** A day that stands alone on a line: 二〇二六年三月五日 under a paper. */
export type AloneDay = { readonly passage: Passage; readonly from: number; readonly to: number; readonly date: string }

const CHINESE_DAY = /^[〇零一二三四五六七八九OoD0]{4}年/

/** The day of the paper: of the lines that hold nothing but a day the last one in Chinese figures, else the last. */
export function dayOfPaper({ passages }: Paper): AloneDay | null {
  const alone = passages.flatMap(passage => {
    const text = passage.text.trimEnd()
    if (text.length > 40) return []
    const [day, ...more] = writtenDays(text)
    const date = day === undefined ? null : dateOf(day)
    if (day === undefined || date === null || more.length > 0 || day.to < text.length) return []
    // The agency may stand before the day where both came onto one line.
    const before = compact(text.slice(0, day.from))
    return before === '' || agencyCodeOf(before) !== null ? [{ passage, from: day.from, to: day.to, date }] : []
  })
  return alone.findLast(({ passage, from }) => CHINESE_DAY.test(compact(passage.text.slice(from)))) ?? alone.at(-1) ?? null
}

const HEAD = 4

/** The agency that made the paper: at its head, else above the day at its foot. */
export function issuerOf({ passages }: Paper): string | null {
  const agency = ({ text }: Passage): string | null => (text.length > 40 ? null : agencyCodeOf(text))
  const head = passages
    .slice(0, HEAD)
    .map(agency)
    .find(code => code !== null)
  return head ?? passages.map(agency).findLast(code => code !== null) ?? null
}

/** The stage whose agency makes papers of this code. */
export function stageOf(code: string): 'police' | 'procuratorate' | 'court' | null {
  return code.startsWith('GA') ? 'police' : code.startsWith('JC') ? 'procuratorate' : code.startsWith('FY') ? 'court' : null
}

/** Matches of a pattern in every passage, with their places. */
export function everywhere(paper: Paper, pattern: RegExp): { readonly passage: Passage; readonly match: RegExpExecArray }[] {
  return paper.passages.flatMap(passage => [...passage.text.matchAll(pattern)].map(match => ({ passage, match })))
}

/** Where a group of a match stands. */
export function groupAt(match: RegExpExecArray, group: string): { from: number; to: number } {
  const text = match.groups?.[group] ?? ''
  const from = match.index + Math.max(0, match[0].indexOf(text))
  return { from, to: from + text.length }
}
