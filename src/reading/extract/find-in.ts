import type { Finding, PageText } from '../model.ts'
import { caseCategory, charges } from './charges.ts'
import { capacities, circumstances } from './circumstances.ts'
import { factSummary, lossAmount, occurred, occurredPlace } from './facts.ts'
import { property, victims } from './goods.ts'
import { describedPersons, formFields } from './identity.ts'
import { arrestReview, measures } from './measures.ts'
import { behindRules, type Finder } from './model-port.ts'
import { guiltyOf, sentences, suggestions } from './outcome.ts'
import { paperOf } from './passage.ts'
import { sceneOf } from './persons.ts'
import { defenders, fastTrackConsent, pleaLeniency, undertaking } from './plea.ts'
import {
  acceptedOn,
  announcement,
  caseSource,
  courtNo,
  effectiveOn,
  fastTrackSuggested,
  filedOn,
  hearings,
  indictedOn,
  procedure,
  reviewDecision,
  transferredOn,
} from './procedure.ts'
import { appeal, assessment, correction, priorRecord, settlement } from './records.ts'
import type { Rule } from './say.ts'

/** Grows with every change of a rule, so that papers read by older rules can be read again. */
export const RULES_VERSION = '1'

const RULES: readonly Rule[] = [
  describedPersons,
  formFields,
  acceptedOn,
  filedOn,
  caseSource,
  courtNo,
  caseCategory,
  occurred,
  occurredPlace,
  factSummary,
  lossAmount,
  victims,
  property,
  fastTrackSuggested,
  procedure,
  transferredOn,
  reviewDecision,
  indictedOn,
  hearings,
  announcement,
  effectiveOn,
  charges,
  guiltyOf,
  circumstances,
  capacities,
  pleaLeniency,
  fastTrackConsent,
  undertaking,
  suggestions,
  measures,
  arrestReview,
  defenders,
  settlement,
  assessment,
  priorRecord,
  sentences,
  appeal,
  correction,
]

/**
 * The values of card fields that a paper says, each with its place, by rules: labels, fields of forms and tables, and the set
 * phrases of the legal documents. `code` is the paper's document type. Never throws; says nothing of a person who cannot be told
 * from another.
 */
export function findIn(code: string, pages: readonly PageText[], further: readonly Finder[] = []): Finding[] {
  const paper = paperOf(pages)
  const reading = { code, paper, scene: sceneOf(code, paper) }
  const found = once(RULES.flatMap(rule => rule(reading)))
  return further.length === 0
    ? found
    : behindRules(
        found,
        further.flatMap(finder => finder(code, pages)),
      )
}

/** The same value told several times is told once, where the paper says it most surely. */
function once(findings: readonly Finding[]): Finding[] {
  const best = new Map<string, Finding>()
  for (const one of findings) {
    const same = JSON.stringify([one.key, one.about?.idNo ?? one.about?.name ?? null, one.value])
    const known = best.get(same)
    if (known === undefined || known.confidence < one.confidence) best.set(same, one)
  }
  return [...best.values()]
}
