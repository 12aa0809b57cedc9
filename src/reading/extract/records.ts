import type { Finding } from '../model.ts'
import { AMOUNT, readAmount } from './amounts.ts'
import { agencyCodeOf, CRIME } from './codes.ts'
import { DAY, dateOf, dayIn, writtenDays } from './dates.ts'
import type { Passage } from './passage.ts'
import { aboutOf, type Subject, whoIn } from './persons.ts'
import { compact, printed } from './plain.ts'
import { type Reading, say } from './say.ts'
import { dayOfPaper, everywhere, issuerOf } from './whole.ts'

type PriorRecord = { on: string; organ?: string; kind: string; charge?: string; sentence?: string; releasedOn?: string }

const RECORDED = /^(?:GA13|GA39|GA40|GA73|JC21|JC24|FY18)$/
const CONVICTED = new RegExp(
  `(?:(?<day1>${DAY}),?)?因(?:犯)?(?<charge>${CRIME}罪?),?(?:于(?<day2>${DAY}),?)?被(?<organ>[\\u4e00-\\u9fa5]{4,24}?法院)(?:以[^,。]{2,16})?判处(?<sentence>[^。;]{2,80}?)(?=。|;|,(?:\\d{4}年|于\\d{4}年|并于|刑满|同年)|$)(?:,(?:于|并于)?(?<released>${DAY})(?:刑满)?释放)?`,
  'g',
)
const PUNISHED = new RegExp(
  `(?:(?<day1>${DAY}),?)?因(?<why>[\\u4e00-\\u9fa5]{2,16}?),?(?:于(?<day2>${DAY}),?)?被(?<organ>[\\u4e00-\\u9fa5]{4,24}?(?:公安局|分局|派出所|大队))(?:处以|给予|决定)?(?<sentence>行政拘留[一二三四五六七八九十\\d]{1,3}日|行政处罚|罚款[^,。;]{1,16}元|强制隔离戒毒[^,。;]{1,8})`,
  'g',
)
const NONE = /(?:未发现|未查询到|没有|无)[^,。;]{0,16}?(?:刑事犯罪记录|违法犯罪(?:经历|记录)|前科(?:劣迹)?(?=。|,|$))/g

/** 前科劣迹: earlier sentences and penalties; an empty list where a paper says that there are none. */
export function priorRecord({ code, paper, scene }: Reading): Finding[] {
  if (!RECORDED.test(code)) return []
  const byPerson = new Map<Subject, { passage: Passage; from: number; to: number; list: PriorRecord[] }>()
  for (const [pattern, kind] of [
    [CONVICTED, 'criminal'],
    [PUNISHED, 'administrative'],
  ] as const)
    for (const { passage, match } of everywhere(paper, pattern)) {
      const record = recordOf(match, kind)
      const [who, ...more] = whoIn(scene, passage, match.index, match.index)
      if (record === null || who === undefined || more.length > 0) continue
      const entry = byPerson.get(who) ?? { passage, from: match.index, to: match.index + match[0].length, list: [] }
      entry.list.push(record)
      byPerson.set(who, entry)
    }
  const told = [...byPerson].flatMap(([who, { passage, from, to, list }]) => {
    const value = [...list].sort((a, b) => a.on.localeCompare(b.on))
    return say(passage, from, to, { key: 'priorRecord', about: aboutOf(who), value, trust: 0.9, rule: 'priorRecord' })
  })
  const clean = everywhere(paper, NONE).flatMap(({ passage, match }) => {
    const who = whoIn(scene, passage, match.index, match.index)
    return who
      .filter(one => !byPerson.has(one))
      .flatMap(one =>
        say(passage, match.index, match.index + match[0].length, {
          key: 'priorRecord',
          about: aboutOf(one),
          value: [],
          trust: 0.88,
          rule: 'noRecord',
        }),
      )
  })
  return [...told, ...clean]
}

function recordOf({ groups = {} }: RegExpExecArray, kind: string): PriorRecord | null {
  const day = dayIn(groups.day2 ?? groups.day1 ?? '')
  const on = day === null ? null : dateOf(day)
  if (on === null) return null
  const released = dayIn(groups.released ?? '')
  const releasedOn = released === null ? null : dateOf(released)
  const charge = groups.charge ?? groups.why
  return {
    on,
    ...(groups.organ === undefined ? {} : { organ: compact(groups.organ) }),
    kind,
    ...(charge === undefined ? {} : { charge: compact(charge) }),
    ...(groups.sentence === undefined ? {} : { sentence: printed(groups.sentence) }),
    ...(releasedOn === null ? {} : { releasedOn }),
  }
}

/** The only accused of a paper that is about one person. */
function onlyOne({ scene }: Reading): Subject | null {
  const [who, ...more] = scene.subjects.filter(one => one.accused)
  return who === undefined || more.length > 0 ? null : who
}

const PAID = new RegExp(`(?:赔偿|赔付|退赔|支付)[^,。;\\d]{0,24}?(?<sum>${AMOUNT})`, 'g')
const FORGIVEN = /(?<no>不予|拒绝|未)?(?:表示|予以|取得[^,。]{0,8}|自愿|对[^,。;]{2,24}的行为)谅解|谅解(?:犯罪嫌疑人|被告人)/

