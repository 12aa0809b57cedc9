import type { Finding } from '../model.ts'
import { DAY, dateOf, dayIn, instantOf, TIME } from './dates.ts'
import { labelledValues } from './fields.ts'
import { COURT_NO, readCourtNo } from './numbers.ts'
import { type Reading, say } from './say.ts'
import { dayOfPaper, everywhere, groupAt } from './whole.ts'

/** The day of the paper itself, for papers that are the act. */
function ofTheDay(reading: Reading, key: string, trust: number): Finding[] {
  const day = dayOfPaper(reading.paper)
  return day === null ? [] : say(day.passage, day.from, day.to, { key, about: null, value: day.date, trust, rule: 'dayOfPaper' })
}

/** 立案日期: the day of the decision, and 于…立案侦查 in later papers. */
export function filedOn(reading: Reading): Finding[] {
  if (reading.code === 'GA03') return ofTheDay(reading, 'filedOn', 0.95)
  const pattern = new RegExp(`(?<day>${DAY})${TIME}(?:对(?:本|该)案)?(?:决定)?(?:予以)?立案侦查`, 'g')
  return dayFindings(reading, pattern, 'filedOn')
}

const dayFindings = ({ paper }: Reading, pattern: RegExp, key: string): Finding[] =>
  everywhere(paper, pattern).flatMap(({ passage, match }) => {
    const { from, to } = groupAt(match, 'day')
    const day = dayIn(match.groups?.day ?? '')
    return say(passage, from, to, { key, about: null, value: day === null ? null : dateOf(day), trust: 0.95, rule: key })
  })

/** 受案时间 on the form of acceptance; 于…受理 in the decision that follows. */
export function acceptedOn({ code, paper }: Reading): Finding[] {
  if (!/^GA0[13]$/.test(code)) return []
  const labelled = labelledValues(paper, 'acceptedOn').flatMap(({ passage, from, to }) => {
    const day = dayIn(passage.text.slice(from, to))
    return say(passage, from, to, { key: 'acceptedOn', about: null, value: day && instantOf(day), trust: 0.96, rule: 'field' })
  })
  if (labelled.length > 0) return labelled.slice(0, 1)
  return everywhere(paper, new RegExp(`于(?<day>${DAY}${TIME})受理`, 'g')).flatMap(({ passage, match }) => {
    const { from, to } = groupAt(match, 'day')
    const day = dayIn(match.groups?.day ?? '')
    return say(passage, from, to, { key: 'acceptedOn', about: null, value: day && instantOf(day), trust: 0.93, rule: 'acceptedOn' })
  })
}

const SOURCES: readonly (readonly [RegExp, string])[] = [
  [/扭送/, 'handIn'],
  [/投案|自首/, 'selfSurrender'],
  [/行政(?:执法)?机关移送/, 'transferAdmin'],
  [/移送|移交/, 'transferOther'],
  [/发现|巡逻|检查/, 'discovery'],
  [/报案|报警|110|控告|举报/, 'report'],
]
const TICKED = /[☑√■✓✔] ?([^□☐☑√■✓✔,。;]{2,12})/

/** 案件来源: the ticked choice, or the words. */
export function caseSource({ code, paper }: Reading): Finding[] {
  if (code !== 'GA01') return []
  return labelledValues(paper, 'source')
    .slice(0, 1)
    .flatMap(({ passage, from, to }) => {
      const text = passage.text.slice(from, to)
      const ticked = TICKED.exec(text)
      if (ticked === null && /[□☐]/.test(text)) return []
      const words = ticked?.[1] ?? text
      const hits = SOURCES.filter(([pattern]) => pattern.test(words))
      // A reading that lost its marks shows all the choices of the form, and none of them as taken.
      if (ticked === null && hits.length > 1) return []
      const value = hits[0]?.[1] ?? null
      const begin = from + (ticked === null ? 0 : ticked.index)
      return say(passage, begin, ticked === null ? to : begin + ticked[0].trimEnd().length, {
        key: 'source',
        about: null,
        value,
        trust: 0.95,
        rule: 'field',
      })
    })
}

