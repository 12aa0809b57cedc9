import type { Finding } from '../model.ts'
import { AMOUNT, readAmount } from './amounts.ts'
import { addressOf } from './clauses.ts'
import { DAY, dateOf, instantOf, TIME, type WrittenDay, writtenDays } from './dates.ts'
import { labelledValues, type Place } from './fields.ts'
import { joined, type Passage, placeOf } from './passage.ts'
import { type Reading, say } from './say.ts'

/** Papers with a section that tells what happened. */
const TOLD = new Set(['GA01', 'GA03', 'GA13', 'GA73', 'JC16', 'JC21', 'JC24', 'JC25', 'FY18'])
const BEGINS =
  /(?:经(?:本院|我局)?依?法?(?:审查|侦查|审理|审理后)查明|经审理查明|经侦查查明)(?:的事实)?(?:如下)?[:,]?|公诉机关指控[:,](?!的)|指控本人的犯罪事实:|经审查:/
/** A heading with nothing after it belongs to the paragraphs below. */
const ENDS =
  /认定上述(?:犯罪)?事实的证据|(?:上述|以上)(?:犯罪)?事实,?(?:有|清楚|被告人)|上述证据|上述犯罪事实|本院认为|我局认为|综上所述|公诉机关建议|公诉机关认为|指控(?:的罪名|本人构成)|\((?:二|2)\)|[二2][、.] ?(?:认定|证据|[^,。]{0,12}指控本人)|查明的事实与[^。]{0,12}一致|^ ?[二2][、.]/
const MOST = 4000

/** The section that tells what happened, from after 查明 to what proves it. */
export type Facts = { readonly passage: Passage; readonly from: number; readonly to: number; readonly parts: readonly Passage[] }

export function factsOf({ code, paper }: Reading): Facts | null {
  if (!TOLD.has(code)) return null
  const begins = paper.passages.flatMap((passage, at) => {
    const match = BEGINS.exec(passage.text)
    return match === null || /查明的事实与/.test(passage.text.slice(match.index, match.index + 16))
      ? []
      : [{ at, from: match.index + match[0].length }]
  })
  for (const { at, from } of begins) {
    const parts = partsFrom(paper.passages.slice(at), from)
    if (parts !== null) return parts
  }
  return null
}

function partsFrom(passages: readonly Passage[], from: number): Facts | null {
  const parts: Passage[] = []
  let end: number | null = null
  for (const [at, passage] of passages.entries()) {
    const begin = at === 0 ? from : 0
    const stop = passage.text.slice(begin).search(ENDS)
    if (at === 0 && stop === -1) parts.push(passage)
    else if (stop === -1) parts.push(passage)
    else {
      if (stop > 0) parts.push(passage)
      end = stop > 0 ? begin + stop : null
      break
    }
  }
  const whole = joined(parts)
  const last = parts.at(-1)
  const to = end === null || last === undefined ? whole.text.length : whole.text.length - last.text.length + end
  return whole.text.slice(from, to).trim().length < 12 ? null : { passage: whole, from, to, parts }
}

/** 简要案情: the words as they stand, paragraphs on lines of their own. */
export function factSummary(reading: Reading): Finding[] {
  const facts = factsOf(reading)
  if (facts === null) return labelledSummary(reading)
  const { passage, from, to, parts } = facts
  const pieces: string[] = []
  let at = 0
  for (const part of parts) {
    const words = placeOf(passage, Math.max(from, at), Math.min(to, at + part.text.length))?.words.trim() ?? ''
    if (words !== '') pieces.push(words)
    at += part.text.length
  }
  const value = pieces.join('\n').slice(0, MOST)
  return say(passage, from, to, { key: 'factSummary', about: null, value, trust: 0.93, rule: 'facts' })
}

function labelledSummary(reading: Reading): Finding[] {
  const place = summaryPlace(reading)
  if (place === null) return []
  const value = placeOf(place.passage, place.from, place.to)?.words.trim() ?? null
  return say(place.passage, place.from, place.to, { key: 'factSummary', about: null, value, trust: 0.9, rule: 'field' })
}

