import { type Candidate, type CardField, type CardStage, type FieldState, type FieldValue, producerOf, type ValueSource } from './model.ts'
import { isEqual, sameIn } from './same-value.ts'

/** Below it a reading is shown among the others and contradicts nobody. */
const SURE = 0.8
/** An inherited value stands by itself from here on (case-card §3). */
const CERTAIN = 0.95
const MOST_ALTERNATIVES = 8

/**
 * What one field of a card becomes from all that is said of it (case-card §3); null: it stays as it is. What a person has settled
 * stands: whatever is new and says otherwise makes it a conflict, and legal evaluation is proposed and never contradicted.
 */
export function decideField(
  field: CardField,
  stage: CardStage,
  now: FieldValue | null,
  candidates: readonly Candidate[],
): FieldValue | null {
  const ranked = candidates.filter(({ value }) => value !== null).toSorted((a, b) => trustIn(field, b.source) - trustIn(field, a.source))
  if (ranked.length === 0) return null
  if (now === null || !isSettled(now)) return unsettled(field, stage, now, ranked)
  return settled(field, now, ranked)
}

/** A person has typed, confirmed or chosen it. */
export const isSettled = ({ state, typed }: Pick<FieldValue, 'state' | 'typed'>): boolean =>
  typed || state === 'confirmed' || state === 'overridden'

/** Whether a value counts as filled: it stands, whether or not somebody looked at it. */
export const isFilled = (state: FieldState): boolean => state === 'auto' || state === 'confirmed' || state === 'overridden'

/**
 * How far a source is believed. Identity: verified registry, then the paper on the person, then the earlier card, then the agency's own
 * system and what was entered at intake, then other papers. Facts of the procedure: the signed paper, the event, the card.
 */
export function trustIn({ nature, papers }: CardField, { kind, documentCode, engine, confidence = 1 }: ValueSource): number {
  if (kind === 'extracted' && confidence < SURE) return 10 + confidence
  const isTelling = documentCode !== undefined && papers.includes(documentCode)
  const order: Readonly<Record<ValueSource['kind'], number>> =
    nature === 'identity'
      ? { external: engine === 'registry' ? 60 : 35, inherited: 40, computed: 33, entered: 34, extracted: isTelling ? 50 : 20 }
      : { computed: 40, inherited: 35, external: 33, entered: 34, extracted: isTelling ? (nature === 'procedure' ? 45 : 30) : 15 }
  return order[kind] + confidence
}

/** By itself a value stands only where nobody's judgment is in it: never a reading of a paper, never legal evaluation. */
function standsAlone({ nature }: CardField, { kind, engine, confidence = 1 }: ValueSource): boolean {
  // What an agency entered here or in its own system is its own judgment already.
  if (kind === 'entered' || (kind === 'external' && engine !== 'registry')) return true
  return nature !== 'evaluation' && kind !== 'extracted' && confidence >= CERTAIN
}

function unsettled(field: CardField, stage: CardStage, now: FieldValue | null, ranked: readonly Candidate[]): FieldValue | null {
  const [first] = ranked
  if (first === undefined) return null
  const best = bestOf(field, stage, ranked) ?? first
  const others = distinct(field, ranked, best)
  const isContradicted = field.nature !== 'evaluation' && others.some(({ source }) => isSure(source)) && isSure(best.source)
  const state: FieldState = isContradicted
    ? 'conflict'
    : best.source.kind === 'entered'
      ? 'confirmed'
      : standsAlone(field, best.source)
        ? 'auto'
        : 'proposed'
  const next = {
    path: best.path,
    value: best.value,
    state,
    source: best.source,
    alternatives: others,
    reason: null,
    typed: best.source.kind === 'entered',
  }
  return now !== null && isSame(now, next) ? null : next
}

/** Of equal values the one that may stand by itself is kept; of evaluation one's own agency's paper or entry comes first. */
function bestOf(field: CardField, stage: CardStage, ranked: readonly Candidate[]): Candidate | undefined {
  const [first] = ranked
  if (first === undefined) return undefined
  const own = field.nature === 'evaluation' ? ranked.find(({ source }) => isOwn(field, stage, source)) : undefined
  const chosen = own ?? first
  const equal = ranked.filter(({ value, source }) => sameIn(field.key, value, chosen.value) && standsAlone(field, source))
  // What came from the agency's own system nobody typed here.
  return equal.find(({ source }) => source.kind === 'external') ?? equal[0] ?? chosen
}

const isOwn = ({ papers }: CardField, stage: CardStage, { kind, documentCode = '' }: ValueSource): boolean =>
  kind === 'entered' || kind === 'external' || (kind === 'extracted' && papers.includes(documentCode) && producerOf(documentCode) === stage)

const isSure = ({ kind, confidence = 1 }: ValueSource): boolean => kind !== 'extracted' || confidence >= SURE

function distinct({ key }: CardField, ranked: readonly Candidate[], best: Candidate): FieldValue['alternatives'] {
  const others: { value: Candidate['value']; source: ValueSource }[] = []
  for (const { value, source } of ranked) {
    if (sameIn(key, value, best.value) || others.some(one => sameIn(key, one.value, value)) || others.length >= MOST_ALTERNATIVES) continue
    others.push({ value, source })
  }
  return others
}

/** Events go on happening: what they make of a field replaces what they made of it before, unless somebody typed over it. */
function settled(field: CardField, now: FieldValue, ranked: readonly Candidate[]): FieldValue | null {
  const event = ranked.find(({ source }) => source.kind === 'computed')
  if (now.source.kind === 'computed' && !now.typed && event !== undefined && !sameIn(field.key, event.value, now.value))
    return { ...now, value: event.value, source: event.source, state: 'auto', reason: null }
  const news = ranked.filter(
    ({ value }) => !sameIn(field.key, value, now.value) && !now.alternatives.some(one => sameIn(field.key, one.value, value)),
  )
  if (news.length === 0) return null
  const [latest] = news
  if (latest === undefined) return null
  const alternatives = [...distinct(field, news, { path: now.path, value: now.value, source: now.source }), ...now.alternatives].slice(
    0,
    MOST_ALTERNATIVES,
  )
  const contradicts = field.nature !== 'evaluation' && news.some(({ source }) => isSure(source))
  return { ...now, alternatives, ...(contradicts ? { state: 'conflict' as const } : {}) }
}

const isSame = (one: FieldValue, other: FieldValue): boolean =>
  one.state === other.state &&
  isEqual(one.value, other.value) &&
  isEqual(one.source, other.source) &&
  isEqual(one.alternatives, other.alternatives)