/** The number of the court that hears the case; its own papers bear it. */
export function courtNo({ code, paper }: Reading): Finding[] {
  if (!/^FY(?!27)/.test(code)) return []
  return everywhere(paper, new RegExp(COURT_NO, 'g'))
    .filter(({ match }) => (match[3] ?? '').startsWith('刑'))
    .slice(0, 1)
    .flatMap(({ passage, match }) =>
      say(passage, match.index, match.index + match[0].length, {
        key: 'caseNo',
        about: null,
        value: readCourtNo(match),
        trust: 0.96,
        rule: 'courtNo',
      }),
    )
}

const PROCEDURES: Readonly<Record<string, string>> = { 速裁: 'fastTrack', 简易: 'summary', 普通: 'ordinary' }
const APPLIED: Readonly<Record<string, RegExp>> = {
  FY18: /(?:依法|决定)?适用 ?(?<kind>速裁|简易|普通)程序,?(?:实行|进行|由|公开|不公开|审理)/g,
  FY11: /(?:转为|决定适用|适用) ?(?<kind>速裁|简易|普通)程序审理(?=。|,审理期限|$)/g,
  FY12: /(?:依法)?适用 ?(?<kind>速裁|简易|普通)程序/g,
  FY15: /适用 ?(?<kind>速裁|简易|普通)程序(?:公开)?开庭/g,
  JC19: /适用 ?(?<kind>速裁|简易|普通)程序审理/g,
  JC20: /适用 ?(?<kind>速裁|简易|普通)程序审理/g,
}

/** 适用程序, by the paper that decides or suggests it; the last word of a decision that changes it. */
export function procedure({ code, paper }: Reading): Finding[] {
  const pattern = APPLIED[code]
  if (pattern === undefined) return []
  return everywhere(paper, pattern)
    .filter(
      ({ passage, match }) =>
        !/(?:建议|同意|不再?) ?$/.test(passage.text.slice(Math.max(0, match.index - 4), match.index)) || code.startsWith('JC'),
    )
    .slice(-1)
    .flatMap(({ passage, match }) => {
      const value = PROCEDURES[match.groups?.kind ?? ''] ?? null
      const trust = code.startsWith('FY') ? 0.94 : 0.85
      return say(passage, match.index, match.index + match[0].length, { key: 'procedure', about: null, value, trust, rule: 'procedure' })
    })
}

/** 建议适用速裁程序 of the police or the procuratorate. */
export function fastTrackSuggested({ code, paper }: Reading): Finding[] {
  if (!/^(?:GA73|GA74|JC19|JC21)$/.test(code)) return []
  return everywhere(paper, /建议(?:对?(?:此|本|该)案|你院|人民法院|贵院){0,3}(?:对(?:此|本|该)案)?(?:依法)?适用 ?速裁程序/g)
    .slice(0, 1)
    .flatMap(({ passage, match }) =>
      say(passage, match.index, match.index + match[0].length, {
        key: 'fastTrackSuggested',
        about: null,
        value: true,
        trust: 0.94,
        rule: 'fastTrack',
      }),
    )
}

const NOT_INDICTED: readonly (readonly [RegExp, string])[] = [
  [/第(?:一百七十七|177)条第(?:一|1)款/, 'nonProsecute177_1'],
  [/第(?:一百七十七|177)条第(?:二|2)款/, 'nonProsecute177_2'],
  [/第(?:一百七十五|175)条第(?:四|4)款/, 'nonProsecute175_4'],
  [/第(?:一百八十二|182)条/, 'nonProsecute182'],
]
const DECIDES: Readonly<Record<string, readonly [RegExp, string | null]>> = {
  JC21: [/提起公诉,?请依法判处/g, 'indict'],
  JC25: [/决定对[^。]{2,12}附条件不起诉/g, 'conditional'],
  JC06: [/决定(?:将本案|将该案)?退回(?:你局)?补充侦查/g, 'returned'],
  JC24: [/根据[^。]{0,60}之?规定,?决定对[^。]{2,12}不起诉/g, null],
}

