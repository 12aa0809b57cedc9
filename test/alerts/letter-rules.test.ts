import fc from 'fast-check'
import t from 'tap'
import { initialsOf } from '../../src/alerts/letters/initials.ts'
import type { Letter, LetterPatch, LetterState } from '../../src/alerts/letters/model.ts'
import { addWithin } from '../../src/alerts/letters/office-hours.ts'
import { numberText, seriesOf } from '../../src/alerts/letters/raising.ts'
import { recipientsOf, type StaffMember } from '../../src/alerts/letters/recipients.ts'
import {
  decideAccept,
  decideAcknowledge,
  decideDispute,
  decideDue,
  decideFeedback,
  decideIssue,
  decideReturn,
  decideSettle,
  decideStart,
  decideSupersede,
  LIFE,
  possibleActs,
} from '../../src/alerts/letters/rules.ts'
import { HOUR_MS, legalDate, toShanghai } from '../../src/domain/legal-date.ts'
import type { Decision } from '../../src/domain/problem.ts'
import { aLetter, MONDAY } from '../support/a-letter.ts'
import { CALENDAR } from '../support/calendar.ts'

const at = (text: string): Date => new Date(`${text}+08:00`)
const later = (from: Date, hours: number): Date => new Date(from.getTime() + hours * HOUR_MS)

function after(letter: Letter, decision: Decision<LetterPatch>): Letter {
  if (!decision.ok) throw new Error(`refused: ${decision.code}`)
  return { ...letter, ...decision.change }
}

const due = (letter: Letter, now: Date): Letter => ({ ...letter, ...decideDue(letter, now, CALENDAR).patch })

t.test('times count as offices work', async t => {
  const cases = [
    ['four working hours on a Monday morning go over the noon break', '2026-11-23T09:00:00', 4, 'workingHour', '2026-11-23T15:30:00'],
    ['one that comes at noon begins after the break', '2026-11-23T13:00:00', 1, 'workingHour', '2026-11-23T15:30:00'],
    ['one that comes in the evening begins next morning', '2026-11-23T20:00:00', 2, 'workingHour', '2026-11-24T10:00:00'],
    ['a Friday afternoon goes over the weekend', '2026-11-27T17:00:00', 1, 'workingHour', '2026-11-30T08:30:00'],
    ['the last minute of the office is still in time', '2026-11-23T16:30:00', 1, 'workingHour', '2026-11-23T17:30:00'],
    ['before a holiday it goes over all of it', '2026-09-30T17:00:00', 1, 'workingHour', '2026-10-08T08:30:00'],
    ['a working day from Friday ends on Monday at the same time', '2026-11-27T10:00:00', 1, 'workingDay', '2026-11-30T10:00:00'],
    ['custody runs by the clock, through the night', '2026-11-27T22:00:00', 4, 'hour', '2026-11-28T02:00:00'],
  ] as const
  for (const [title, start, value, unit, end] of cases)
    t.equal(toShanghai(addWithin(at(start), { value, unit }, CALENDAR)), `${end}+08:00`, title)
})

t.test('a reminder and a warning are issued by the system at once, a supervision letter waits for its signature', async t => {
  const reminder = aLetter(1)
  t.match(reminder, { state: 'DELIVERED', issuedAt: MONDAY, signedBy: null, ackBy: at('2026-11-23T15:30:00'), feedbackBy: null })
  t.same(reminder.nextStepAt, reminder.ackBy)
  const warning = aLetter(2)
  t.match(warning, { state: 'DELIVERED', ackBy: at('2026-11-23T11:00:00'), feedbackBy: at('2026-11-24T09:00:00') })
  const draft = aLetter(3)
  t.match(draft, { state: 'RAISED', issuedAt: null, ackBy: null, signBy: at('2026-11-23T11:00:00'), nextStepAt: at('2026-11-23T11:00:00') })
  const signed = after(draft, decideIssue(draft, later(MONDAY, 1), 'sv', CALENDAR))
  t.match(signed, { state: 'DELIVERED', signedBy: 'sv', ackBy: at('2026-11-23T11:00:00'), feedbackBy: at('2026-11-24T10:00:00') })
})

