import t from 'tap'
import { decideCorrection } from '../../src/cases/correction-rules.ts'
import type { CaseFacts } from '../../src/cases/model.ts'
import type { PastStep } from '../../src/cases/replay.ts'
import { decide } from '../../src/cases/rules.ts'
import { agencyOf } from '../../src/domain/codes.ts'
import { accept, type Decision } from '../../src/domain/problem.ts'
import { CALENDAR } from '../support/calendar.ts'
import { aCase, aCasePerson, afterChange, at } from '../support/case-facts.ts'
import { agencyFor } from '../support/course.ts'

const LATER = at('2026-12-31 00:00')
const A = 'person-1'
const B = 'person-2'
const PAPER = { docNo: '〔2026〕1号', reason: '理由' }

/** A case whose steps are kept as they were entered. */
function entered() {
  let facts = aCase({ chargeCode: 'X042', openedAt: at('2026-01-12 09:00') })
  const past: PastStep[] = []
  const course = {
    get facts(): CaseFacts {
      return facts
    },
    past,
    take(act: string, when: string, casePersonId: string | null = null, data: Record<string, unknown> = {}) {
      const byAgency = agencyFor(act, facts.holderAgency)
      const given = { ...PAPER, ...data }
      const command = { act, casePersonId, byAgency, byAgencyType: agencyOf(byAgency).type, occurredAt: at(when), data: given }
      facts = afterChange(facts, accept(decide(facts, command, LATER)))
      const event = facts.events.at(-1)
      if (event) past.push({ seq: event.seq, act, casePersonId, byAgency, data: given, event })
      return course
    },
    join(id: string, seq: number, when: string) {
      facts = { ...facts, persons: [...facts.persons, aCasePerson({ id, seq })] }
      return course.take('joinPerson', when, id)
    },
    /** The last step of this act is void. */
    void(act: string) {
      const step = past.findLast(one => one.act === act)
      if (!step) throw new Error(`no ${act}`)
      return decideCorrection(facts, { event: step.event, act, replacementAt: null }, LATER, { steps: past, calendar: CALENDAR })
    },
  }
  return course
}

const twoSuspects = () =>
  entered()
    .take('intake', '2026-01-12 09:00')
    .take('file', '2026-01-12 10:00')
    .join(A, 1, '2026-01-12 11:00')
    .join(B, 2, '2026-01-12 11:30')
    .take('bail', '2026-01-12 15:00', A, { measure: '02' })
    .take('detain', '2026-01-12 16:00', B)

const running = ({ periods }: CaseFacts, person: string): string[] =>
  periods.filter(({ endedAt, casePersonId }) => endedAt === null && casePersonId === person).map(({ code }) => code)
const refusal = (decision: Decision<unknown>): string => (decision.ok ? 'allowed' : `${decision.code} ${decision.facts.act ?? ''}`.trim())

t.test(
  'a detention entered by mistake is void: the earlier bail stands again with its period, and the other person is not touched',
  async t => {
    const course = twoSuspects().take('detain', '2026-01-13 09:00', A)
    t.same(
      course.facts.persons.map(({ measure }) => measure?.code),
      ['06', '06'],
    )
    t.same(
      running(course.facts, A).filter(code => code.startsWith('BAIL')),
      [],
    )
    const wrong = course.past.at(-1)
    const change = accept(course.void('detain'))
    const corrected = afterChange(course.facts, change)
    t.same(
      corrected.persons.map(({ measure }) => [measure?.code, measure?.from]),
      [
        ['02', at('2026-01-12 15:00')],
        ['06', at('2026-01-12 16:00')],
      ],
    )
    const history = change.history.map(({ id }) => id)
    t.notOk(history.includes(wrong?.event.id ?? ''), 'the clocks do not hear of it any more')
    t.match(running(corrected, A), ['BAIL_POLICE'])
    t.notOk(running(corrected, A).includes('DET_ARREST_REQUEST'))
    t.ok(running(corrected, B).includes('DET_ARREST_REQUEST'))
  },
)

t.test('a judgment entered for the wrong person is void: he stands before the court again, and the case with him', async t => {
  const course = entered()
    .take('intake', '2026-01-12 09:00')
    .take('file', '2026-01-12 10:00')
    .join(A, 1, '2026-01-12 11:00')
    .take('bail', '2026-01-12 15:00', A, { measure: '02' })
    .take('sendForProsecution', '2026-02-10 10:00')
    .take('receiveForProsecution', '2026-02-10 11:00')
    .take('acceptForProsecution', '2026-02-10 12:00')
    .take('sendIndictment', '2026-03-01 10:00')
    .take('receiveIndictment', '2026-03-01 11:00')
    .take('acceptIndictment', '2026-03-02 10:00', null, { procedure: 'ordinary' })
  const before = course.facts
  course.take('announceJudgment', '2026-04-01 10:00', A, { principal: 'P2', principalMonths: 3, suspensionMonths: 0, fineYuan: 0 })
  t.equal(course.facts.stage, 'JUDGED')
  const corrected = afterChange(course.facts, accept(course.void('announceJudgment')))
  t.equal(corrected.stage, 'TRIAL')
  t.same(corrected.persons, before.persons)
  t.same(running(corrected, A), running(before, A))
  t.equal(refusal(course.void('acceptIndictment')), 'correction-needs-time acceptIndictment', 'a hand-over has a way back of its own')
  course.take('serveOnPerson', '2026-04-03 10:00', A)
  t.equal(refusal(course.void('announceJudgment')), 'correction-rested-on serveOnPerson', 'the step that rests on it is named')
  const stepwise = afterChange(course.facts, accept(course.void('serveOnPerson')))
  t.equal(stepwise.persons[0]?.servedOnPersonAt, null)
  t.equal(stepwise.stage, 'JUDGED')
})

t.test('a step that another one counts on is not void, though the table would still allow the later one', async t => {
  const course = twoSuspects()
    .take('sendForProsecution', '2026-02-10 10:00')
    .take('receiveForProsecution', '2026-02-10 11:00')
    .take('acceptForProsecution', '2026-02-10 12:00')
  t.equal(
    refusal(course.void('detain')),
    'correction-rested-on acceptForProsecution',
    'the certificate of custody transfer followed from it',
  )
  t.equal(refusal(course.void('intake')), 'correction-needs-time intake')
  t.equal(refusal(course.void('joinPerson')), 'correction-needs-time joinPerson')
})

t.test('where the steps do not give the case as it stands, nobody says what it would be without one', async t => {
  const course = twoSuspects()
  const [first, ...others] = course.facts.persons
  if (!first) return t.fail('nobody')
  const odd = { ...course.facts, persons: [{ ...first, stage: 'TRIAL' as const }, ...others] }
  const step = course.past.at(-1)
  if (!step) return t.fail('no step')
  const decision = decideCorrection(odd, { event: step.event, act: 'detain', replacementAt: null }, LATER, {
    steps: course.past,
    calendar: CALENDAR,
  })
  t.equal(refusal(decision), 'correction-not-derivable')
})