const SUMMARY = /^ ?简 ?要 ?案 ?情(?:或者报案记录)? ?: ?/

/** 简要案情 of the form of acceptance: beside its label, after its colon, or in the paragraph below. */
function summaryPlace({ code, paper }: Reading): Place | null {
  if (code !== 'GA01') return null
  const [beside] = paper.cells.some(({ label }) => label === 'summary') ? labelledValues(paper, 'summary') : []
  if (beside !== undefined) return beside
  const at = paper.passages.findIndex(({ text }) => SUMMARY.test(text))
  const passage = paper.passages[at]
  if (passage === undefined) return null
  const from = SUMMARY.exec(passage.text)?.[0].length ?? 0
  if (passage.text.length - from > 4) return { passage, from, to: passage.text.length }
  const next = paper.passages[at + 1]
  return next === undefined ? null : { passage: next, from: 0, to: next.text.length }
}

const OTHER_DAYS = /鉴定|检验|提取血样|抽取|立案|报案|报警|传唤|拘留|逮捕|取保|投案|到案|抓获|归案/
const CLOCK_ONLY = /(?<![\d日]) ?(?:上午|下午|凌晨|晚上|晚)?(\d{1,2})时(?:(\d{1,2})分)?许/g
const RANGE = new RegExp(`(?<from>${DAY}${TIME})(?:许|左右)? ?(?:至|到|-|~) ?(?<to>${DAY}${TIME}|\\d{1,2} ?[时:] ?\\d{0,2}分?)`)

/** 案发时间: of a field, or the first time that the facts tell, to the last of the same sentence. */
export function occurred(reading: Reading): Finding[] {
  const labelled = labelledValues(reading.paper, 'occurredAt')[0]
  if (labelled !== undefined) return spanIn(labelled, 0.96)
  if (!/^(?:GA01|GA13|GA73|JC21|FY18)$/.test(reading.code)) return []
  const facts = factsOf(reading) ?? summaryPlace(reading)
  if (facts === null) return []
  const text = facts.passage.text.slice(facts.from, facts.to)
  const [first] = writtenDays(text)
  if (first === undefined) return []
  const stop = text.indexOf('。', first.to)
  return spanIn({ passage: facts.passage, from: facts.from + first.from, to: stop === -1 ? facts.to : facts.from + stop }, 0.9)
}

function spanIn({ passage, from, to }: Place, trust: number): Finding[] {
  const text = passage.text.slice(from, to)
  const [first, ...more] = writtenDays(text)
  const start = first === undefined ? null : instantOf(first)
  if (first === undefined || start === null) return []
  const range = RANGE.exec(text)
  const end = (range === null ? null : endOfRange(range, first)) ?? lastOf(text, first, more) ?? start
  const lower = first.time === null ? trust - 0.25 : trust
  const told = (key: string, value: string): Finding[] =>
    say(passage, from + first.from, from + first.to, { key, about: null, value, trust: lower, rule: 'occurred' })
  return [...told('occurredFrom', start), ...(end >= start ? told('occurredTo', end) : [])]
}

function endOfRange(range: RegExpExecArray, first: WrittenDay): string | null {
  const words = range.groups?.to ?? ''
  const [day] = writtenDays(words)
  if (day !== undefined) return instantOf(day)
  const date = dateOf(first)
  return date === null ? null : (writtenDays(`${date} ${words}`).map(instantOf)[0] ?? null)
}

/** Later times of the same sentence, as long as it tells of the act. */
function lastOf(text: string, first: WrittenDay, more: readonly WrittenDay[]): string | null {
  const sentence = text.slice(0, Math.max(0, text.search(OTHER_DAYS)) || text.length)
  const day = more.findLast(one => one.day !== null && one.to <= sentence.length)
  if (day !== undefined) return instantOf(day)
  const clock = [...sentence.slice(first.to).matchAll(CLOCK_ONLY)].at(-1)
  const date = dateOf(first)
  return clock === undefined || date === null
    ? null
    : `${date}T${(clock[1] ?? '').padStart(2, '0')}:${(clock[2] ?? '0').padStart(2, '0')}:00+08:00`
}