t.test('nobody signs a supervision letter for two hours', async t => {
  const now = later(MONDAY, 2)
  const custody = aLetter(3, { custody: true })
  t.same(decideDue(custody, later(MONDAY, 1.99), CALENDAR).facts, [], 'not a minute earlier')
  t.same(decideDue(custody, now, CALENDAR).facts, ['autoIssued'])
  t.match(
    due(custody, now),
    { state: 'DELIVERED', issuedAt: now, signedBy: null, feedbackBy: later(now, 4) },
    'custody is issued by itself',
  )
  const other = aLetter(3)
  t.same(decideDue(other, now, CALENDAR).facts, ['signOverdue'])
  t.match(due(other, now), { state: 'RAISED', issuedAt: null, nextStepAt: null }, 'any other goes on waiting for its signature')
  t.same(decideDue(due(other, now), later(now, 50), CALENDAR).facts, [], 'and is spoken of once')
})

t.test('what is not answered goes a level up', async t => {
  const reminder = aLetter(1)
  t.same(decideDue(reminder, at('2026-11-23T15:30:00'), CALENDAR).facts, ['ackOverdue'], 'a reminder is repeated once')
  const unread = aLetter(2)
  t.same(decideDue(unread, at('2026-11-23T11:00:00'), CALENDAR).facts, ['raisedHigher'], 'a warning not acknowledged in time')
  const read = after(unread, decideAcknowledge(unread, later(MONDAY, 1)))
  t.same(decideDue(read, at('2026-11-23T11:00:00'), CALENDAR).facts, [], 'a warning acknowledged in time')
  t.same(decideDue(read, at('2026-11-24T09:00:00'), CALENDAR).facts, ['raisedHigher'], 'and then not answered')
  t.same(decideDue(due(read, at('2026-11-24T09:00:00')), at('2026-11-29T09:00:00'), CALENDAR).facts, [], 'it goes up once')
  const draft = aLetter(3)
  const signed = after(draft, decideIssue(draft, MONDAY, 'sv', CALENDAR))
  t.same(decideDue(signed, at('2026-11-24T09:00:00'), CALENDAR).facts, ['cityNotice'], 'a supervision letter without an answer')
  t.same(due(signed, at('2026-11-24T09:00:00')).escalatedAt, at('2026-11-24T09:00:00'))
})

t.test('an answer is returned twice; the third time the letter goes a level up', async t => {
  for (const [level, fact] of [
    [2, 'raisedHigher'],
    [3, 'cityNotice'],
  ] as const) {
    const raised = aLetter(level)
    let letter = level === 3 ? after(raised, decideIssue(raised, MONDAY, 'sv', CALENDAR)) : raised
    letter = after(letter, decideAcknowledge(letter, MONDAY))
    for (let time = 1; time <= 2; time++) {
      letter = after(letter, decideFeedback(letter, later(MONDAY, time), 'C1'))
      letter = after(letter, decideReturn(letter, later(MONDAY, time), CALENDAR))
      t.match(letter, { state: 'IN_PROGRESS', returns: time, goesUp: false })
      t.ok(letter.feedbackBy && letter.feedbackBy > later(MONDAY, 23), 'a returned answer has its time again')
    }
    letter = after(letter, decideFeedback(letter, later(MONDAY, 3), 'C1'))
    letter = after(letter, decideReturn(letter, later(MONDAY, 3), CALENDAR))
    t.match(letter, { returns: 2, goesUp: true, nextStepAt: later(MONDAY, 3) })
    t.same(decideDue(letter, later(MONDAY, 3), CALENDAR).facts, [fact])
  }
})

t.test('a dispute stops no clock and is settled by somebody else', async t => {
  const letter = aLetter(2)
  const disputed = after(letter, decideDispute(letter, MONDAY, 'officer', CALENDAR))
  t.match(disputed, { state: 'DISPUTED', feedbackBy: letter.feedbackBy, disputeCheckBy: at('2026-11-24T09:00:00') })
  t.match(decideSettle(disputed, 'officer'), { ok: false, code: 'second-person-required' })
  t.same(after(disputed, decideSettle(disputed, 'desk')).state, 'ACKNOWLEDGED')
  t.same(decideDue(disputed, at('2026-11-24T09:00:00'), CALENDAR).facts, ['raisedHigher'], 'without an answer it goes up all the same')
  t.same(after(disputed, decideFeedback(disputed, MONDAY, 'C8')).state, 'FED_BACK')
})

