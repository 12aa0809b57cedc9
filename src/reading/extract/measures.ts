import type { Finding } from '../model.ts'
import { agencyCodeOf } from './codes.ts'
import { DAY, dayIn, instantOf, TIME, writtenDays } from './dates.ts'
import type { Passage } from './passage.ts'
import { aboutOf, known, type Subject, whoIn } from './persons.ts'
import { compact } from './plain.ts'
import { type Reading, say } from './say.ts'
import { dayOfPaper, issuerOf } from './whole.ts'

type Measure = { code: string; decidedBy: string; from: string; place?: string; reason?: string; docNo?: string }
type Told = { readonly measure: Measure; readonly passage: Passage; readonly from: number; readonly to: number; readonly trust: number }

const KINDS = '刑事拘留|依法拘留|执行拘留|拘留|执行逮捕|依法逮捕|批准逮捕|决定逮捕|逮捕|取保候审|指定居所监视居住|监视居住|拘传'
const AGENCY = '(?:我局|本局|本院|我院|[\u4e00-\u9fa5]{2,22}?(?:公安局|分局|检察院|法院|支队|大队|派出所))'
const ACT = `(?:被|由|经)?(?<by>${AGENCY})?(?:依法)?(?:决定)?(?:变更(?:强制措施)?为)?(?<kind>${KINDS})`
/** 被…刑事拘留 with its day before it; the agency between 被 and the measure, or that which approved it. */
const COURSE = new RegExp(
  `(?<day>${DAY}${TIME})(?:许)?,?(?:因[^,。;]{2,30},?)?(?:经(?<approved>${AGENCY})(?:批准|决定),?)?(?:同日)?${ACT}`,
  'g',
)
const SAME_DAY = new RegExp(`同日${ACT}`, 'g')
const OWN = /^(?:我局|本局|本院|我院|本大队|我大队)/

/** 强制措施 that a paper tells of each person, in their order: 于…被刑事拘留, …被执行逮捕; and the decision that is the paper. */
export function measures(reading: Reading): Finding[] {
  const byPerson = new Map<Subject, Told[]>()
  const add = (who: Subject, told: Told): void => void byPerson.set(who, [...(byPerson.get(who) ?? []), told])
  for (const [who, told] of [...decided(reading), ...courses(reading)]) add(who, told)
  return [...byPerson].flatMap(([who, all]) => {
    const told = [...all].sort((a, b) => a.measure.from.localeCompare(b.measure.from))
    const [first] = all
    const trust = Math.min(...told.map(one => one.trust))
    const value = told.map(({ measure }) => measure)
    return first === undefined
      ? []
      : say(first.passage, first.from, first.to, { key: 'measures', about: aboutOf(who), value, trust, rule: 'measure' })
  })
}

/** Papers that tell the course of the case; elsewhere a measure is told of earlier cases too. */
const TELLING = /^(?:GA13|GA73|JC21|JC24|JC25|FY18)$/

function courses(reading: Reading): (readonly [Subject, Told])[] {
  if (!TELLING.test(reading.code)) return []
  const { paper, scene } = reading
  return paper.passages.flatMap(passage => {
    const matches = [...passage.text.matchAll(COURSE), ...passage.text.matchAll(SAME_DAY)].sort((a, b) => a.index - b.index)
    let day: string | null = null
    return matches.flatMap(match => {
      const { groups = {} } = match
      const written = groups.day === undefined ? null : dayIn(groups.day)
      day = groups.day === undefined ? dayBefore(passage.text, match.index, day) : written === null ? null : instantOf(written)
      const before = passage.text.slice(Math.max(0, passage.text.lastIndexOf('。', match.index)), match.index)
      if (day === null || /曾|刑满|前科/.test(before)) return []
      const who = whoIn(scene, passage, match.index, match.index)
      const told = toldOf(reading, passage, match, day)
      return told === null ? [] : who.map(one => [one, told] as const)
    })
  })
}

/** 同日 is the last day told before it. */
function dayBefore(text: string, at: number, known: string | null): string | null {
  const last = writtenDays(text.slice(Math.max(0, at - 80), at)).at(-1)
  return (last === undefined ? null : instantOf(last)) ?? known
}

function toldOf(reading: Reading, passage: Passage, match: RegExpExecArray, from: string): Told | null {
  const { groups = {} } = match
  const code = codeOf(groups.kind ?? '', passage.text)
  const name = groups.approved ?? groups.by ?? ''
  const own = name === '' ? null : OWN.test(name) ? issuerOf(reading.paper) : (agencyCodeOf(name) ?? compact(name))
  const decidedBy = own ?? policeOf(reading)
  if (code === null || decidedBy === null) return null
  return {
    measure: { code, decidedBy, from },
    passage,
    from: match.index,
    to: match.index + match[0].length,
    trust: trustIn(code, groups, passage),
  }
}

const ASKED = 0.45

/** Who executes an arrest has not decided it; bail without a word of its guarantee is of neither kind. */
function trustIn(code: string, groups: Record<string, string | undefined>, { text }: Passage): number {
  if (code === '07' && groups.approved === undefined) return ASKED
  return /^0[23]$/.test(code) && !/保证人|保证金/.test(text) ? ASKED : 0.92
}

const INVESTIGATED = /由(?<police>[\u4e00-\u9fa5]{4,22}(?:公安局|分局))(?:立案)?侦查/

/** The police of the case: who made the paper, or investigated. */
function policeOf({ code, paper }: Reading): string | null {
  if (code.startsWith('GA')) return issuerOf(paper)
  const name = paper.passages.map(({ text }) => INVESTIGATED.exec(text)?.groups?.police).find(found => found !== undefined)
  return name === undefined ? null : agencyCodeOf(name)
}

