import type { Sentence } from '../cases/model.ts'
import { ACQUITTED, correctionTerm, type Term, termOf } from '../cases/sentence.ts'
import { chineseMonths, chineseNumber, plainDay } from '../domain/chinese.ts'
import { isCustodyMeasure } from '../domain/codes.ts'
import { dayOf, type LegalDate } from '../domain/legal-date.ts'
import type { FactKey } from './fact-table.ts'
import type { PaperSource, PersonSource } from './model.ts'

const PRINCIPAL: Readonly<Record<string, string>> = { P1: '管制', P2: '拘役', P3: '有期徒刑' }
/** Penalties without a number of months. */
const WHOLE: Readonly<Record<string, string>> = { P4: '无期徒刑', S2: '免予刑事处罚' }

/** The sentence in the words of a judgment, its term, and the term of correction, where they are known. An acquittal has none. */
export function sentenceFacts(source: PaperSource, person: PersonSource, sentence: Sentence): Partial<Record<FactKey, string | null>> {
  const { principal, principalMonths, suspensionMonths, fineYuan } = sentence
  if (principal === ACQUITTED) return { 'person.acquitted': '无罪', 'person.releaseReason': '宣告无罪' }
  const name = PRINCIPAL[principal]
  const main = name === undefined ? (WHOLE[principal] ?? null) : `${name}${chineseMonths(principalMonths)}`
  const suspended = suspensionMonths > 0 ? `缓刑${chineseMonths(suspensionMonths)}` : null
  const fine = fineYuan > 0 ? `罚金人民币${chineseNumber(fineYuan)}元` : null
  const parts = [main, suspended, fine === null ? null : main === null ? fine : `并处${fine}`].filter(part => part !== null)
  const term = correction(source, person, sentence)
  return {
    'person.sentence': parts.join('，'),
    'person.suspended': suspended,
    'person.fine': fine,
    'person.term': suspended === null ? custodyTerm(source, person, sentence) : null,
    'person.probation': term === null ? null : termText(term),
    'person.probationEnd': term === null ? null : plainDay(term.to),
    'person.releaseReason': main !== null && suspended !== null ? `判处${main}，${suspended}` : null,
  }
}

/** Who is convicted and who acquitted, by ground. Of whom nothing is decided yet, a conviction waits for the sentence. CPL 200. */
export function verdictFacts({ persons }: PaperSource): Partial<Record<FactKey, string | null>> {
  const names = (wanted: (sentence: Sentence | null) => boolean): string | null =>
    persons
      .filter(({ sentence }) => wanted(sentence))
      .map(({ name }) => name)
      .join('、') || null
  const isAcquitted = (sentence: Sentence | null): boolean => sentence?.principal === ACQUITTED
  const convicted = names(sentence => !isAcquitted(sentence))
  return {
    'case.convicted': convicted,
    'case.acquitted': names(isAcquitted),
    'case.acquittedByLaw': names(sentence => isAcquitted(sentence) && sentence?.acquittal !== 'evidence'),
    'case.acquittedForDoubt': names(sentence => isAcquitted(sentence) && sentence?.acquittal === 'evidence'),
    'case.allAcquitted': convicted === null && persons.length > 0 ? '无罪' : null,
  }
}

const termText = ({ from, to }: Term): string => `自${plainDay(from)}起至${plainDay(to)}止`

/** The term of who is in custody; of whoever is at liberty nobody knows yet on which day it begins. */
function custodyTerm({ clock, today }: PaperSource, { id, measure }: PersonSource, sentence: Sentence): string | null {
  if (measure === null || !isCustodyMeasure(measure.code)) return null
  const term = termOf(sentence, clock, id, today)
  return term === null ? null : termText(term)
}

/** Control or suspension, from the day the judgment took effect. */
function correction(source: PaperSource, { id }: PersonSource, sentence: Sentence): Term | null {
  const day = effectiveOn(source, id)
  if (day === null || !(sentence.suspensionMonths > 0 || sentence.principal === CONTROL)) return null
  return correctionTerm(sentence, source.clock, id, day)
}

const CONTROL = 'P1'

function effectiveOn({ clock }: PaperSource, personId: string): LegalDate | null {
  const event = clock.findLast(({ names, persons }) => names.includes('judgmentEffective') && persons.includes(personId))
  return event === undefined ? null : dayOf(event.occurredAt)
}
