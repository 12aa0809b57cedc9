import type { Finding } from '../model.ts'
import { instantOf, writtenDays } from './dates.ts'
import { inlineValues } from './fields.ts'
import { isName } from './names.ts'
import type { Passage } from './passage.ts'
import { aboutOf, type Subject, whoIn } from './persons.ts'
import { compact, printed } from './plain.ts'
import { type Reading, say } from './say.ts'
import { everywhere, stageOf } from './whole.ts'

/** Papers in which the accused himself, or the agency of him, says that he pleads; notices of the law speak to everybody. */
const PLEADING = /^(?:GA33|GA41|GA73|JC13|JC14|JC16|JC18|JC19|JC21|FY15|FY18|GA74)$/
const PLEADS =
  /(?:本人|我)?(?:自愿|表示|愿意)认罪认罚|认罪认罚(?=,(?:依据|依照|根据|依法|可以|同意|并))|(?:自愿如实供述[^。]{0,12})?愿意接受处罚(?=。|,)/g
const REFUSES = /(?:不(?:愿意|同意|予)?认罪认罚|不认罪)/
const CONSENTS = /(?<no>不|反对)?同意(?:本案|对本案)?(?:适用|用)(?:刑事)?速裁程序|(?:适用速裁程序表示)(?<word>不?同意)|同意速裁/g
const QUESTION = /^ ?(?:问|审|公):?/

/** The accused whom a paper of plea is about: named there, else the only one. */
function pleader(reading: Reading, passage: Passage, at: number): readonly Subject[] {
  return whoIn(reading.scene, passage, at, at)
}

/** 认罪认罚: pleads, and since the paper of which stage. */
export function pleaLeniency(reading: Reading): Finding[] {
  const since = stageOf(reading.code)
  if (since === null || !PLEADING.test(reading.code)) return []
  return everywhere(reading.paper, PLEADS)
    .filter(
      ({ passage, match }) =>
        !isQuestion(passage, match.index) && !REFUSES.test(passage.text.slice(Math.max(0, match.index - 3), match.index + 8)),
    )
    .flatMap(({ passage, match }) =>
      pleader(reading, passage, match.index).flatMap(one =>
        say(passage, match.index, match.index + match[0].length, {
          key: 'pleaLeniency',
          about: aboutOf(one),
          value: { value: true, since },
          trust: 0.92,
          rule: 'plea',
        }),
      ),
    )
}

/** 同意速裁: or not. */
export function fastTrackConsent(reading: Reading): Finding[] {
  const since = stageOf(reading.code)
  if (since === null || !(PLEADING.test(reading.code) || reading.code === 'FY10')) return []
  return everywhere(reading.paper, CONSENTS)
    .filter(
      ({ passage, match }) =>
        !isQuestion(passage, match.index) &&
        !/(?:是否|有权|可以)$/.test(passage.text.slice(Math.max(0, match.index - 3), match.index)) &&
        !/^(?:[?]|的|,?应当|,?将)/.test(passage.text.slice(match.index + match[0].length)),
    )
    .flatMap(({ passage, match }) =>
      pleader(reading, passage, match.index).flatMap(one => {
        const value = match.groups?.no === undefined && !match.groups?.word?.startsWith('不')
        return say(passage, match.index, match.index + match[0].length, {
          key: 'fastTrackConsent',
          about: aboutOf(one),
          value: { value, since },
          trust: 0.92,
          rule: 'consent',
        })
      }),
    )
}

/** What an officer asks is not yet said by the accused. */
const isQuestion = (passage: Passage, at: number): boolean => {
  const text = passage.text
  const ask = Math.max(text.lastIndexOf('问:', at), QUESTION.test(text) ? 0 : -1)
  return ask > text.lastIndexOf('答:', at)
}