/** 和解/谅解 of an agreement or a letter of forgiveness. */
export function settlement(reading: Reading): Finding[] {
  const who = onlyOne(reading)
  if (reading.code !== 'GA70' || who === null) return []
  const [paid] = everywhere(reading.paper, PAID)
  const text = reading.paper.passages.map(one => one.text).join('')
  const forgiven = FORGIVEN.exec(text)
  const on = dayOfPaper(reading.paper)?.date
  const sum = paid === undefined ? null : readAmount(paid.match.groups?.sum ?? '')
  const place = paid ?? everywhere(reading.paper, /谅解/g)[0]
  if (place === undefined) return []
  const value = {
    ...(/和解协议|达成(?:如下)?(?:和解|协议)|自愿和解/.test(text) ? { settled: true } : {}),
    ...(forgiven === null ? {} : { forgiven: forgiven.groups?.no === undefined }),
    ...(sum === null ? {} : { paid: sum }),
    ...(on === undefined ? {} : { on }),
  }
  return say(place.passage, place.match.index, place.match.index + place.match[0].length, {
    key: 'settlement',
    about: aboutOf(who),
    value,
    trust: 0.88,
    rule: 'settlement',
  })
}

const UNSUITABLE = /(?:不适宜|不宜|不适合)(?:适用|实行|接受)?社区矫正|(?<!没)有重大不良影响/
const SUITABLE = /(?:适宜|适合|可以)(?:适用|实行|接受)?社区矫正|具备社区矫正条件/

/** 调查评估 of the justice bureau: whether somebody is fit for community correction. */
export function assessment(reading: Reading): Finding[] {
  const who = onlyOne(reading)
  if (who === null || !/^(?:SF03|GA72|JC44)$/.test(reading.code)) return []
  const organ = reading.code === 'SF03' ? issuerOf(reading.paper) : askedOf(reading)
  if (reading.code !== 'SF03') return asked(reading, who, organ)
  for (const passage of reading.paper.passages) {
    const bad = UNSUITABLE.exec(passage.text)
    const match = bad ?? SUITABLE.exec(passage.text)
    if (match === null || !/意见|综合|综上/.test(passage.text)) continue
    const value = { ...(organ === null ? {} : { organ }), opinion: bad === null ? 'suitable' : 'unsuitable' }
    return say(passage, match.index, match.index + match[0].length, {
      key: 'assessment',
      about: aboutOf(who),
      value,
      trust: 0.92,
      rule: 'assessment',
    })
  }
  return []
}

function askedOf({ paper }: Reading): string | null {
  return (
    paper.passages
      .map(({ text }) => (/^[^,。]{4,24}: ?$/.test(text.trim()) ? agencyCodeOf(text.replace(/: ?$/, '')) : null))
      .find(code => code !== null) ?? null
  )
}

function asked({ paper }: Reading, who: Subject, organ: string | null): Finding[] {
  const day = dayOfPaper(paper)
  if (day === null) return []
  const value = { ...(organ === null ? {} : { organ }), askedOn: day.date, opinion: 'pending' }
  return say(day.passage, day.from, day.to, { key: 'assessment', about: aboutOf(who), value, trust: 0.9, rule: 'assessment' })
}

const REPORT_TO = /(?:到|向) ?(?<organ>[\u4e00-\u9fa5]{4,20}(?:司法局|社区矫正管理局|司法所)) ?(?:\([^()]{0,20}\) ?)?报到/g
const TERM_RUNS = new RegExp(`(?:考验期|矫正期限|考验期限|社区矫正期限)[^。;\\d]{0,8}?自? ?(?<from>${DAY})(?:起)? ?至 ?(?<to>${DAY})`)

/** 社区矫正: where to report, and until when it lasts. */
export function correction(reading: Reading): Finding[] {
  const who = onlyOne(reading)
  if (who === null || !/^(?:FY32|FY33|SF05|SF06|SF09)$/.test(reading.code)) return []
  const [report] = everywhere(reading.paper, REPORT_TO)
  const [term] = everywhere(reading.paper, new RegExp(TERM_RUNS, 'g'))
  const place = report ?? term
  if (place === undefined) return []
  const organ = report?.match.groups?.organ
  const endOn = term === undefined ? null : (writtenDays(term.match[0]).map(dateOf).at(-1) ?? null)
  const code = organ === undefined ? null : agencyCodeOf(organ)
  const value = {
    ...(organ === undefined ? {} : { organ: code ?? organ, ...(code === null ? {} : { division: code.slice(0, 6) }) }),
    ...(endOn === null ? {} : { endOn }),
  }
  return say(place.passage, place.match.index, place.match.index + place.match[0].length, {
    key: 'correction',
    about: aboutOf(who),
    value,
    trust: 0.9,
    rule: 'correction',
  })
}

/** 上诉抗诉: of a petition the day it was filed. */
export function appeal(reading: Reading): Finding[] {
  const by = reading.code === 'FY27' ? 'defendant' : reading.code === 'JC39' ? 'procuratorate' : null
  const who = onlyOne(reading)
  const day = dayOfPaper(reading.paper)
  if (by === null || who === null || day === null) return []
  return say(day.passage, day.from, day.to, {
    key: 'appeal',
    about: aboutOf(who),
    value: { filedOn: day.date, by, result: 'pending' },
    trust: 0.88,
    rule: 'appeal',
  })
}
