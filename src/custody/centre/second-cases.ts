import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../../access/rules.ts'
import type { Actor } from '../../agencies/model.ts'
import { record, tell } from '../../audit/commands.ts'
import { lockCase } from '../../cases/locked-case.ts'
import { Problem } from '../../domain/problem.ts'
import { answerSecondCase, insertSecondCase } from './store.ts'

const BASIS = '看守所条例 第15条；公监管〔2014〕96号'

/**
 * Registers a case as the second one (另案) of a person who is held for another: the centre asks its agency before a release, and the
 * agency hears when the custody case ends. @throws Problem `second-case-not-held` where nobody else holds the person
 */
export async function registerSecondCase(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  { casePersonId, note }: { casePersonId: string; note: string | null },
): Promise<{ secondCaseId: string }> {
  const { relation } = await lockCase(em, caseId)
  mustBeAble(actor, 'custody.second-case', relation)
  const secondCaseId = await insertSecondCase(em, caseId, casePersonId, note)
  if (secondCaseId === null) throw new Problem('second-case-not-held', { basis: BASIS })
  await record(em, actor, caseId, { action: 'custody.second-case', target: secondCaseId, basis: BASIS })
  await tell(em, { type: 'custody.second-case', caseId, payload: {} })
  return { secondCaseId }
}

/** The centre asked the agency of the second case whether it takes the person over, and says what it heard. */
export async function noteAsked(
  em: EntityManager,
  actor: Actor,
  secondCaseId: string,
  { answer, note }: { answer: 'TAKES_OVER' | 'NO_CLAIM'; note: string | null },
): Promise<void> {
  mustBeAble(actor, 'custody.centre.keep', null)
  const found = await answerSecondCase(em, secondCaseId, answer, note)
  if (found === null) throw new Problem('not-found')
  await record(em, actor, found.case_id, { action: 'custody.second-case.asked', target: secondCaseId, basis: BASIS, details: { answer } })
  await tell(em, { type: 'custody.second-case', caseId: found.case_id, payload: {} })
}
