import { Type } from 'typebox'
import { Value } from 'typebox/value'
import levelTable from './letter-levels.json' with { type: 'json' }
import type { LetterLevel } from './model.ts'

const Within = Type.Object({
  value: Type.Integer({ minimum: 0 }),
  unit: Type.Union([Type.Literal('hour'), Type.Literal('day'), Type.Literal('workingHour'), Type.Literal('workingDay')]),
})
const OptionalWithin = Type.Union([Within, Type.Null()])
const Named = { zh: Type.String(), en: Type.String() }

const LevelRule = Type.Object({
  ...Named,
  level: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
  code: Type.String(),
  /** How the number begins: 督办〔2026〕350500-0003号. */
  series: Type.String(),
  colour: Type.String(),
  demand: Type.Object(Named),
  /** A letter that a supervisor signs waits this long for it; null: issued by the system at once. */
  signWithin: OptionalWithin,
  /** Issued by itself where nobody signs in time and a person is in custody. */
  custodyAutoIssue: Type.Boolean(),
  to: Type.Array(Type.String()),
  cc: Type.Array(Type.String()),
  custodyCc: Type.Array(Type.String()),
  ackWithin: Within,
  feedbackWithin: OptionalWithin,
  custodyFeedbackWithin: OptionalWithin,
})
export type LevelRule = Type.Static<typeof LevelRule>

const Table = Type.Object({
  office: Type.Array(Type.Object({ from: Type.String(), to: Type.String() }), { minItems: 1 }),
  returnsAtMost: Type.Integer(),
  disputeCheckWithin: Within,
  caseReviewWithinDays: Type.Integer(),
  levels: Type.Array(LevelRule),
  causes: Type.Array(Type.Object({ code: Type.String(), ...Named })),
})

/** Levels, office hours and cause codes of the letters: configuration. Source: alerts table of the committee's mechanism, to be confirmed locally. */
export const LETTER_TABLE = Value.Parse(Table, Value.Clean(Table, structuredClone(levelTable)))

const BY_LEVEL = new Map(LETTER_TABLE.levels.map(rule => [rule.level, rule]))

/** The rule of a level. @throws RangeError */
export function levelRule(level: LetterLevel): LevelRule {
  const rule = BY_LEVEL.get(level)
  if (rule === undefined) throw new RangeError(`unknown letter level ${level}`)
  return rule
}

export const isCause = (code: string): boolean => LETTER_TABLE.causes.some(cause => cause.code === code)
