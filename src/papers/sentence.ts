import { isCustodyMeasure } from '../domain/codes.ts'
import { dayOf } from '../domain/legal-date.ts'
import { chineseMonths, chineseNumber, plainDay, termEnd } from './chinese.ts'
import type { FactKey } from './fact-table.ts'
import type { PaperSource, PersonSource } from './model.ts'

const PRINCIPAL: Readonly<Record<string, string>> = { P1: '管制', P2: '拘役', P3: '有期徒刑' }

/** The sentence in the words of a judgment, its term and the term of its suspension where they are known. */
export function sentenceFacts(
  source: PaperSource,
  person: PersonSource,
  sentence: NonNullable<PersonSource['sentence']>,
): Partial<Record<FactKey, string | null>> {
  const { principal, principalMonths, suspensionMonths, fineYuan } = sentence
  const name = PRINCIPAL[principal]
  const main = name === undefined || principalMonths === 0 ? null : `${name}${chineseMonths(principalMonths)}`
  const suspended = suspensionMonths > 0 ? `缓刑${chineseMonths(suspensionMonths)}` : null
  const fine = fineYuan > 0 ? `罚金人民币${chineseNumber(fineYuan)}元` : null
  const parts = [main, suspended, fine === null ? null : main === null ? fine : `并处${fine}`]
  const probation = suspended === null ? null : probationOf(source, person, suspensionMonths)
  return {
    'person.sentence': parts.filter(part => part !== null).join('，'),
    'person.suspended': suspended,
    'person.fine': fine,
    'person.term': suspended === null && principalMonths > 0 ? termOf(source, person, principalMonths) : null,
    'person.probation': probation?.text ?? null,
    'person.probationEnd': probation?.end ?? null,
    'person.releaseReason': suspended === null ? null : `判处${main ?? ''}，${suspended}`,
  }
}

/** Who is in custody since his detention serves from that day (CL 47); whoever was at liberty between is counted by hand. */
function termOf({ events }: PaperSource, { id, measure }: PersonSource, months: number): string | null {
  const detained = events.find(({ act, casePersonId }) => act === 'detain' && casePersonId === id)
  const wasFree = events.some(({ act, casePersonId }) => act === 'bail' && casePersonId === id)
  if (detained === undefined || wasFree || measure === null || !isCustodyMeasure(measure.code)) return null
  const start = dayOf(detained.occurredAt)
  return `自${plainDay(start)}起至${plainDay(termEnd(start, months))}止`
}

/** From the day on which the judgment takes effect (CL 73). */
function probationOf({ events }: PaperSource, { id }: PersonSource, months: number): { text: string; end: string } | null {
  const effect = events.findLast(({ act, casePersonId }) => act === 'takeEffect' && (casePersonId ?? id) === id)
  if (effect === undefined) return null
  const start = dayOf(effect.occurredAt)
  const end = plainDay(termEnd(start, months))
  return { text: `自${plainDay(start)}起至${end}止`, end }
}
