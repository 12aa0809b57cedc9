import type { About } from '../model.ts'
import { CRIME } from './codes.ts'
import { DAY, dateOf, dayIn } from './dates.ts'
import { entriesOf } from './entries.ts'
import { LABEL_WORDS } from './labels.ts'
import { isName, NAME } from './names.ts'
import { ID_NUMBER, readId } from './numbers.ts'
import type { Paper, Passage } from './passage.ts'

/** Whom the papers of a case call the accused, at one stage or the other. */
const ACCUSED_WORDS = [
  '被附条件不起诉人',
  '上诉人\\(原审被告人\\)',
  '社区矫正对象',
  '被取保候审人',
  '被监视居住人',
  '犯罪嫌疑人',
  '被不起诉人',
  '原审被告人',
  '被鉴定人',
  '被讯问人',
  '被羁押人',
  '被拘留人',
  '被查询人',
  '被提取人',
  '当事人',
  '被告人',
  '上诉人',
  '罪犯',
]
export const ACCUSED = `(?:${ACCUSED_WORDS.join('|')})`
const OTHERS = '(?:被害人|被询问人|保证人|证人|辩护人|诉讼代理人|法定代理人|合适成年人|报案人)'

/** Somebody of whom a paper says who he is. */
export type Subject = { readonly name: string; readonly idNo: string | null; readonly accused: boolean }

/** The words that tell who somebody is, from after his name to the end of the sentence. */
export type Description = {
  readonly subject: Subject
  readonly passage: Passage
  readonly nameAt: number
  readonly from: number
  readonly to: number
}

/** Who is spoken of in a paper, and where it says who they are. */
export type Scene = {
  readonly subjects: readonly Subject[]
  readonly descriptions: readonly Description[]
  /** Names that two of them bear. */
  readonly shared: ReadonlySet<string>
}

/** Papers of somebody else: what a witness, a victim or a guarantor says of himself is not said of the accused. */
const OTHERS_PAPERS = new Set(['GA19', 'GA43', 'GA44', 'JC15', 'GA02', 'GA04', 'JC10'])
const LONGEST = 600

export function sceneOf(code: string, paper: Paper): Scene {
  const descriptions = paper.passages.flatMap(passage => descriptionsIn(code, passage))
  const told = descriptions.map(({ subject }) => subject)
  const entries = OTHERS_PAPERS.has(code) ? [] : entriesOf(paper).map(({ name, idNo }) => ({ name, idNo, accused: true }))
  const subjects = unique([...told, ...entries, ...namedIn(paper, [...told, ...entries])])
  return { subjects, descriptions, shared: new Set([...sharedNames(subjects), ...unlike(descriptions)]) }
}

/** Names that two accused bear, by their numbers. */
function sharedNames(subjects: readonly Subject[]): string[] {
  const accused = subjects.filter(one => one.accused)
  return accused.filter(one => accused.some(other => other !== one && other.name === one.name)).map(({ name }) => name)
}

/** Names that are described twice, with different days of birth and no number to tell whether it is one person. */
function unlike(descriptions: readonly Description[]): string[] {
  const births = new Map<string, Set<string>>()
  for (const { subject, passage, from, to } of descriptions.filter(one => one.subject.accused && one.subject.idNo === null)) {
    const day = dayIn(passage.text.slice(from, to))
    const date = day === null ? null : dateOf(day)
    if (date !== null) births.set(subject.name, (births.get(subject.name) ?? new Set()).add(date))
  }
  return [...births].filter(([, dates]) => dates.size > 1).map(([name]) => name)
}

/** The same person told of twice is one; without a number he is the one of that name, where there is only one. */
function unique(found: readonly Subject[]): Subject[] {
  const out: Subject[] = []
  for (const one of [...found].sort((a, b) => Number(b.idNo !== null) - Number(a.idNo !== null))) {
    const same = out.find(other => other.name === one.name && (one.idNo === null || other.idNo === one.idNo))
    if (same === undefined) out.push(one)
    else if (one.accused && !same.accused && one.idNo === same.idNo) out[out.indexOf(same)] = { ...same, accused: true }
  }
  return out
}

