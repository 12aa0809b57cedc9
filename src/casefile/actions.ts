import { type CaseRelation, can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { actionOf } from '../cases/commands.ts'
import type { CaseFacts, Field } from '../cases/model.ts'
import { decide } from '../cases/rules.ts'
import type { Transition } from '../cases/transition.ts'
import { TRANSITIONS, transitionOf } from '../cases/transitions.ts'
import { agencyOf, type Bilingual } from '../domain/codes.ts'
import { refusalText } from '../domain/conflict-reasons.ts'
import type { Refusal } from '../domain/problem.ts'
import { problemText } from '../domain/problem-codes.ts'
import { isClosed } from '../domain/stages.ts'
import type { HandOverRow } from '../handovers/entities.ts'
import { LEG_RULES, LEGS, type Leg, type LegRule } from '../handovers/legs.ts'

export type ActionKind =
  | 'act'
  | 'upload'
  | 'prepareHandOver'
  | 'send'
  | 'recall'
  | 'receive'
  | 'accept'
  | 'requestSupplement'
  | 'return'
  | 'answerSupplement'
  | 'requestRebind'
  | 'answerRebind'
  | 'assign'
  | 'split'
  | 'merge'

/** A button: there only for whom it is; blocked ones say why and by which article. */
export type ActionView = Bilingual & {
  readonly act: string
  readonly kind: ActionKind
  readonly handOverId: string | null
  readonly casePersonId: string | null
  /** Not what usually comes next. */
  readonly seldom: boolean
  /** Moves the case on. */
  readonly onward: boolean
  readonly blocked: (Bilingual & { readonly code: string; readonly basis: string | null }) | null
  readonly fields: readonly Field[]
}

type Input = {
  readonly actor: Actor
  readonly relation: CaseRelation
  readonly facts: CaseFacts
  readonly openHandOver: HandOverRow | null
  readonly now: Date
}

const OCCURRED: Field = {
  name: 'occurredAt',
  kind: 'dateTime',
  zh: '发生时间',
  en: 'Time of the event',
  required: false,
  hint: '以法律文书载明的时间为准，留空为现在',
}
const REASON: Field = { name: 'reason', kind: 'longText', zh: '理由', en: 'Reason', required: true }
const BASIS: Field = { name: 'basis', kind: 'text', zh: '法律依据', en: 'Legal basis', required: true }
const NOTE: Field = { name: 'note', kind: 'longText', zh: '备注', en: 'Note', required: false }
const PERSONS: Field = { name: 'persons', kind: 'persons', zh: '人员', en: 'Persons', required: true }
const CODES: Field = { name: 'documentCodes', kind: 'documentCodes', zh: '需补充的材料', en: 'Papers asked for', required: true }
const DUE: Field = { name: 'dueOn', kind: 'date', zh: '补充期限', en: 'Due', required: true }
const AT_LARGE: Field = { name: 'persons', kind: 'persons', zh: '不在案人员', en: 'Who is at large', required: false }
const OUTCOME: Field = {
  name: 'outcome',
  kind: 'choice',
  zh: '退回情形',
  en: 'Ground',
  required: true,
  options: [
    { value: 'RETURNED_NO_JURISDICTION', zh: '不属本院管辖', en: 'No jurisdiction' },
    { value: 'RETURNED_PERSON_AT_LARGE', zh: '犯罪嫌疑人（被告人）不在案', en: 'Accused at large' },
    { value: 'RETURNED_NOT_PROSECUTABLE', zh: '依法不追究刑事责任', en: 'Not prosecutable (CPL 16)' },
  ],
}

/** All buttons of one person on one case, from the transition table, the hand-over's state and the access table. */
export function actionsFor(input: Input): ActionView[] {
  return [
    ...actActions(input),
    ...joinAction(input),
    ...uploadAction(input),
    ...prepareActions(input),
    ...handOverActions(input),
    ...partActions(input),
  ]
}

const blockedBy = ({ code, basis, facts }: Refusal): ActionView['blocked'] => {
  const { zh, en } = refusalText(code, facts)
  const day = typeof facts.effectiveOn === 'string' ? facts.effectiveOn : null
  return day
    ? { code, basis, zh: `上诉、抗诉期未满，${day} 起可办理`, en: `The appeal period runs: possible from ${day}` }
    : { code, basis, zh, en }
}

function mayTake({ actor }: Input, row: Transition): boolean {
  return row.agency.includes(actor.agencyType) && row.who.some(role => actor.roles.includes(role))
}

function actActions(input: Input): ActionView[] {
  return TRANSITIONS.filter(row => row.by === 'act' && mayTake(input, row) && maySee(input, row)).flatMap(row => {
    const targets = row.unit === 'person' ? input.facts.persons.map(({ id }) => id) : [null]
    return targets.flatMap(casePersonId => actAction(input, row, casePersonId))
  })
}

const maySee = ({ actor, relation }: Input, row: Transition): boolean => can(actor, actionOf(row, relation), relation) === 'allowed'

/** A step that does not fit this case or person at all is no button; one that is only too early or lacks something is, with its reason. */
const NOT_APPLICABLE: ReadonlySet<string> = new Set([
  'transition-not-allowed',
  'not-a-juvenile',
  'done-already',
  'arrest-not-approved',
  'recall-not-asked',
  'measure-in-force',
  'not-appealed',
  'nothing-to-serve',
  'no-correction',
])

function actAction({ actor, facts, now }: Input, row: Transition, casePersonId: string | null): ActionView[] {
  const decision = decide(
    facts,
    { act: row.act, occurredAt: now, casePersonId, byAgency: actor.agency, byAgencyType: actor.agencyType, data: {} },
    now,
  )
  const hidden = !decision.ok && (NOT_APPLICABLE.has(decision.code) || NOT_APPLICABLE.has(String(decision.facts.reason)))
  if (hidden) return []
  const blocked = decision.ok || decision.code === 'fact-required' ? null : blockedBy(decision)
  const fields = row.act === 'takeEffect' ? [] : [OCCURRED, ...row.fields]
  return [
    {
      act: row.act,
      zh: row.zh,
      en: row.en,
      kind: 'act',
      handOverId: null,
      casePersonId,
      seldom: row.seldom ?? false,
      onward: row.to !== null,
      blocked,
      fields,
    },
  ]
}

/** Adding a suspect has a form of its own. */
function joinAction(input: Input): ActionView[] {
  const row = transitionOf('joinPerson')
  const open =
    can(input.actor, 'case.card.edit', input.relation) === 'allowed' && mayTake(input, row) && row.from.includes(input.facts.stage)
  return open
    ? [
        {
          act: row.act,
          zh: row.zh,
          en: row.en,
          kind: 'act',
          handOverId: null,
          casePersonId: null,
          seldom: false,
          onward: input.facts.persons.length === 0,
          blocked: null,
          fields: [],
        },
      ]
    : []
}

/** What hands the file on or answers one; what takes it back or adds to it does not move the case. */
const ONWARD: ReadonlySet<ActionKind> = new Set(['prepareHandOver', 'send', 'receive', 'accept', 'answerSupplement', 'answerRebind'])

const button = (
  kind: ActionKind,
  zh: string,
  en: string,
  fields: readonly Field[],
  handOverId: string | null,
  blocked: ActionView['blocked'] = null,
): ActionView => ({
  act: kind,
  zh,
  en,
  kind,
  handOverId,
  casePersonId: null,
  seldom: false,
  onward: ONWARD.has(kind),
  blocked,
  fields,
})

const CLOSED_WHILE: Readonly<Record<string, true>> = { sent: true, checked: true, delivered: true, received: true, faulty: true }

function uploadAction({ actor, relation, openHandOver }: Input): ActionView[] {
  if (can(actor, 'dossier.upload', relation) !== 'allowed') return []
  const closed = openHandOver !== null && CLOSED_WHILE[openHandOver.state]
  const { zh, en } = problemText('hand-over-open')
  return [button('upload', '导入材料', 'Import files', [], null, closed ? { code: 'hand-over-open', zh, en, basis: null } : null)]
}

/** The ways that the table opens from here, each for whom its sender may name; one that the law closes says so. */
function prepareActions(input: Input): ActionView[] {
  const { actor, relation, openHandOver } = input
  if (openHandOver !== null || can(actor, 'handover.prepare', relation) !== 'allowed') return []
  return LEG_RULES.flatMap(([leg, rule]) => (rule.from === actor.agencyType ? prepareAction(input, leg, rule) : []))
}

/** A way that leaves the stage as it is, such as a request for arrest, is the next step only while the period that it answers runs. */
const movesOn = ({ to, keeps }: Transition, { periods }: CaseFacts): boolean =>
  to !== null || keeps === undefined || periods.some(({ code, endedAt }) => endedAt === null && keeps.includes(code))

function prepareAction({ actor, facts, now }: Input, leg: Leg, rule: LegRule): ActionView[] {
  const row = transitionOf(rule.send)
  const targets = row.unit === 'person' ? facts.persons.map(({ id }) => id) : [null]
  const decisions = targets.map(casePersonId =>
    decide(facts, { act: row.act, occurredAt: now, casePersonId, byAgency: actor.agency, byAgencyType: actor.agencyType, data: {} }, now),
  )
  const refusals = decisions.flatMap(decision => (decision.ok ? [] : [decision]))
  const isOpen = refusals.length < decisions.length
  const isHidden = ({ code, facts: why }: Refusal): boolean => code === 'transition-not-allowed' || why.reason !== undefined
  if (!isOpen && refusals.every(isHidden)) return []
  const [first] = refusals
  const receiver: Field = { name: 'toAgency', kind: 'agency', zh: '接收单位', en: 'Receiver', required: true, hint: rule.to.join('|') }
  const fields = row.unit === 'person' ? [PERSONS, receiver, NOTE] : [receiver, NOTE]
  const blocked = !isOpen && first ? blockedBy(first) : null
  return [
    {
      ...button('prepareHandOver', `准备${rule.zh}`, `Prepare: ${rule.en.toLowerCase()}`, fields, null, blocked),
      act: leg,
      seldom: row.seldom ?? false,
      onward: movesOn(row, facts),
    },
  ]
}

const MERGED: Field = {
  name: 'platformNo',
  kind: 'text',
  zh: '并入本案的案件（平台编号）',
  en: 'Case to be merged into this one (platform number)',
  required: true,
}

/** Splitting and merging, for who signs for the holder; nothing may be half done meanwhile. */
function partActions({ actor, relation, facts, openHandOver }: Input): ActionView[] {
  const open = facts.persons.filter(({ stage }) => !isClosed(stage)).length
  const takes = transitionOf('splitOff').who.some(role => actor.roles.includes(role))
  if (!takes || open === 0 || can(actor, 'case.part', relation) !== 'allowed') return []
  const { zh, en } = problemText('case-has-open-matters')
  const blocked = openHandOver === null ? null : { code: 'case-has-open-matters', zh, en, basis: null }
  const seldom = (view: ActionView): ActionView => ({ ...view, seldom: true })
  return [
    ...(open > 1 ? [seldom(button('split', '分案', 'Split off', [PERSONS, REASON], null, blocked))] : []),
    seldom(button('merge', '并案', 'Merge a case into this one', [MERGED, REASON], null, blocked)),
  ]
}

/** The buttons of an open hand-over, for its sender and its receiver. */
export function handOverActions(input: Input): ActionView[] {
  const { openHandOver: row, actor } = input
  if (row === null) return []
  const mine = row.fromAgency === actor.agency ? senderActions(input, row) : []
  return row.toAgency === actor.agency ? [...mine, ...receiverActions(input, row)] : mine
}

function senderActions({ actor, relation }: Input, row: HandOverRow): ActionView[] {
  const maySend =
    can(actor, 'handover.send', relation) === 'allowed' && transitionOf(LEGS[row.leg].send).who.some(role => actor.roles.includes(role))
  const mayPrepare = can(actor, 'handover.prepare', relation) === 'allowed'
  const { zh, en } = problemText('second-person-required')
  const samePerson = row.preparedBy === actor.userId ? { code: 'second-person-required', zh, en, basis: '经办、审批分离' } : null
  const { zh: gateZh, en: gateEn } = problemText('gate-not-passed')
  const gate = row.gate && !row.gate.passed ? { code: 'gate-not-passed', zh: gateZh, en: gateEn, basis: '规则 第156条' } : null
  const leg = LEGS[row.leg]
  if (row.state === 'draft')
    return [
      ...(maySend ? [button('send', leg.zh, leg.en, [OCCURRED], row.id, samePerson ?? gate)] : []),
      ...(mayPrepare ? [button('recall', '取消草稿', 'Drop the draft', [REASON], row.id)] : []),
    ]
  if (!maySend) return []
  const answer = row.state === 'supplement' ? [button('answerSupplement', '提交补充材料', 'Send the supplement', [], row.id)] : []
  const again = row.state === 'rebind' ? [button('answerRebind', '重新装订后移送', 'Send it bound anew', [], row.id)] : []
  return [...answer, ...again, button('recall', '撤回移送', 'Recall', [REASON], row.id)]
}

/** Whom a receiver names as case officer. */
const CASE_OFFICER: Readonly<Record<string, string>> = {
  publicSecurity: 'PO',
  procuratorate: 'PP',
  court: 'CJ',
  detention: 'DO',
  prison: 'DO',
  communityCorrection: 'JB',
}

function receiverActions({ actor, relation, facts }: Input, row: HandOverRow): ActionView[] {
  if (can(actor, 'handover.accept', relation) !== 'allowed') return []
  if (row.state === 'delivered') return [button('receive', '签收', 'Sign for receipt', [OCCURRED], row.id)]
  if (row.state !== 'received') return []
  const accept = transitionOf(LEGS[row.leg].accept)
  const staff: Field = {
    name: 'assignTo',
    kind: 'staff',
    zh: '承办人',
    en: 'Case officer',
    required: true,
    hint: CASE_OFFICER[agencyOf(row.toAgency).type] ?? '',
  }
  const fields = [OCCURRED, staff, ...accept.fields, NOTE]
  return [
    button('accept', accept.zh, accept.en, fields, row.id),
    button('requestRebind', '要求重新装订', 'Ask to bind anew', [DUE, REASON, BASIS], row.id),
    button('requestSupplement', '要求补充材料', 'Ask to supplement', [CODES, DUE, REASON, BASIS], row.id),
    ...(LEGS[row.leg].return === null
      ? []
      : [button('return', '退回', 'Return', [OUTCOME, ...(facts.persons.length > 1 ? [AT_LARGE] : []), REASON, BASIS], row.id)]),
  ]
}