/** Bail by money where a paper speaks of money, by a guarantor else. */
function codeOf(kind: string, text: string): string | null {
  if (kind.includes('拘传')) return '01'
  if (kind.includes('取保候审'))
    return /保证金/.test(text) && !/(?:接受|由)?保证人[\u4e00-\u9fa5 ]{0,6}(?:的监督|担保|保证)/.test(text) ? '03' : '02'
  if (kind.includes('监视居住')) return kind.includes('指定居所') || /指定(?:的)?居所/.test(text) ? '05' : '04'
  if (kind.includes('拘留')) return '06'
  return kind.includes('逮捕') ? '07' : null
}

const DECISIONS: Readonly<Record<string, string>> = {
  GA09: '拘传',
  GA10: '拘留',
  GA14: '逮捕',
  GA16: '取保候审',
  GA21: '监视居住',
  JC31: '取保候审',
  JC32: '监视居住',
  JC33: '逮捕',
  FY06: '取保候审',
  FY07: '逮捕',
}
const BEGIN = new RegExp(`(?:期限从|期限自|自|本证已于|于) ?(?<day>${DAY}${TIME}) ?(?:起算|起|时?(?:许)?(?:向我宣布|宣布|执行))`)

/** The decision that the paper itself is: from the day that it names, else its own. */
function decided(reading: Reading): (readonly [Subject, Told])[] {
  const kind = DECISIONS[reading.code]
  const decidedBy = issuerOf(reading.paper)
  const told = reading.scene.descriptions.map(({ subject }) => known(reading.scene, subject)).filter(one => one.accused)
  const all = reading.scene.subjects.filter(one => one.accused)
  const numbered = all.filter(({ idNo }) => idNo !== null)
  // The case may be named after several; the decision tells who one of them is.
  const accused = [told, numbered, all].find(({ length }) => length === 1) ?? all
  const [who] = accused
  if (kind === undefined || decidedBy === null || who === undefined || accused.length > 1) return []
  const passages = reading.paper.passages
  const text = passages.map(one => one.text).join(' ')
  const code = codeOf(kind, text)
  const place = /送(?<place>[\u4e00-\u9fa5]{2,16}看守所)/.exec(text)?.groups?.place
  const start = startOf(reading)
  if (code === null || start === null) return []
  const measure: Measure = { code, decidedBy, from: start.at, ...(place === undefined ? {} : { place }) }
  return [
    [
      who,
      {
        measure,
        passage: start.passage,
        from: start.from,
        to: start.to,
        trust: /^0[23]$/.test(code) && !/保证人|保证金/.test(text) ? ASKED : start.trust,
      },
    ],
  ]
}

/** A measure begins when it is made known, which is seldom earlier than the day of its paper. */
const OF_THE_PAPER = 0.6

function startOf({ paper }: Reading): { passage: Passage; from: number; to: number; at: string; trust: number } | null {
  for (const passage of paper.passages) {
    const match = BEGIN.exec(passage.text)
    const words = match?.groups?.day
    const day = words === undefined ? null : dayIn(words)
    const at = day === null ? null : instantOf(day)
    if (match !== null && words !== undefined && at !== null) {
      const from = match.index + match[0].indexOf(words)
      return { passage, from, to: from + words.length, at, trust: 0.92 }
    }
  }
  const day = dayOfPaper(paper)
  return day === null ? null : { passage: day.passage, from: day.from, to: day.to, at: `${day.date}T00:00:00+08:00`, trust: OF_THE_PAPER }
}

const ARREST: Readonly<Record<string, readonly [RegExp, string]>> = {
  JC02: [/决定批准逮捕/g, 'approved'],
  JC03: [/决定不批准逮捕/g, 'rejectedNoNeed'],
}
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/不构成犯罪|没有犯罪事实/, 'rejectedNoCrime'],
  [/事实不清|证据不足/, 'rejectedEvidence'],
  [/(?:无|没有|不具有)(?:逮捕必要|社会危险性)|社会危险性较(?:小|低)/, 'rejectedNoNeed'],
]
const REQUESTED = new RegExp(`于(?<day>${DAY})[^。;]{0,60}提请批准逮捕`)

/** 审查逮捕结果: approved, or why not. */
export function arrestReview({ code, paper, scene }: Reading): Finding[] {
  const [pattern, plain] = ARREST[code] ?? []
  const accused = scene.subjects.filter(one => one.accused)
  const [who] = accused
  if (pattern === undefined || plain === undefined || who === undefined || accused.length > 1) return []
  const text = paper.passages.map(one => one.text).join('')
  const result = plain === 'approved' ? plain : REASONS.find(([reason]) => reason.test(text))?.[1]
  const decidedOn = dayOfPaper(paper)?.date
  const asked = dayIn(REQUESTED.exec(text)?.groups?.day ?? '')
  const requestedOn = asked === null ? null : instantOf(asked)?.slice(0, 10)
  if (result === undefined) return []
  const value = { ...(requestedOn ? { requestedOn } : {}), ...(decidedOn === undefined ? {} : { decidedOn }), result }
  for (const passage of paper.passages) {
    const [match] = passage.text.matchAll(pattern)
    if (match !== undefined)
      return say(passage, match.index, match.index + match[0].length, {
        key: 'arrestReview',
        about: aboutOf(who),
        value,
        trust: 0.92,
        rule: 'arrestReview',
      })
  }
  return []
}