t.test('the end of the period closes a letter with what came of it', async t => {
  const ended = (letter: Letter, when: string): Letter => ({ ...letter, periodEnd: 'ended', periodEndedAt: at(when) })
  const inTime = ended(aLetter(1), '2026-11-24T10:00:00')
  t.match(due(inTime, later(MONDAY, 30)), { state: 'CLOSED', result: 'inTime', lateSeconds: 0, nextStepAt: null })
  t.match(due(ended(aLetter(2), '2026-11-25T23:59:59'), later(MONDAY, 90)), { state: 'CLOSED', result: 'late', lateSeconds: 86_400 })
  t.match(due(ended(aLetter(3), '2026-11-24T10:00:00'), MONDAY), { state: 'CANCELLED', result: 'inTime' }, 'a draft is never sent')
  t.match(due({ ...aLetter(2), periodEnd: 'extended' }, MONDAY), { state: 'CLOSED', result: 'extended', lateSeconds: null })

  const draft = aLetter(3)
  const signed = after(draft, decideIssue(draft, MONDAY, 'sv', CALENDAR))
  const late = ended(after(signed, decideAcknowledge(signed, MONDAY)), '2026-11-25T23:59:59')
  t.match(due(late, later(MONDAY, 1)), { state: 'ACKNOWLEDGED' }, 'a supervision letter still waits for its answer')
  const answered = after(late, decideFeedback(late, MONDAY, 'C2'))
  t.match(after(answered, decideAccept(answered, MONDAY, true)), { state: 'CLOSED', result: 'lawfulReason', lateSeconds: 86_400 })
  t.match(after(answered, decideAccept(answered, MONDAY, false)), { state: 'CLOSED', result: 'late' })
})

t.test('a letter gives each the steps that are his', async t => {
  const letter = aLetter(2)
  t.same(possibleActs(letter, { issuer: false, addressee: true, desk: false }), ['acknowledge', 'dispute'])
  t.same(possibleActs(letter, { issuer: true, addressee: false, desk: false }), [])
  t.same(possibleActs(aLetter(3), { issuer: true, addressee: false, desk: false }), ['issue'])
  const read = after(letter, decideAcknowledge(letter, MONDAY))
  t.same(possibleActs(read, { issuer: false, addressee: true, desk: true }), ['start', 'feedback', 'dispute'])
  t.match(decideFeedback({ ...aLetter(1), state: 'ACKNOWLEDGED' }, MONDAY, 'C1'), { ok: false, code: 'letter-needs-no-feedback' })
  t.match(decideFeedback(read, MONDAY, 'C10'), { ok: false, code: 'validation' })
})

t.test('whoever walks through the steps at random never leaves the table', async t => {
  const table = new Set(LIFE.flatMap(({ from, to }) => from.map(state => `${state}→${to}`)))
  const ENDS: readonly LetterState[] = ['CLOSED', 'CANCELLED', 'SUPERSEDED']
  const steps: readonly ((letter: Letter, now: Date) => Decision<LetterPatch>)[] = [
    (letter, now) => decideIssue(letter, now, 'sv', CALENDAR),
    decideAcknowledge,
    decideStart,
    (letter, now) => decideFeedback(letter, now, 'C1'),
    (letter, now) => decideAccept(letter, now, false),
    (letter, now) => decideReturn(letter, now, CALENDAR),
    (letter, now) => decideDispute(letter, now, 'officer', CALENDAR),
    letter => decideSettle(letter, 'desk'),
    decideSupersede,
    (letter, now) => ({ ok: true, change: decideDue(letter, now, CALENDAR).patch }),
    letter => ({ ok: true, change: letter.periodEnd === null ? { periodEnd: 'ended', periodEndedAt: letter.dueAt } : {} }),
  ]
  const step = fc.record({ act: fc.nat(steps.length - 1), hours: fc.double({ min: 0, max: 30, noNaN: true }) })
  const LOOKS = 4
  let walked = 0
  fc.assert(
    fc.property(
      fc.constantFrom(1 as const, 2 as const, 3 as const),
      fc.boolean(),
      fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }),
      (level, custody, walk) => {
        let letter = aLetter(level, { custody })
        let now = MONDAY
        for (const { act, hours } of walk) {
          now = later(now, hours)
          const before = letter
          const decision = steps[act]?.(letter, now)
          if (decision?.ok) letter = { ...letter, ...decision.change }
          walked++
          if (letter.state !== before.state && !table.has(`${before.state}→${letter.state}`)) return false
          if (ENDS.includes(before.state) && letter.state !== before.state) return false
          if (letter.returns > 2 || (ENDS.includes(letter.state) && letter.nextStepAt !== null)) return false
          if (letter.state !== 'RAISED' && letter.state !== 'CANCELLED' && letter.issuedAt === null) return false
        }
        // Times that pass together are told one after another.
        let settled = letter
        for (let look = 0; look < LOOKS; look++) settled = due(settled, now)
        return decideDue(settled, now, CALENDAR).facts.length === 0
      },
    ),
    { numRuns: 2_000 },
  )
  t.ok(walked > 10_000, `${walked} steps`)
})