const LAWYER_LINE = /(?<kind>值班律师|辩护人\(值班律师\)|辩护人)(?:\(?签名\)?|\(签字\))? ?:? ?(?<name>[\u4e00-\u9fa5]{2,4})(?= |$|,|。|\()/g
const KINDS: Readonly<Record<string, string>> = { 值班律师: 'duty', 辩护人: 'retained' }

/** 具结书: when it was signed, before whom. */
export function undertaking(reading: Reading): Finding[] {
  const { code, paper, scene } = reading
  if (code !== 'JC16') return []
  const [signer] = scene.subjects.filter(one => one.accused)
  const lawyer = everywhere(paper, LAWYER_LINE).findLast(({ match }) => isName(match.groups?.name ?? '') && /签|律师/.test(match[0]))
  const signed = signedAt(paper.passages)
  if (signer === undefined || scene.subjects.filter(one => one.accused).length !== 1 || lawyer === undefined || signed === null) return []
  const { passage, match } = lawyer
  const kind = KINDS[match.groups?.kind ?? '']
  if (kind === undefined) return []
  const value = { signedOn: signed.at, lawyerName: match.groups?.name ?? '', lawyerKind: kind }
  return say(signed.passage, signed.from, signed.to, {
    key: 'undertaking',
    about: aboutOf(signer),
    value,
    trust: 0.9,
    rule: 'undertaking',
  }).map(one => ({
    ...one,
    words: `${one.words} ${passage.text.slice(match.index, match.index + match[0].length)}`,
  }))
}

/** The day beside the signature of the accused, else the first day that stands alone after it. */
function signedAt(passages: readonly Passage[]): { passage: Passage; from: number; to: number; at: string } | null {
  const sign = passages.findIndex(({ text }) => /(?:本人|犯罪嫌疑人|具结人)(?:签名|签字|\(签名)/.test(compact(text)))
  for (const passage of passages.slice(Math.max(0, sign))) {
    if (passage.text.length > 60) continue
    const [day] = writtenDays(passage.text)
    const at = day === undefined ? null : instantOf(day)
    if (day !== undefined && at !== null) return { passage, from: day.from, to: day.to, at }
  }
  return null
}

const DEFENDER =
  /(?<!委托)(?<kind>指定辩护人|指派辩护人|辩护人|值班律师)[: ]{0,2}(?<name>[\u4e00-\u9fa5]{2,4})(?: ?\(实习\))?,? ?\(?(?:系|是)?(?<firm>[\u4e00-\u9fa5()]{2,24}律师事务所)(?:指派)?(?:律师)?/g
const AID = /法律援助/

/** 辩护人 with the firm: in the head of an indictment or judgment below the accused, and in the records of legal help. */
export function defenders(reading: Reading): Finding[] {
  const { paper, scene, code } = reading
  if (!/^(?:GA34|GA36|GA73|JC13|JC14|JC21|FY15|FY18|SF01)$/.test(code)) return []
  const found = new Map<Subject, { passage: Passage; from: number; to: number; list: { name: string; firm: string; kind: string }[] }>()
  for (const { passage, match } of everywhere(paper, DEFENDER)) {
    const { name = '', firm = '', kind = '' } = match.groups ?? {}
    const who = belongsTo(reading, passage, match.index)
    if (who === null || !isName(name)) continue
    const end = passage.text.slice(match.index, match.index + match[0].length + 20)
    const one = {
      name,
      firm: printed(firm.replace(/^[系是]/, '')),
      kind: kind === '值班律师' ? 'duty' : AID.test(end) || /指/.test(kind) ? 'legalAid' : 'retained',
    }
    const entry = found.get(who) ?? { passage, from: match.index, to: match.index + match[0].length, list: [] }
    if (!entry.list.some(other => other.name === one.name)) entry.list.push(one)
    found.set(who, entry)
  }
  for (const one of lawyersOfRecord(reading)) if (!found.has(one.who)) found.set(one.who, one)
  return [...found].flatMap(([who, { passage, from, to, list }]) =>
    scene.shared.has(who.name) && who.idNo === null
      ? []
      : say(passage, from, to, { key: 'defenders', about: aboutOf(who), value: list, trust: 0.88, rule: 'defender' }),
  )
}

/** A record names the duty lawyer and the firm in the fields at its head. */
function lawyersOfRecord({ code, paper, scene }: Reading) {
  const [who, ...others] = scene.subjects.filter(one => one.accused)
  if (code !== 'JC14' || who === undefined || others.length > 0) return []
  const [lawyer] = inlineValues(paper, ['值班律师'])
  const [firm] = inlineValues(paper, ['工作单位', '律师事务所'])
  if (lawyer === undefined || firm === undefined) return []
  const words = ({ passage, from, to }: typeof lawyer): string => compact(passage.text.slice(from, to))
  return isName(words(lawyer))
    ? [{ who, passage: lawyer.passage, from: lawyer.from, to: lawyer.to, list: [{ name: words(lawyer), firm: words(firm), kind: 'duty' }] }]
    : []
}

/** A counsel stands below whom he defends. */
function belongsTo({ paper, scene }: Reading, passage: Passage, at: number): Subject | null {
  const here = whoIn(scene, passage, at, at)
  const [only, ...more] = here
  if (only !== undefined && more.length === 0) return only
  const order = paper.passages.indexOf(passage)
  const last = scene.descriptions.findLast(one => one.subject.accused && paper.passages.indexOf(one.passage) <= order)
  return last?.subject ?? null
}
