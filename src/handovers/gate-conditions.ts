import { CIRCUMSTANCES } from '../cases/circumstances.ts'
import { isDrunkDriving } from '../cases/conditions.ts'
import { isInCustody, isOnBail } from '../cases/measures.ts'
import type { CaseFacts, CasePerson } from '../cases/model.ts'
import type { Bilingual, DocumentType } from '../domain/codes.ts'
import { dayOf } from '../domain/legal-date.ts'

/** Whether a conditional paper is asked for, and if not, why: "not applicable" is decided by data alone. */
export type Applies = { readonly applies: true } | { readonly applies: false; readonly reason: Bilingual }

type Input = { readonly facts: CaseFacts; readonly person: CasePerson | null; readonly type: DocumentType }

const yes: Applies = { applies: true }
const no = (zh: string, en: string): Applies => ({ applies: false, reason: { zh, en } })
const when = (holds: boolean, zh: string, en: string): Applies => (holds ? yes : no(zh, en))
const measureIs = (person: CasePerson | null, ...codes: string[]): boolean => person?.measure != null && codes.includes(person.measure.code)
const declared = (facts: CaseFacts, code: string): boolean => facts.circumstances.includes(code)

const DRIVING_CHARGES = new Set(['X001', 'X002', 'X003'])
const ADULT_AGE = 18

/** A procuratorate's own bail decision; the rapid drunk-driving mechanism lets the earlier bail go on (高检发办字〔2023〕187号, article to be verified). */
function bailPaper({ facts, person, type }: Input): Applies {
  if (person === null || !isOnBail(person)) return no('未取保候审', 'not on bail')
  if (type.producer !== 'procuratorate' || person.measure?.decidedByType === 'procuratorate') return yes
  return when(!isDrunkDriving(facts), '醉驾快速办理，沿用原取保候审', 'rapid drunk-driving mechanism: the earlier bail goes on')
}

/** A year of age is full on the day after the birthday, as Shanghai counts days. Source: 法释〔2006〕1号 art. 2. */
const juvenileAt = (person: CasePerson | null, at: Date): boolean =>
  person?.birthDate != null && dayOf(at) <= `${Number(person.birthDate.slice(0, 4)) + ADULT_AGE}${person.birthDate.slice(4)}`

const happened = (facts: CaseFacts, name: string): boolean => facts.events.some(({ names }) => names.includes(name))

const hasCounsel = ({ facts, person }: Input): boolean => person?.counsel === 'defence' || declared(facts, 'lawyerRetained')

/** Conditions that follow from the case's own facts. */
const FROM_FACTS: Readonly<Record<string, (input: Input) => Applies>> = {
  'on bail': bailPaper,
  'bail by guarantor': ({ person }) => when(measureIs(person, '02'), '非保证人取保', 'no guarantor'),
  'bail by money': ({ person }) => when(measureIs(person, '03'), '非保证金取保', 'no bail money'),
  'under surveillance': ({ person }) => when(measureIs(person, '04', '05'), '未监视居住', 'not under surveillance'),
  appeal: ({ facts }) => when(happened(facts, 'appealFiled'), '无上诉', 'no appeal'),
  protest: ({ facts }) => when(happened(facts, 'protestFiled'), '无抗诉', 'no protest'),
  detained: ({ person }) => when(measureIs(person, '06', '07'), '未拘留', 'not detained'),
  arrested: ({ person }) => when(measureIs(person, '07'), '未逮捕', 'not arrested'),
  'in custody': ({ person }) => when(person !== null && isInCustody(person), '未羁押', 'not in custody'),
  admits: ({ facts, person }) => when(person?.pleads === true || facts.track48?.state === 'open', '未认罪认罚', 'no plea'),
  'admits and not exempt': ({ person }) => when(person?.pleads === true, '未认罪认罚', 'no plea'),
  'drunk driving': ({ facts }) => when(isDrunkDriving(facts), '非醉驾案件', 'not a drunk-driving case'),
  'driving offence': ({ facts }) => when(DRIVING_CHARGES.has(facts.chargeCode), '非交通类案件', 'not a driving offence'),
  juvenile: ({ facts, person }) => when(juvenileAt(person, facts.openedAt), '成年人', 'an adult'),
  'no counsel': input => when(!hasCounsel(input), '已有辩护人', 'has counsel'),
  'no counsel; else counsel opinion in JC14': input => when(!hasCounsel(input), '已有辩护人，意见见 JC14', 'has counsel: opinion in JC14'),
  'has victim (else before G4B)': ({ facts }) => when(declared(facts, 'hasVictim'), '无被害人', 'no victim'),
  'suspension or control suggested and assessment commissioned': ({ facts }) =>
    when(declared(facts, 'assessmentCommissioned'), '未委托调查评估', 'no assessment commissioned'),
}

const CODE_OF_CONDITION = new Map(CIRCUMSTANCES.map(({ condition, code, zh, en }) => [condition, { code, zh, en }]))

/** Whether a conditional paper of the document table is asked for in this case and of this person. */
export function conditionApplies(condition: string, input: Input): Applies {
  const rule = FROM_FACTS[condition]
  if (rule) return rule(input)
  // One word of the table for several papers: only the police declare their experiments.
  const isOther = condition === 'made' && input.type.producer !== 'publicSecurity'
  const circumstance = isOther ? undefined : CODE_OF_CONDITION.get(condition)
  if (circumstance) return when(declared(input.facts, circumstance.code), `未登记：${circumstance.zh}`, `not declared: ${circumstance.en}`)
  return no('未发生该情形', 'this did not happen in the case')
}
