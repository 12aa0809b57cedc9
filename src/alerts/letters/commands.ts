import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../../access/rules.ts'
import type { Actor } from '../../agencies/model.ts'
import { record, tell } from '../../audit/commands.ts'
import { appNow } from '../../db/clock.ts'
import { accept, type Decision, Problem } from '../../domain/problem.ts'
import { readCalendar } from '../../periods/calendar-store.ts'
import type { Letter, LetterPatch } from './model.ts'
import { receives, standingOf } from './recipients.ts'
import {
  decideAccept,
  decideAcknowledge,
  decideDispute,
  decideFeedback,
  decideIssue,
  decideReturn,
  decideSettle,
  decideStart,
  decideSupersede,
  type Standing,
} from './rules.ts'
import { addEvent, listRecipients, lockLetter, lockLower, markIssued, type RecipientRow, saveLetter, takeNumbers } from './store.ts'

type Opened = { readonly letter: Letter; readonly recipients: readonly RecipientRow[]; readonly standing: Standing; readonly now: Date }
type LetterAction = 'letter.sign' | 'alert.acknowledge' | 'letter.answer' | 'letter.review' | 'letter.settle'

/** The letter with its row locked, for whoever may do this to it. @throws Problem `not-found`, `forbidden`, `letter-not-addressed` */
async function open(em: EntityManager, actor: Actor, letterId: string, action: LetterAction, as: keyof Standing | null): Promise<Opened> {
  mustBeAble(actor, action, null)
  const letter = await lockLetter(em, letterId)
  const recipients = await listRecipients(em, letterId)
  const standing = standingOf(actor, letter, recipients)
  if (as !== null && !standing[as]) throw new Problem(as === 'issuer' ? 'forbidden' : 'letter-not-addressed', { facts: { action } })
  return { letter, recipients, standing, now: await appNow(em) }
}

type Data = Readonly<Record<string, string | number | boolean | null>>
/** What is written beside a step: its name, what people read of it, and what the trail keeps, which is no text. */
type Note = { readonly act: string; readonly data?: Data; readonly details?: Data }

async function take(em: EntityManager, actor: Actor, letter: Letter, decision: Decision<LetterPatch>, note: Note): Promise<Letter> {
  const after = await saveLetter(em, letter, accept(decision))
  await notice(em, actor, after, note)
  return after
}

async function notice(em: EntityManager, actor: Actor, letter: Letter, { act, data = {}, details = {} }: Note): Promise<void> {
  await addEvent(em, letter, { act, by: actor, data })
  await record(em, actor, letter.caseId, {
    action: `letter.${act}`,
    target: letter.id,
    targetVersion: letter.version,
    details: { level: letter.level, state: letter.state, ...details },
  })
}

const inform = async (em: EntityManager, letter: Letter, fact: string): Promise<string> =>
  await tell(em, { type: `letter.${fact}`, caseId: letter.caseId, payload: { letterId: letter.id } })

/** A supervisor signs a supervision letter (签发): it gets its number, goes out, and takes the place of the lower letters. */
export async function signLetter(em: EntityManager, actor: Actor, letterId: string): Promise<void> {
  const { letter, now } = await open(em, actor, letterId, 'letter.sign', 'issuer')
  const patch = accept(decideIssue(letter, now, actor.userId, await readCalendar(em)))
  const [numbered] = await takeNumbers(em, [{ ...letter, ...patch }], now)
  if (numbered === undefined) throw new Error('a letter that is issued got no number')
  const issued = await take(em, actor, letter, { ok: true, change: { ...patch, number: numbered.number } }, { act: 'issued' })
  for (const lower of await lockLower(em, issued)) {
    const closed = await take(em, actor, lower, decideSupersede(lower, now), { act: 'closed', details: { result: 'superseded' } })
    await inform(em, closed, 'closed')
  }
  await markIssued(em, issued, await inform(em, issued, 'issued'))
}

/** An addressee acknowledges (签收): a person, not a system. The copy of somebody else's letter is acknowledged for oneself only. */
export async function acknowledgeLetter(em: EntityManager, actor: Actor, letterId: string): Promise<void> {
  const { letter, recipients, standing, now } = await open(em, actor, letterId, 'alert.acknowledge', null)
  const mine = recipients.filter(one => receives(actor, one))
  if (mine.length === 0) throw new Problem('letter-not-addressed')
  const fresh = mine.filter(one => one.acknowledgedAt === null).map(({ id }) => id)
  const moves = standing.addressee && letter.state === 'DELIVERED'
  if (letter.issuedAt === null || (!moves && fresh.length === 0))
    throw new Problem('letter-step-not-allowed', { facts: { state: letter.state, act: 'acknowledge' } })
  await em.execute('update letter_recipient set acknowledged_at = ?, acknowledged_by = ? where id = any (?::uuid[])', [
    now,
    actor.userId,
    `{${fresh.join(',')}}`,
  ])
  if (!moves) return await notice(em, actor, letter, { act: 'copyAcknowledged' })
  const after = await take(em, actor, letter, decideAcknowledge(letter, now), { act: 'acknowledged' })
  await inform(em, after, 'acknowledged')
}

