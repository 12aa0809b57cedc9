import { type Decision, refuse } from '../domain/problem.ts'
import { isOnBail, returnsForSupplement } from './conditions.ts'
import type { CaseChange, CaseCommand, CaseFacts, CasePerson, PersonPatch, Procedure } from './model.ts'

type Patch = { readonly person?: PersonPatch; readonly case?: CaseChange['casePatch'] }

/** What an act changes besides stage, holder and periods. `person` is each person the act concerns. */
type EffectRule = (input: {
  readonly facts: CaseFacts
  readonly person: CasePerson | null
  readonly command: CaseCommand
}) => Decision<Patch>

const change = (patch: Patch): Decision<Patch> => ({ ok: true, change: patch })

const asInteger = (value: unknown): number => (typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : Number.NaN)

const asProcedure = (value: unknown): Procedure | null =>
  value === 'fastTrack' || value === 'summary' || value === 'ordinary' ? value : null

const MOST_RETURNS = 2
const DETENTION = '06'
const ARREST = '07'

function custody(person: CasePerson | null, command: CaseCommand, code: string, basis: string): Decision<Patch> {
  if (person?.measure?.code === code || person?.measure?.code === ARREST) return refuse('state-conflict', basis, { reason: 'done-already' })
  const { byAgency, byAgencyType, occurredAt, data } = command
  return change({
    person: {
      measure: {
        code,
        decidedBy: byAgency,
        decidedByType: byAgencyType,
        from: occurredAt,
        docNo: typeof data.docNo === 'string' ? data.docNo : null,
      },
    },
  })
}

/** One way only: never back to fast-track; the 48-hour track ends with it, as converted and not as late. CPL 226; SPC 368, 375. */
function convert(facts: CaseFacts, { occurredAt, data }: CaseCommand, procedure: Procedure): Decision<Patch> {
  if (typeof data.reason !== 'string') return refuse('fact-required', '刑事诉讼法 第226条', { field: 'reason' })
  const open = facts.track48?.state === 'open' ? facts.track48 : null
  return change({ case: { procedure, ...(open ? { track48: { ...open, state: 'converted', closedAt: occurredAt } } : {}) } })
}

const EFFECTS = {
  openTrack48: ({ command }) => change({ case: { track48: { arrivedAt: command.occurredAt, state: 'open', closedAt: null } } }),

  // One agency bails once, for twelve months at most (CPL 79); the next agency decides anew.
  bail: ({ person, command }) => {
    if (person && isOnBail(person) && person.measure?.decidedBy === command.byAgency)
      return refuse('state-conflict', '刑事诉讼法 第79条', { reason: 'done-already' })
    const { measure, docNo } = command.data
    if (measure !== '02' && measure !== '03') return refuse('fact-required', null, { field: 'measure' })
    const { byAgency, byAgencyType, occurredAt } = command
    return change({
      person: {
        measure: {
          code: measure,
          decidedBy: byAgency,
          decidedByType: byAgencyType,
          from: occurredAt,
          docNo: typeof docNo === 'string' ? docNo : null,
        },
      },
    })
  },

  detention: ({ person, command }) => custody(person, command, DETENTION, '刑事诉讼法 第82条'),
  arrest: ({ person, command }) => custody(person, command, ARREST, '刑事诉讼法 第80、90条'),

  // One request at a time; a person under arrest is not arrested again.
  arrestRequest: ({ facts, person }) => {
    const pending = facts.periods.some(
      ({ code, casePersonId, endedAt }) => code.startsWith('ARREST_REVIEW') && casePersonId === person?.id && endedAt === null,
    )
    return pending || person?.measure?.code === ARREST
      ? refuse('state-conflict', '刑事诉讼法 第87条', { reason: 'done-already' })
      : change({})
  },

  convertToSummary: ({ facts, command }) => convert(facts, command, 'summary'),
  convertToOrdinary: ({ facts, command }) => convert(facts, command, 'ordinary'),

  // CPL 174: without counsel or duty lawyer present there is no undertaking.
  undertaking: ({ person, command }) => {
    if (person?.pleads && person.counsel) return refuse('state-conflict', '刑事诉讼法 第174条', { reason: 'done-already' })
    const { counsel, fastTrackConsent } = command.data
    if (counsel !== 'dutyLawyer' && counsel !== 'defence') return refuse('fact-required', '刑事诉讼法 第174条', { field: 'counsel' })
    return change({ person: { pleads: true, fastTrackConsent: fastTrackConsent === true, counsel } })
  },

  supplementaryReturn: ({ facts }) =>
    returnsForSupplement(facts) < MOST_RETURNS ? change({}) : refuse('supplement-returns-used-up', '刑事诉讼法 第175条第3款；规则 第346条'),

  defendant: () => change({ person: { role: 'defendant' } }),
  suspect: () => change({ person: { role: 'suspect' } }),

  procedure: ({ command }) => {
    const procedure = asProcedure(command.data.procedure)
    return procedure === null
      ? refuse('fact-required', '法释〔2021〕1号 第359、369条', { field: 'procedure' })
      : change({ case: { procedure } })
  },

  sentence: ({ command: { data } }) => {
    const sentence = {
      principal: String(data.principal),
      principalMonths: asInteger(data.principalMonths),
      suspensionMonths: asInteger(data.suspensionMonths),
      fineYuan: asInteger(data.fineYuan),
    }
    const missing = Object.entries(sentence).find(([, value]) => Number.isNaN(value))
    if (missing) return refuse('fact-required', null, { field: missing[0] })
    return change({ person: { sentence } })
  },

  servedOnPerson: ({ command }) => change({ person: { servedOnPersonAt: command.occurredAt } }),
  servedOnProcuratorate: ({ facts, command }) =>
    facts.servedOnProcuratorateAt
      ? refuse('state-conflict', '刑事诉讼法 第202条', { reason: 'done-already' })
      : change({ case: { servedOnProcuratorateAt: command.occurredAt } }),
  convict: () => change({ person: { role: 'convict' } }),
} satisfies Record<string, EffectRule>

export type Effect = keyof typeof EFFECTS
export const effectOf = (effect: Effect): EffectRule => EFFECTS[effect]
