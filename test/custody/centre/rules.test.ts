import t from 'tap'
import type { Expected, Leaving, OpenIncident, PermitAtGate, Presented } from '../../../src/custody/centre/model.ts'
import {
  daysLeft,
  decideAdmission,
  decideAtGate,
  decideClosing,
  decidePermitEnd,
  decideRelease,
  overdueMinutes,
  standingOf,
} from '../../../src/custody/centre/rules.ts'
import { shanghai } from '../../support/periods.ts'

const NOW = shanghai('2026-12-01 12:00')
const [BEFORE, AFTER] = [shanghai('2026-12-01 11:59'), shanghai('2026-12-01 12:01')]
const codeOf = (decision: { ok: boolean; code?: string }): string => (decision.ok ? 'allowed' : (decision.code ?? ''))

t.test('admission asks for the title, the warrant and the person, in this order', async t => {
  const expected: Expected = {
    titleHere: true,
    isHere: false,
    name: '某甲',
    idNo: '11010119900307001X',
    warrantNo: '丰公（刑）拘字〔2026〕12号',
  }
  const presented: Presented = {
    warrantNo: '丰公(刑)拘字 [2026] 12号',
    name: '某甲',
    idNo: '11010119900307001x',
    health: 'FIT',
    dangerous: false,
  }
  const asked = (register: Partial<Expected>, shown: Partial<Presented>) =>
    decideAdmission({ ...expected, ...register }, { ...presented, ...shown })
  t.same(asked({}, {}), { ok: true, change: { admitted: true, health: 'FIT' } }, 'brackets, blanks and case of a letter do not matter')
  t.equal(codeOf(asked({ titleHere: false, warrantNo: null }, {})), 'custody-no-title')
  t.equal(codeOf(asked({ isHere: true }, {})), 'custody-already-here')
  t.equal(codeOf(asked({ warrantNo: null }, {})), 'custody-warrant-mismatch')
  t.equal(codeOf(asked({}, { warrantNo: '丰公（刑）拘字〔2026〕13号' })), 'custody-warrant-mismatch')
  t.equal(codeOf(asked({}, { name: '某乙' })), 'custody-person-mismatch')
  t.equal(codeOf(asked({}, { idNo: null })), 'custody-person-mismatch')
  t.equal(codeOf(asked({ idNo: null }, { idNo: null })), 'allowed', 'whose identity nobody knows')
  t.equal(codeOf(asked({ idNo: null }, {})), 'custody-person-mismatch', 'a document that the register does not know')
  t.same(asked({}, { health: 'SEVERE_ILLNESS' }), { ok: true, change: { admitted: false, bar: 'SEVERE_ILLNESS' } })
  t.same(asked({}, { health: 'SEVERE_ILLNESS', dangerous: true }), { ok: true, change: { admitted: true, health: 'CARE' } })
  t.same(asked({}, { health: 'PREGNANT_OR_NURSING', dangerous: true }), {
    ok: true,
    change: { admitted: false, bar: 'PREGNANT_OR_NURSING' },
  })
})

t.test('a release needs the end of the title or a notice, and the word of every second case', async t => {
  const leaving: Leaving = { titleOpen: false, lastEnd: 'BAIL', unasked: 0, admittedAt: BEFORE }
  const asked = (given: Partial<Leaving>, docNo: string | null = null, at = NOW) =>
    decideRelease({ ...leaving, ...given }, null, docNo, at, NOW)
  t.same(asked({}), { ok: true, change: 'BAIL' })
  t.same(asked({ lastEnd: 'RELEASED' }), { ok: true, change: 'RELEASED' })
  t.equal(codeOf(asked({ titleOpen: true })), 'custody-title-runs')
  t.equal(codeOf(asked({ titleOpen: true }, '1号')), 'allowed')
  t.equal(codeOf(asked({ unasked: 1 })), 'second-case-not-asked')
  t.equal(codeOf(asked({ titleOpen: true, unasked: 1 }, '1号')), 'second-case-not-asked')
  t.equal(codeOf(asked({}, null, AFTER)), 'occurred-in-future')
  t.equal(codeOf(asked({ admittedAt: AFTER })), 'validation')
})