const PLACE_ENDS =
  '(?=处(?:时|,|被)?|时被|时,|附近|门口|内,|内盗|,|。|饮酒|盗窃|与(?:被害|他人|其|受害)|将|因|窃|对|实施|摆|开设|向|以|殴|抢|持|酒后|趁)'
const AT_PLACE = new RegExp(
  `(?:行驶至|途经|行至|窜至|来到|进入|在|到|至) ?(?<place>(?:福建省)?(?:泉州市)?[\\u4e00-\\u9fa5]{2,4}[市县区][^,。;:]{2,40}?)${PLACE_ENDS}`,
  'g',
)

/** 案发地点: of a field, or where the facts say that it happened; a journey ends at its place. */
export function occurredPlace(reading: Reading): Finding[] {
  const labelled = labelledValues(reading.paper, 'occurredPlace')[0]
  if (labelled !== undefined) return placeFinding(labelled, 0.96)
  if (!/^(?:GA13|GA73|JC21|FY18)$/.test(reading.code)) return []
  const facts = factsOf(reading)
  if (facts === null) return []
  const text = facts.passage.text.slice(facts.from, facts.to)
  const all = [...text.matchAll(AT_PLACE)]
  const match = all.find(([words]) => /^(?:行驶至|途经|行至)/.test(words)) ?? all[0]
  if (match === undefined) return []
  const words = match.groups?.place ?? ''
  const from = facts.from + match.index + match[0].indexOf(words)
  return placeFinding({ passage: facts.passage, from, to: from + words.length }, 0.88)
}

const placeFinding = ({ passage, from, to }: Place, trust: number): Finding[] =>
  say(passage, from, to, {
    key: 'occurredPlace',
    about: null,
    value: addressOf(passage.text.slice(from, to)),
    trust,
    rule: 'occurredPlace',
  })

const SUM = new RegExp(
  `(?<lead>涉案金额|犯罪金额|总价值|价值合计|合计|共计|总计|价格认定为|认定价格|认定价值)[^\\d,。;一-龥]{0,2}(?:为|约|是|计)?[:为]? ?(?<sum>${AMOUNT})`,
  'g',
)
const SINGLE = new RegExp(`(?:价值|损失|骗取|骗走|窃取|盗走|窃得|被害人)[^,。;\\d罚]{0,16}?(?<sum>${AMOUNT})`, 'g')

/** 涉案金额: the total that the facts or an appraisal state, else the only sum that they state. */
export function lossAmount(reading: Reading): Finding[] {
  if (!/^(?:GA13|GA62|GA73|JC21|FY18)$/.test(reading.code)) return []
  const facts = reading.code === 'GA62' ? wholeOf(reading) : factsOf(reading)
  if (facts === null) return []
  const text = facts.passage.text.slice(facts.from, facts.to)
  const totals = [...text.matchAll(SUM)]
  const singles = [...text.matchAll(SINGLE)]
  const sums = new Set(singles.map(({ groups }) => readAmount(groups?.sum ?? '')))
  const match = totals.at(-1) ?? (sums.size === 1 ? singles[0] : undefined)
  if (match === undefined) return []
  const words = match.groups?.sum ?? ''
  const from = facts.from + match.index + match[0].lastIndexOf(words)
  return say(facts.passage, from, from + words.length, {
    key: 'lossAmount',
    about: null,
    value: readAmount(words),
    trust: totals.length > 0 ? 0.93 : 0.86,
    rule: 'lossAmount',
  })
}

function wholeOf({ paper }: Reading): Place | null {
  const passage = joined(paper.passages)
  return { passage, from: 0, to: passage.text.length }
}