/** 审查结论: what the procuratorate's own decision says; of a decision not to prosecute the paragraph of the law. */
export function reviewDecision({ code, paper }: Reading): Finding[] {
  const [pattern, decided] = DECIDES[code] ?? []
  if (pattern === undefined) return []
  return everywhere(paper, pattern)
    .slice(0, 1)
    .flatMap(({ passage, match }) => {
      const value = decided ?? NOT_INDICTED.find(([article]) => article.test(match[0]))?.[1] ?? null
      return say(passage, match.index, match.index + match[0].length, {
        key: 'reviewDecision',
        about: null,
        value,
        trust: 0.96,
        rule: 'decision',
      })
    })
}

export const indictedOn = (reading: Reading): Finding[] => (reading.code === 'JC21' ? ofTheDay(reading, 'indictedOn', 0.95) : [])

/** 移送审查起诉日期: the day of the opinion; later papers tell it. */
export function transferredOn(reading: Reading): Finding[] {
  if (reading.code === 'GA73') return ofTheDay(reading, 'transferredOn', 0.9)
  if (!/^JC(?:06|21|24)$/.test(reading.code)) return []
  return dayFindings(reading, new RegExp(`于(?<day>${DAY})(?:向本院|向我院)?移送(?:本院)?审查起诉`, 'g'), 'transferredOn')
}

/** 开庭时间 of a summons, a notice or the record. */
export function hearings({ code, paper }: Reading): Finding[] {
  if (!/^FY1[235]$/.test(code)) return []
  const told = everywhere(paper, new RegExp(`(?:定于|于) ?(?<day>${DAY}${TIME})[^。;]{0,60}(?:开庭|出庭|到庭)`, 'g')).map(
    ({ passage, match }) => ({
      passage,
      ...groupAt(match, 'day'),
    }),
  )
  const places = told.length > 0 ? told : labelledValues(paper, 'time').slice(0, 1)
  return places.slice(0, 1).flatMap(({ passage, from, to }) => {
    const day = dayIn(passage.text.slice(from, to))
    const at = day?.time ? instantOf(day) : null
    return say(passage, from, to, { key: 'hearingOn', about: null, value: at === null ? null : [at], trust: 0.95, rule: 'hearing' })
  })
}

/** 宣判时间 and how: the record of announcement. */
export function announcement({ code, paper }: Reading): Finding[] {
  if (code !== 'FY17') return []
  const when = labelledValues(paper, 'time')
    .slice(0, 1)
    .flatMap(({ passage, from, to }) => {
      const day = dayIn(passage.text.slice(from, to))
      return say(passage, from, to, {
        key: 'announcedOn',
        about: null,
        value: day && instantOf(day),
        trust: day?.time ? 0.95 : 0.8,
        rule: 'field',
      })
    })
  const how = everywhere(paper, /(?<court>当庭(?:宣读|宣告|宣判))|(?<fixed>定期(?:宣读|宣告|宣判))/g)
    .slice(0, 1)
    .flatMap(({ passage, match }) =>
      say(passage, match.index, match.index + match[0].length, {
        key: 'announcedHow',
        about: null,
        value: match.groups?.court === undefined ? 'fixedDate' : 'inCourt',
        trust: 0.93,
        rule: 'announcedHow',
      }),
    )
  return [...when, ...how]
}

/** 生效日期: 已于…发生法律效力. */
export function effectiveOn(reading: Reading): Finding[] {
  if (!/^FY(?:29|32|34|35)$/.test(reading.code)) return []
  return dayFindings(reading, new RegExp(`(?:已于|于|自) ?(?<day>${DAY})(?:起)?(?:发生法律效力|生效)`, 'g'), 'effectiveOn').slice(0, 1)
}
