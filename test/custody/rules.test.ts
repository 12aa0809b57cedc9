import t from 'tap'
import { transitionOf } from '../../src/cases/transitions.ts'
import { TRANSFER_KINDS } from '../../src/custody/certificate/model.ts'
import type { CheckFacts, DispatchState } from '../../src/custody/model.ts'
import { DISPATCH_STATES } from '../../src/custody/model.ts'
import { checkDispatch, decideAcknowledge, decideCarried, decideRefuse, decideReissue, transferKindOf } from '../../src/custody/rules.ts'
import { LEG_RULES } from '../../src/handovers/legs.ts'
import { at } from '../support/case-facts.ts'

/** A transfer for prosecution as it should be. */
const RIGHT: CheckFacts = {
  paper: 'transfer',
  kind: 'TRANSFER_PROSECUTION',
  state: 'delivered',
  fromType: 'publicSecurity',
  toType: 'procuratorate',
  isHere: true,
  holderBefore: '350503-PSB',
  holderAfter: '350503-PRO',
  fromAgency: '350503-PSB',
  toAgency: '350503-PRO',
  sealsHold: true,
  senderDueAt: at('2026-04-10 23:59'),
  acceptedAt: at('2026-04-03 10:00'),
  newFrom: at('2026-04-03 10:00'),
  newTo: at('2026-05-03 23:59'),
  lawfulFrom: at('2026-04-03 10:00'),
  lawfulTo: at('2026-05-03 23:59'),
  numberUsed: false,
}
const failed = (facts: Partial<CheckFacts>): string[] =>
  checkDispatch({ ...RIGHT, ...facts }).flatMap(({ code, outcome }) => (outcome === 'passed' ? [] : [`${code} ${outcome}`]))

t.test('a centre checks what the notice of 2014 wants checked, and names what fails', async t => {
  const cases: readonly (readonly [string, Partial<CheckFacts>, string[]])[] = [
    ['all in order', {}, []],
    ['somebody else, or nobody here', { isHere: false }, ['PERSON_MISMATCH failed']],
    ['another agency held him: double custody', { holderBefore: '350502-PSB' }, ['NOT_HOLDER failed']],
    ['the receiver does not hold him', { holderAfter: '350503-PSB' }, ['NOT_HOLDER failed']],
    ['a seal that does not hold', { sealsHold: false }, ['SIGNATURE_INVALID failed']],
    ['an indictment by the police', { kind: 'INDICT' }, ['STAGE_MISMATCH failed']],
    ['a kind that there is not', { kind: 'SOMETHING' }, ['STAGE_MISMATCH failed']],
    ['a period too long', { newTo: at('2026-06-03 23:59') }, ['PERIOD_WRONG failed']],
    ['a period from the wrong day', { newFrom: at('2026-04-04 10:00') }, ['PERIOD_WRONG failed']],
    ['no period at all', { newTo: null, lawfulTo: null }, ['PERIOD_WRONG failed']],
    ['a number that was used', { numberUsed: true }, ['DUPLICATE failed']],
    ['revoked', { state: 'revoked' }, ['REVOKED failed']],
    ['accepted after the old end: recorded, and an incident', { acceptedAt: at('2026-04-12 10:00') }, ['LATE late']],
  ]
  for (const [title, facts, wanted] of cases) t.same(failed(facts), wanted, title)
})

t.test('a notice of a changed period is the holder’s; a release is of whoever held him, and has no period', async t => {
  const notice: Partial<CheckFacts> = {
    paper: 'changeNotice',
    kind: '延长期限',
    toType: null,
    toAgency: null,
    holderBefore: null,
    holderAfter: '350503-PSB',
  }
  t.same(failed(notice), [])
  t.same(failed({ ...notice, holderAfter: '350503-PRO' }), ['NOT_HOLDER failed'])
  const release: Partial<CheckFacts> = { ...notice, paper: 'releaseNotice', holderBefore: '350503-PSB', newTo: null, lawfulTo: null }
  t.same(failed(release), [])
  t.same(failed({ ...release, holderBefore: '350503-CRT' }), ['NOT_HOLDER failed'])
})

t.test('only what lies on the desk is answered; what fails a check is not acknowledged', async t => {
  const states = Object.keys(DISPATCH_STATES).filter((state): state is DispatchState => state in DISPATCH_STATES)
  const passed = checkDispatch(RIGHT)
  t.same(
    states.filter(state => decideAcknowledge(state, passed).ok),
    ['delivered'],
  )
  t.same(
    states.filter(state => decideRefuse(state).ok),
    ['delivered'],
  )
  t.same(
    states.filter(state => decideReissue(state).ok),
    ['delivered', 'refused', 'acknowledged'],
  )
  t.same(
    states.filter(state => decideCarried(state).ok),
    ['completed', 'delivered'],
  )
  t.match(decideAcknowledge('delivered', checkDispatch({ ...RIGHT, sealsHold: false })), {
    code: 'custody-check-failed',
    facts: { check: 'SIGNATURE_INVALID' },
  })
  t.ok(
    decideAcknowledge('delivered', checkDispatch({ ...RIGHT, acceptedAt: at('2026-04-12 10:00') })).ok,
    'late is accepted for the record',
  )
})

t.test('each way that changes the holder has its kind, save the file that goes back to be executed', async t => {
  const changing = LEG_RULES.filter(([, rule]) => transitionOf(rule.accept).holder === 'receiver').map(([leg]) => leg)
  t.same(
    changing.filter(leg => transferKindOf(leg) === null),
    ['fileDown'],
  )
  t.same(
    LEG_RULES.map(([leg]) => leg).filter(leg => !changing.includes(leg) && transferKindOf(leg) !== null),
    [],
    'and no other way has one',
  )
  const used = new Set(changing.flatMap(leg => transferKindOf(leg)?.kind ?? []))
  t.same(
    Object.keys(TRANSFER_KINDS).filter(kind => ![...used].some(one => one === kind)),
    ['REVIEW_DEATH'],
    'a review of a death sentence has no way yet',
  )
})