/** The addressee begins to work on it (办理中). */
export async function startLetter(em: EntityManager, actor: Actor, letterId: string): Promise<void> {
  const { letter } = await open(em, actor, letterId, 'letter.answer', 'addressee')
  await take(em, actor, letter, decideStart(letter), { act: 'started' })
}

export type Feedback = {
  readonly cause: string
  readonly measure: string
  readonly expectedOn: string | null
  readonly documentId: string | null
}

/** The addressee answers (反馈) with cause, measure, expected date, and a paper of the case where one proves it. @throws Problem `validation` */
export async function feedBack(em: EntityManager, actor: Actor, letterId: string, input: Feedback): Promise<void> {
  const { letter, now } = await open(em, actor, letterId, 'letter.answer', 'addressee')
  if (input.documentId !== null) await mustBeInCase(em, letter.caseId, input.documentId)
  const after = await take(em, actor, letter, decideFeedback(letter, now, input.cause), {
    act: 'fedBack',
    data: { ...input },
    details: { cause: input.cause },
  })
  await inform(em, after, 'answered')
}

async function mustBeInCase(em: EntityManager, caseId: string, documentId: string): Promise<void> {
  const found = await em.execute('select 1 from document where id = ? and case_id = ? and withdrawn_at is null', [documentId, caseId])
  if (found.length === 0) throw new Problem('validation', { facts: { field: 'documentId' } })
}

export type Review = { readonly accept: boolean; readonly reason: string | null; readonly lawful: boolean }

/** The issuer accepts the answer, or returns it with a reason; a third return takes the letter a level up. @throws Problem `fact-required` */
export async function reviewFeedback(em: EntityManager, actor: Actor, letterId: string, review: Review): Promise<void> {
  const { letter, now } = await open(em, actor, letterId, 'letter.review', 'issuer')
  if (!review.accept) {
    if (review.reason === null) throw new Problem('fact-required', { facts: { field: 'reason' } })
    const after = await take(em, actor, letter, decideReturn(letter, now, await readCalendar(em)), {
      act: 'returned',
      data: { reason: review.reason },
    })
    await inform(em, after, 'returned')
    return
  }
  const { lawful } = review
  const after = await take(em, actor, letter, decideAccept(letter, now, lawful), { act: 'accepted', data: { lawful }, details: { lawful } })
  if (after.closedAt === null) return
  await notice(em, actor, after, { act: 'closed', details: { result: after.result } })
  await inform(em, after, 'closed')
}

/** The addressee holds the deadline to be wrong (异议). @throws Problem `letter-step-not-allowed` */
export async function disputeLetter(em: EntityManager, actor: Actor, letterId: string, reason: string): Promise<void> {
  const { letter, now } = await open(em, actor, letterId, 'letter.answer', 'addressee')
  const after = await take(em, actor, letter, decideDispute(letter, now, actor.userId, await readCalendar(em)), {
    act: 'disputed',
    data: { reason },
  })
  await inform(em, after, 'disputed')
}

/** The case-management desk has checked the deadline. A founded dispute is mended by correcting the event; nothing here moves a date. */
export async function settleDispute(
  em: EntityManager,
  actor: Actor,
  letterId: string,
  { upheld, reason }: { upheld: boolean; reason: string },
): Promise<void> {
  const { letter } = await open(em, actor, letterId, 'letter.settle', 'desk')
  const after = await take(em, actor, letter, decideSettle(letter, actor.userId), {
    act: 'settled',
    data: { reason, upheld },
    details: { upheld },
  })
  await inform(em, after, 'settled')
}

/** Where I am told that a letter waits; null takes a channel away. */
export async function setContact(
  em: EntityManager,
  actor: Actor,
  contact: { email: string | null; mobile: string | null; wecom: string | null },
): Promise<void> {
  await em.execute(
    `insert into staff_contact (user_id, email, mobile, wecom) values (?, ?, ?, ?)
     on conflict (user_id) do update set email = excluded.email, mobile = excluded.mobile, wecom = excluded.wecom, updated_at = now()`,
    [actor.userId, contact.email, contact.mobile, contact.wecom],
  )
  await record(em, actor, null, { action: 'contact.changed', target: actor.userId })
}