t.test('the gate names what stands in the way and what restores the permit', async t => {
  const permit: PermitAtGate = { holder: 'A', validUntil: AFTER, endedReason: null, titleHolder: 'A', custodyDue: AFTER, isHere: true }
  const answer = (given: Partial<PermitAtGate>, officers = 2) => decideAtGate({ ...permit, ...given }, officers, NOW)
  t.same(answer({}), { code: 'ALLOWED', restoredBy: null })
  t.same(answer({ custodyDue: null }), { code: 'ALLOWED', restoredBy: null }, 'a count that stands still ends no permit')
  t.same(answer({}, 1), { code: 'TWO_OFFICERS', restoredBy: null })
  t.same(decideAtGate(null, 2, NOW), { code: 'UNKNOWN', restoredBy: null })
  t.same(answer({ isHere: false }), { code: 'NOT_HERE', restoredBy: null })
  t.same(answer({ titleHolder: null }), { code: 'TITLE_ENDED', restoredBy: null })
  t.same(answer({ titleHolder: 'B' }), { code: 'NOT_HOLDER', restoredBy: 'newPermitAfterTransfer' })
  t.same(
    answer({ endedReason: 'HOLDER_CHANGED' }),
    { code: 'NOT_HOLDER', restoredBy: 'newPermitAfterTransfer' },
    'also when the file came back',
  )
  t.same(answer({ validUntil: NOW }), { code: 'EXPIRED', restoredBy: 'newPermitAfterChangeNotice' }, 'good until its end, not at it')
  t.same(answer({ validUntil: BEFORE, custodyDue: BEFORE }), { code: 'EXPIRED', restoredBy: 'changeNotice' })
  t.same(answer({ endedReason: 'RENEWED' }), { code: 'EXPIRED', restoredBy: 'newPermitAfterChangeNotice' })
})

t.test('a permit never outlives custody', async t => {
  t.same(decidePermitEnd(null, AFTER, NOW), { ok: true, change: AFTER })
  t.same(decidePermitEnd(AFTER, null, NOW), { ok: true, change: AFTER })
  t.equal(codeOf(decidePermitEnd(null, null, NOW)), 'fact-required')
  t.equal(codeOf(decidePermitEnd(shanghai('2026-12-01 12:02'), AFTER, NOW)), 'permit-past-custody')
  t.equal(codeOf(decidePermitEnd(null, BEFORE, NOW)), 'permit-past-custody')
})

t.test('an incident ends when custody is lawful again or over, by what the register says', async t => {
  const start = shanghai('2026-12-01 10:00')
  const incident: OpenIncident = { expiredAt: start, isHeld: true, isInside: false, titleEndedAt: null, leftAt: null, dueAt: start }
  const asked = (given: Partial<OpenIncident>, reason: 'RELEASED' | 'PERIOD_CHANGED', endedAt: Date | null) =>
    decideClosing({ ...incident, ...given }, reason, endedAt, NOW)
  for (const reason of ['RELEASED', 'PERIOD_CHANGED'] as const)
    t.equal(codeOf(asked({}, reason, NOW)), 'incident-not-over', 'still held past the end')
  t.equal(codeOf(asked({ dueAt: AFTER }, 'RELEASED', NOW)), 'incident-not-over', 'he was not released')
  t.equal(codeOf(asked({ isHeld: false, titleEndedAt: BEFORE }, 'PERIOD_CHANGED', NOW)), 'incident-not-over', 'nobody holds him')
  t.same(asked({ isHeld: false, titleEndedAt: BEFORE }, 'RELEASED', null), { ok: true, change: BEFORE }, 'the title itself says when')
  t.equal(
    codeOf(asked({ isHeld: false, isInside: true, titleEndedAt: start }, 'RELEASED', null)),
    'incident-not-over',
    'nobody holds him, and he is inside',
  )
  t.same(
    asked({ isHeld: false, titleEndedAt: start, leftAt: BEFORE }, 'RELEASED', null),
    { ok: true, change: BEFORE },
    'over when he is out',
  )
  t.same(asked({ dueAt: AFTER }, 'PERIOD_CHANGED', BEFORE), { ok: true, change: BEFORE })
  t.equal(codeOf(asked({ dueAt: AFTER }, 'PERIOD_CHANGED', null)), 'fact-required')
  t.equal(codeOf(asked({ dueAt: AFTER }, 'PERIOD_CHANGED', AFTER)), 'validation')
  t.equal(codeOf(asked({ dueAt: AFTER }, 'PERIOD_CHANGED', shanghai('2026-12-01 09:59'))), 'validation')
  t.equal(overdueMinutes(start, shanghai('2026-12-01 10:01')), 1)
  t.equal(overdueMinutes(start, new Date(start.getTime() + 1)), 1, 'a begun minute counts')
})

t.test('a row of the register is red from the instant of its end', async t => {
  const row = { place: 'here', stopped: false, title: true }
  t.equal(standingOf({ ...row, dueAt: NOW }, NOW), 'overdue')
  t.equal(standingOf({ ...row, dueAt: AFTER }, NOW), 'soon')
  t.equal(standingOf({ ...row, dueAt: shanghai('2026-12-08 12:00') }, NOW), 'soon')
  t.equal(standingOf({ ...row, dueAt: shanghai('2026-12-08 12:01') }, NOW), 'running')
  t.equal(standingOf({ ...row, stopped: true, dueAt: BEFORE }, NOW), 'stopped')
  t.equal(standingOf({ ...row, dueAt: null }, NOW), 'noPeriod')
  t.equal(standingOf({ ...row, place: 'leaving', dueAt: null }, NOW), 'leaving')
  t.equal(daysLeft(shanghai('2026-12-02 11:59'), NOW), 0)
  t.equal(daysLeft(BEFORE, NOW), -1)
})