const BEGIN = '(?:我叫|对|我的名字叫|兹证明|兹有|本人姓名|本人|姓名)'
const BEFORE = `(?:(?<role>${ACCUSED}|${OTHERS})(?: ?姓名)?|(?:^|[。;:、"“])[: ]{0,3}${BEGIN}?|${BEGIN})[: ]{0,3}`
const ANY_NAME = `(?:[\\u4e00-\\u9fa5]{1,8}(?:·[\\u4e00-\\u9fa5]{1,8}){1,2}|[\\u4e00-\\u9fa5]{2,4}?)`
const DESCRIBED = new RegExp(
  `${BEFORE}(?<name>${ANY_NAME})(?<note> ?\\((?:自报|化名|曾用名|别名|绰号|又名|外号)[^()]{0,40}\\))?(?= ?(?:,? ?\\(? ?(?:性别|男[,、 )]|女[,、 )]|出生日期|公民身份号码|身份证)|,${DAY}(?:出生|生)|,(?:男|女)性?[,。]))`,
  'g',
)

function descriptionsIn(code: string, passage: Passage): Description[] {
  const starts = [...passage.text.matchAll(DESCRIBED)].filter(({ groups }) => groups?.name !== undefined && isName(groups.name))
  return starts.map((match, at) => {
    const { name = '', role } = match.groups ?? {}
    const nameAt = match.index + match[0].length - (match.groups?.note?.length ?? 0) - name.length
    const from = nameAt + name.length
    const to = endOf(passage.text, from, starts[at + 1]?.index ?? passage.text.length)
    const idNo = validId(passage.text.slice(from, to))
    const accused = role === undefined ? !OTHERS_PAPERS.has(code) : new RegExp(ACCUSED).test(role) && !OTHERS_PAPERS.has(code)
    return { subject: { name, idNo, accused }, passage, nameAt, from, to }
  })
}

/** A number whose check digit fails tells nobody from anybody. */
function validId(text: string): string | null {
  const read = readId(new RegExp(ID_NUMBER).exec(text)?.[0] ?? '')
  return read?.valid ? read.idNo : null
}