t.test('a letter goes to those who hold the posts, and to the desk where nobody does', async t => {
  const staff = new Map<string, StaffMember[]>([
    [
      '350503-PSB',
      [
        { id: 'officer', agency: '350503-PSB', roles: ['PO'], post: '办案民警' },
        { id: 'approver', agency: '350503-PSB', roles: ['PL'], post: '法制大队审批人' },
        { id: 'deputy', agency: '350503-PSB', roles: ['PO'], post: '副局长' },
      ],
    ],
    ['350503-PLC', [{ id: 'supervisor', agency: '350503-PLC', roles: ['SV'], post: '执法监督室' }]],
    ['350503-PRO', []],
    ['350500-PRO', [{ id: 'resident', agency: '350500-PRO', roles: ['PP'], post: '驻所检察官' }]],
  ])
  const police = { agency: '350503-PSB', issuer: '350503-PLC' }
  t.same(recipientsOf({ ...police, level: 1, custody: false }, ['officer'], staff), [
    { kind: 'to', post: 'caseOfficer', agency: '350503-PSB', userId: 'officer' },
    { kind: 'cc', post: 'unitHead', agency: '350503-PSB', userId: 'approver' },
  ])
  t.same(recipientsOf({ ...police, level: 3, custody: true }, ['officer'], staff), [
    { kind: 'to', post: 'agencyHead', agency: '350503-PSB', userId: null },
    { kind: 'cc', post: 'politicalLegal', agency: '350503-PLC', userId: 'supervisor' },
    { kind: 'cc', post: 'procuratorateSupervision', agency: '350503-PRO', userId: null },
    { kind: 'cc', post: 'residentProcurator', agency: '350500-PRO', userId: 'resident' },
  ])
  t.same(recipientsOf({ ...police, level: 1, custody: false }, [], staff)[0], {
    kind: 'to',
    post: 'caseOfficer',
    agency: '350503-PSB',
    userId: null,
  })
})

t.test('numbers and names as a letter writes them', async t => {
  t.equal(numberText(seriesOf({ issuer: '350500-PLC', level: 3 }, MONDAY), 3), '督办〔2026〕350500-0003号')
  t.equal(numberText(seriesOf({ issuer: '350503-PLC', level: 1 }, at('2027-01-01T00:00:00')), 12_345), '提醒〔2027〕350503-12345号')
  const acted = at('2026-11-01T10:00:00')
  t.equal(initialsOf({ name: '林志远', birthDate: legalDate('1988-06-14'), detained: true }, acted), '林某（在押）')
  t.equal(initialsOf({ name: '欧阳明', birthDate: null, detained: false }, acted), '欧阳某')
  t.equal(
    initialsOf({ name: '陈小明', birthDate: legalDate('2008-11-01'), detained: false }, acted),
    '未成年人',
    'the birthday itself is not yet eighteen',
  )
  t.equal(initialsOf({ name: '陈小明', birthDate: legalDate('2008-10-31'), detained: false }, acted), '陈某')
})