/** The sentence, or what stands in brackets, that begins after the name. */
function endOf(text: string, from: number, next: number): number {
  const limit = Math.min(next, text.length, from + LONGEST)
  const bracket = /^ ?\((?!自报|化名|曾用名|别名|绰号|又名|外号)/.test(text.slice(from, from + 8))
  let depth = 0
  for (let at = from; at < limit; at++) {
    const sign = text[at]
    if (sign === '(') depth++
    if (sign === ')') depth--
    if ((bracket && depth === 0 && sign === ')') || (depth <= 0 && (sign === '。' || sign === ';'))) return at
  }
  return limit
}

/** What may follow a name that no description follows. */
const AFTER_NAME =
  '(?=涉嫌|犯|因|于|的|在|到|自|与|和|及|被|至|驾驶|危险驾驶|一案|签名|知悉|,|、|。|:|;|\\(|\\)| |$|对|提|明知|违反|系|盗窃|诈骗|故意|寻衅|交通|帮助|开设|掩饰|到案|认罪|归案|主动|伙同|如实|以|将|承认|送|执行|取保|作出|之|有|拘役|有期徒刑|管制|罚金|无期徒刑|危险|归案|经|应|向|均|曾|所|供|辩|认|自|以及|共同)'
const NAMED = new RegExp(`(?:${ACCUSED}|对)[: ]{0,2}(?<name>${NAME})(?<more>(?:[、和]${NAME}){0,20})${AFTER_NAME}`, 'g')
/** Somebody of whom nothing else is known may stand behind the word; these begin no name. */
const UNKNOWN = new RegExp(`${ACCUSED}(?![于向应成经对在时])(?=(${NAME})${AFTER_NAME})`, 'g')
const ADDRESSED = new RegExp(`^(?<name>${NAME}) ?:$`)
const SUSPECTED = new RegExp(`(?:^|[:,。、]|决定对|侦查的|查明|侦查|审查的)(?<name>${NAME})(?=涉嫌 ?${CRIME})`, 'g')

/** Accused of whom the paper gives the name only, by the word before it or by a field. */
function namedIn({ passages }: Paper, known: readonly Subject[]): Subject[] {
  const names = new Set<string>()
  for (const { text } of passages) {
    for (const pattern of [NAMED, SUSPECTED])
      for (const { groups } of text.matchAll(pattern))
        for (const name of [groups?.name ?? '', ...(groups?.more ?? '').split(/[、和]/)]) names.add(name)
    const addressed = ADDRESSED.exec(text.trim())?.groups?.name
    if (addressed !== undefined) names.add(addressed)
  }
  const others = new Set(known.filter(({ accused }) => !accused).map(({ name }) => name))
  return [...names]
    .filter(name => isName(name) && !others.has(name) && !LABEL_WORDS.includes(name) && !isPartOf(name, known))
    .map(name => ({ name, idNo: null, accused: true }))
}

/** 林志 is no other person than 林志远. */
const isPartOf = (name: string, known: readonly Subject[]): boolean =>
  known.some(one => one.name !== name && (one.name.startsWith(name) || name.startsWith(one.name)))

/** The person as the whole paper knows him: by his number, where it stands somewhere else than his name. */
export const known = ({ subjects, shared }: Scene, one: Subject): Subject =>
  one.idNo !== null || shared.has(one.name)
    ? one
    : (subjects.find(other => other.name === one.name && other.accused === one.accused) ?? one)

export const aboutOf = ({ name, idNo }: Subject): About => (idNo === null ? { name } : { name, idNo })

/**
 * Of whom the words from `from` to `to` speak: those named there; else whoever the text tells of so far; else the only accused of
 * the paper. Nobody where that cannot be told, as for a name that two bear.
 */
export function whoIn(scene: Scene, passage: Passage, from: number, to: number): readonly Subject[] {
  const accused = scene.subjects.filter(one => one.accused)
  const sentence = passage.text.slice(startOfSentence(passage.text, from), to)
  const named = accused.filter(({ name }) => sentence.includes(name))
  if (named.length > 0) {
    const clear = named.filter(one => !scene.shared.has(one.name) || (one.idNo !== null && sentence.includes(one.idNo)))
    return clear.length > 0 ? clear : ownerOf(scene, passage, from)
  }
  if ([...sentence.matchAll(UNKNOWN)].some(([, name = '']) => isName(name))) return []
  const before = lastNamed(scene, accused, passage, startOfSentence(passage.text, from))
  if (before !== null) return before
  return accused.length === 1 ? accused : []
}

/** Whom the sentences before in the same paragraph speak of; nobody where the nearest names several, or a name that two bear. */
function lastNamed(scene: Scene, accused: readonly Subject[], passage: Passage, from: number): readonly Subject[] | null {
  for (let end = from; end > 0; ) {
    const start = startOfSentence(passage.text, end - 1)
    const sentence = passage.text.slice(start, end)
    const named = accused.filter(({ name }) => sentence.includes(name))
    if (named.some(({ name }) => scene.shared.has(name))) return ownerOf(scene, passage, from)
    if (named.length > 0) return named.length === 1 ? named : []
    end = start
  }
  return null
}

const startOfSentence = (text: string, at: number): number => Math.max(text.lastIndexOf('。', at - 1), text.lastIndexOf(';', at - 1)) + 1

/** The person whose description the words follow in the same paragraph. */
function ownerOf(scene: Scene, passage: Passage, at: number): readonly Subject[] {
  const last = scene.descriptions.findLast(one => one.passage === passage && one.nameAt <= at)
  return last?.subject.accused ? [known(scene, last.subject)] : []
}
