import fc from 'fast-check'
import t from 'tap'
import type { CaseChange, CaseCommand, CaseFacts } from '../../src/cases/model.ts'
import { decide, effectiveOn } from '../../src/cases/rules.ts'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { accept } from '../../src/domain/problem.ts'
import { leastAdvanced, STAGE_ORDER } from '../../src/domain/stages.ts'
import { aCase, aCasePerson, afterChange, at, endedBy, startedBy, withPeriods } from '../support/case-facts.ts'
import { ACTS, AFTER_EFFECT, aStep, isAllowed, STAGES_OF_WALK, TABLE } from './walks.ts'

const HOUR = 3_600_000

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

const stagesOf = (facts: CaseFacts): string[] => facts.persons.map(({ stage }) => stage)
const isReview = (code: string): boolean => code.startsWith('PROC_REVIEW')

/** Every step of the table for everybody in the case, and for nobody. */
const stepsOf = (facts: CaseFacts, now: Date): CaseCommand[] =>
  ACTS.flatMap(act => [...facts.persons.map(({ id }) => id), null].map(id => aStep(facts, act, id, now)))

/** What a change breaks of the table, in words; empty where it keeps all of it. */
function faultsOf(before: CaseFacts, command: CaseCommand, change: CaseChange, after: CaseFacts): string[] {
  const expected = TABLE[command.act]
  if (expected === undefined) return ['an act that the table does not have']
  const faults: string[] = []
  const must = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(`${command.act} at ${before.stage}: ${fault}`)
  }
  for (const { code } of startedBy(change)) must(expected.starts.includes(code), `starts ${code}`)
  for (const { code } of endedBy(change)) must(expected.ends.includes(code), `ends ${code}`)
  for (const { code, startedBy: starter, casePersonId, endedAt } of endedBy(change)) {
    const period = before.periods.find(one => one.startedBy === starter && one.code === code && one.casePersonId === casePersonId)
    must(period?.endedAt === null && endedAt !== null && endedAt >= period.startedAt, `ends ${code} twice or before its start`)
  }
  for (const person of after.persons) {
    const stood = before.persons.find(({ id }) => id === person.id)?.stage
    const isMoved = expected.to !== null && (expected.unit === 'case' || person.id === command.casePersonId)
    must(person.stage === (isMoved ? expected.to : stood), `${person.id} goes from ${stood} to ${person.stage}`)
  }
  must(
    after.stage ===
      (after.persons.length > 0
        ? leastAdvanced(
            after.persons.map(({ stage }) => stage),
            'INTAKE',
          )
        : (expected.to ?? before.stage)),
    `the case stands at ${after.stage}`,
  )
  if (expected.unit === 'person') faults.push(...strangersTouched(command, change, after))
  return faults
}

/** A step of one person leaves the others' periods alone, and the case's own until everybody has come so far. */
function strangersTouched({ act, casePersonId }: CaseCommand, change: CaseChange, after: CaseFacts): string[] {
  const to = TABLE[act]?.to
  const everybodyIsThere =
    to !== null && to !== undefined && after.persons.every(({ stage }) => STAGE_ORDER.indexOf(stage) >= STAGE_ORDER.indexOf(to))
  const isServedOnAll = change.events.includes('judgmentServedOnAll')
  const endedOf = endedBy(change).map(({ casePersonId: owner }) => owner)
  return [
    ...startedBy(change)
      .filter(one => one.casePersonId !== casePersonId)
      .map(({ code }) => `${act} of ${casePersonId} starts another's ${code}`),
    ...endedOf.filter(owner => owner === null && !everybodyIsThere).map(() => `${act} of ${casePersonId} ends a period of the whole case`),
    ...endedOf
      .filter(owner => owner !== null && owner !== casePersonId && !isServedOnAll)
      .map(owner => `${act} of ${casePersonId} ends a period of ${owner}`),
  ]
}

/** From acceptance by the procuratorate until acceptance by the court exactly one review runs for each person. */
function reviewFaults(facts: CaseFacts): string[] {
  return facts.persons.flatMap(({ id, stage }) => {
    const running = facts.periods.filter(
      ({ code, casePersonId, endedAt }) => isReview(code) && casePersonId === id && endedAt === null,
    ).length
    const wanted = ['PROSECUTION_REVIEW', 'INDICTED', 'COURT_CHECK'].includes(stage) ? 1 : 0
    return running === wanted ? [] : [`${running} reviews run at ${stage}`]
  })
}

/** Duties that belong to one stage of the case. */
const OF_STAGE: Readonly<Record<string, string>> = {
  FILING_REVIEW: 'INTAKE',
  PROC_INTAKE_FAST_SAME_DAY: 'TRANSFERRED_PROSECUTION',
  COURT_ACCEPT_7D: 'COURT_CHECK',
  TRIAL_FAST: 'TRIAL',
}

/** A bail goes on until execution begins, who is acquitted is still to be released, and the centre still wants its certificate. */
const OUTLIVING = ['BAIL_POLICE', 'BAIL_PROC', 'BAIL_COURT', 'RELEASE_ACQUITTED', 'CT_RECEIVER_DELIVERY_3D']

/** No duty outlives its stage, and none runs twice for the same person. */
function dutyFaults({ stage, periods }: CaseFacts): string[] {
  const running = periods.filter(({ endedAt }) => endedAt === null)
  const left = running
    .filter(({ code }) => stage !== (OF_STAGE[code] ?? stage) || (stage === 'EFFECTIVE' && ![...AFTER_EFFECT, ...OUTLIVING].includes(code)))
    .map(({ code }) => `${code} runs at ${stage}`)
  const keys = running.map(({ code, casePersonId }) => `${code} ${casePersonId}`)
  return [...left, ...keys.filter((key, index) => keys.indexOf(key) !== index).map(key => `${key} runs twice`)]
}

/** Another summons or suspect would only turn in circles; a desk signs once for a file, which the hand-over sees to. */
const isWorthTaking = ({ periods }: CaseFacts, { act }: CaseCommand): boolean =>
  !['joinPerson', 'summon'].includes(act) &&
  !(act === 'receiveForProsecution' && periods.some(({ code, endedAt }) => code === 'PROC_INTAKE_FAST_SAME_DAY' && endedAt === null))

const aWalk = fc.record({
  people: fc.integer({ min: 1, max: 3 }),
  track48: fc.boolean(),
  charge: fc.constantFrom('X001', 'X010'),
  moves: fc.array(fc.record({ pick: fc.nat({ max: 999 }), hours: fc.integer({ min: 0, max: 200 }) }), { minLength: 20, maxLength: 60 }),
})

t.test('over any course of a case every step is allowed exactly where the table says, and changes only what the table names', async t => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(aWalk, ({ people, track48, charge, moves }) => {
      let facts = frozen(aCase({ chargeCode: charge }))
      let now = facts.openedAt
      const take = (command: CaseCommand): void => {
        const before = facts
        const change = accept(decide(before, command, now))
        facts = frozen(afterChange(before, change))
        const faults = [...faultsOf(before, command, change, facts), ...reviewFaults(facts), ...dutyFaults(facts)]
        if (faults.length > 0) throw new Error(faults.join('\n'))
        for (const stage of [facts.stage, ...stagesOf(facts)]) reached.add(stage)
      }
      take(aStep(facts, 'intake', null, now))
      if (track48) take(aStep(facts, 'enterTrack48', null, now))
      take(aStep(facts, 'file', null, now))
      for (let seq = 1; seq <= people; seq++) {
        facts = frozen({ ...facts, persons: [...facts.persons, aCasePerson({ id: `person-${seq}`, seq })] })
        take(aStep({ ...facts, stage: 'FILED' }, 'joinPerson', `person-${seq}`, now))
      }
      for (const { pick, hours } of moves) {
        now = new Date(now.getTime() + hours * HOUR)
        const steps = stepsOf(facts, now)
        for (const step of steps) {
          const decision = decide(facts, step, now)
          if (decision.ok !== isAllowed(facts, step, now))
            throw new Error(`${step.act} at ${facts.stage} ${stagesOf(facts)}: ${JSON.stringify(decision)}`)
          if (!decision.ok && decision.code === 'internal') throw new Error('a refusal has a code of its own')
        }
        const open = steps.filter(step => isAllowed(facts, step, now) && isWorthTaking(facts, step))
        const next = open[pick % Math.max(1, open.length)]
        if (next) take(next)
      }
    }),
    { numRuns: 150 },
  )
  t.same(reached, new Set(STAGES_OF_WALK), 'the walks came to every stage')
})

const person = (given: Parameters<typeof aCasePerson>[0] = {}) => aCasePerson({ stage: 'INVESTIGATION', ...given })
const now = at('2026-03-20 10:00')
const codeAndReason = (facts: CaseFacts, command: CaseCommand, when = now): string => {
  const decision = decide(facts, command, when)
  return decision.ok ? 'allowed' : [decision.code, decision.facts.reason ?? decision.facts.field].filter(Boolean).join(' ')
}

t.test(
  'an act that the table does not have, a person who is not in the case, and a time that cannot be are refused with their codes',
  async t => {
    const facts = aCase({ stage: 'INVESTIGATION', persons: [person()] })
    t.equal(codeAndReason(facts, aStep(facts, 'pardon', null, now)), 'transition-not-allowed')
    t.equal(codeAndReason(facts, aStep(facts, 'bail', 'somebody', now)), 'person-required')
    t.equal(codeAndReason(facts, aStep(facts, 'bail', 'person-1', new Date(now.getTime() + 6000))), 'occurred-in-future')
    t.equal(codeAndReason(facts, aStep(facts, 'bail', 'person-1', new Date(now.getTime() + 4000))), 'allowed', 'clocks differ by seconds')
    t.equal(codeAndReason(facts, aStep(facts, 'bail', 'person-1', at('2026-03-10 08:29'))), 'occurred-before-case')
  },
)

t.test('one agency bails once; the next agency decides anew and the earlier bail ends with it', async t => {
  const facts = aCase({ stage: 'INVESTIGATION', persons: [person()] })
  const bailed = afterChange(facts, accept(decide(facts, aStep(facts, 'bail', 'person-1', now), now)))
  t.equal(codeAndReason(bailed, aStep(bailed, 'bail', 'person-1', now)), 'state-conflict done-already')
  const reviewed: CaseFacts = {
    ...bailed,
    stage: 'PROSECUTION_REVIEW',
    persons: bailed.persons.map(one => ({ ...one, stage: 'PROSECUTION_REVIEW' })),
  }
  const change = accept(decide(reviewed, aStep(reviewed, 'bail', 'person-1', now), now))
  t.same(
    startedBy(change).map(({ code }) => code),
    ['BAIL_PROC'],
  )
  t.same(
    endedBy(change).map(({ code }) => code),
    ['BAIL_POLICE'],
  )
})

t.test('facts that a step rests on are asked for, with the article', async t => {
  const review = aCase({ stage: 'PROSECUTION_REVIEW', persons: [person({ stage: 'PROSECUTION_REVIEW' })] })
  const bare = (facts: CaseFacts, act: string, data = {}): CaseCommand => ({ ...aStep(facts, act, 'person-1', now), data })
  t.equal(codeAndReason(review, bare(review, 'signUndertaking')), 'fact-required counsel', 'no undertaking without a lawyer')
  t.equal(codeAndReason(review, bare(review, 'bail')), 'fact-required measure')
  const check = aCase({ stage: 'COURT_CHECK', persons: [person({ stage: 'COURT_CHECK' })] })
  t.equal(codeAndReason(check, bare(check, 'acceptIndictment')), 'fact-required procedure')
  const trial = aCase({ stage: 'TRIAL', persons: [person({ stage: 'TRIAL' })] })
  const sentence = { principal: 'P2', principalMonths: 1, suspensionMonths: 2 }
  t.equal(codeAndReason(trial, bare(trial, 'announceJudgment', sentence)), 'fact-required fineYuan')
  t.equal(codeAndReason(trial, bare(trial, 'announceJudgment', { ...sentence, fineYuan: -1 })), 'fact-required fineYuan')
})

t.test('the review lasts ten days on the open track or where everybody pleads and consents, else a month', async t => {
  const started = (facts: Partial<CaseFacts>): string[] => {
    const sent = aCase({ stage: 'TRANSFERRED_PROSECUTION', chargeCode: 'X010', ...facts })
    const change = accept(decide(sent, aStep(sent, 'acceptForProsecution', null, now), now))
    return startedBy(change)
      .filter(({ code }) => isReview(code))
      .map(({ code }) => code)
  }
  const sent = { stage: 'TRANSFERRED_PROSECUTION' } as const
  const consents = aCasePerson({ ...sent, pleads: true, fastTrackConsent: true })
  const denies = aCasePerson({ ...sent, id: 'person-2', seq: 2, pleads: false })
  const track = { arrivedAt: at('2026-03-10 08:30'), closedAt: null }
  t.same(started({ persons: [aCasePerson(sent)] }), ['PROC_REVIEW'])
  t.same(started({ persons: [consents] }), ['PROC_REVIEW_FAST'])
  t.same(started({ persons: [aCasePerson(sent)], fastReviewBar: null }), ['PROC_REVIEW_FAST'], 'the police answered that all holds')
  t.same(started({ persons: [consents, denies] }), ['PROC_REVIEW', 'PROC_REVIEW'], 'one who denies takes the fast track from all (CPL 223)')
  t.same(started({ persons: [denies], track48: { ...track, state: 'open' } }), ['PROC_REVIEW_FAST'])
  t.same(started({ persons: [denies], track48: { ...track, state: 'left' } }), ['PROC_REVIEW'])
})

t.test('only who was sentenced outside prison walls goes to community correction', async t => {
  const sentence = { principal: 'P3', principalMonths: 10, suspensionMonths: 0, fineYuan: 0 }
  const served = { stage: 'APPEAL_PERIOD', servedOnPersonAt: at('2026-03-01 10:00') } as const
  const judged = aCase({
    stage: 'APPEAL_PERIOD',
    openedAt: at('2026-01-01 10:00'),
    servedOnProcuratorateAt: at('2026-03-01 10:00'),
    persons: [
      person({ ...served, sentence }),
      person({ ...served, id: 'person-2', seq: 2, sentence: { ...sentence, suspensionMonths: 12 } }),
    ],
  })
  const facts = withPeriods(
    judged,
    judged.persons.map(({ id }) => ({ code: 'APPEAL_JUDGMENT_10D', casePersonId: id, startedAt: at('2026-03-01 10:00') })),
  )
  const started = startedBy(accept(decide(facts, aStep(facts, 'takeEffect', null, now), now)))
  const codesOf = (id: string): string[] => started.filter(({ casePersonId }) => casePersonId === id).map(({ code }) => code)
  t.same(codesOf('person-1'), ['EXEC_DELIVERY_10D'])
  t.same(codesOf('person-2'), ['CC_NOTICE_5D', 'CC_DOCUMENTS_10D', 'CC_REPORT_10D'])
})

t.test('no judgment takes effect before the last day on which somebody may appeal is over', async t => {
  const served = { stage: 'APPEAL_PERIOD', sentence: null, servedOnPersonAt: at('2026-05-15 16:30') } as const
  const facts = withPeriods(
    aCase({
      stage: 'APPEAL_PERIOD',
      servedOnProcuratorateAt: at('2026-05-15 16:30'),
      persons: [person(served), person({ ...served, id: 'person-2', seq: 2 })],
    }),
    [
      { code: 'APPEAL_JUDGMENT_10D', casePersonId: 'person-1', startedAt: at('2026-05-15 16:30') },
      { code: 'APPEAL_JUDGMENT_10D', casePersonId: 'person-2', startedAt: at('2026-05-18 10:00') },
      { code: 'PROTEST_JUDGMENT_10D', casePersonId: null, startedAt: at('2026-05-15 16:30') },
    ],
  )
  t.equal(effectiveOn(facts), '2026-05-29')
  const step = aStep(facts, 'takeEffect', null, at('2026-05-28 12:00'))
  t.equal(codeAndReason(facts, step, at('2026-05-28 23:59')), 'state-conflict appeal-period-running')
  const change = accept(decide(facts, step, at('2026-06-02 09:00')))
  t.equal(toShanghai(change.occurredAt), '2026-05-29T00:00:00+08:00', 'it took effect on the day of the law, however late it is recorded')
  t.same(
    endedBy(change).map(({ endedAt }) => endedAt && toShanghai(endedAt)),
    ['2026-05-25T23:59:59+08:00', '2026-05-25T23:59:59+08:00', '2026-05-28T23:59:59+08:00'],
    'a right that ran out ended on its own last day',
  )
  const unserved = { ...facts, persons: facts.persons.map((one, index) => (index === 0 ? one : { ...one, servedOnPersonAt: null })) }
  t.equal(codeAndReason(unserved, step, at('2026-06-02 09:00')), 'state-conflict not-served-on-all')
})

t.test('sample case 1: drunk driving on the 48-hour track has its sixteen dates', async t => {
  let facts = aCase()
  const due = new Map<string, string>()
  const take = (act: string, when: string, casePersonId: string | null = null): void => {
    const change = accept(decide(facts, aStep(facts, act, casePersonId, at(when)), at('2026-04-01 00:00')))
    for (const { code, startedAt, outcome } of startedBy(change))
      due.set(code, `${toShanghai(startedAt).slice(0, 16)} → ${toShanghai(outcome.dueAt).slice(0, 19)}`)
    facts = afterChange(facts, change)
  }
  take('intake', '2026-03-10 08:30')
  take('enterTrack48', '2026-03-10 08:30')
  take('file', '2026-03-10 09:00')
  facts = { ...facts, persons: [aCasePerson()] }
  take('joinPerson', '2026-03-10 08:30', 'person-1')
  take('summon', '2026-03-10 08:30', 'person-1')
  take('bail', '2026-03-10 18:00', 'person-1')
  take('sendForProsecution', '2026-03-10 20:00')
  take('receiveForProsecution', '2026-03-10 20:10')
  take('acceptForProsecution', '2026-03-10 20:20')
  take('signUndertaking', '2026-03-11 09:30', 'person-1')
  take('sendIndictment', '2026-03-11 11:00')
  take('receiveIndictment', '2026-03-11 11:10')
  take('acceptIndictment', '2026-03-11 11:30')
  take('announceJudgment', '2026-03-11 15:50', 'person-1')
  take('serveOnPerson', '2026-03-11 16:10', 'person-1')
  take('serveOnProcuratorate', '2026-03-11 16:10')
  t.match(facts.track48, { state: 'done', closedAt: at('2026-03-11 16:10') }, 'the track is done after 31 hours and 40 minutes')
  take('takeEffect', '2026-03-24 00:00')
  const dates: Readonly<Record<string, string>> = {
    FT48_TOTAL: '2026-03-10T08:30 → 2026-03-12T08:30:00',
    FT48_POLICE: '2026-03-10T08:30 → 2026-03-11T08:30:00',
    SUMMONS_12H: '2026-03-10T08:30 → 2026-03-10T20:30:00',
    BAIL_POLICE: '2026-03-10T18:00 → 2027-03-10T23:59:59',
    FT48_PROC: '2026-03-10T08:30 → 2026-03-11T18:30:00',
    PROC_RIGHTS_NOTICE_3D: '2026-03-10T20:20 → 2026-03-13T23:59:59',
    PROC_REVIEW_FAST: '2026-03-10T20:20 → 2026-03-20T23:59:59',
    FT48_COURT: '2026-03-10T08:30 → 2026-03-12T04:30:00',
    COURT_ACCEPT_7D: '2026-03-11T11:10 → 2026-03-18T23:59:59',
    TRIAL_FAST: '2026-03-11T11:30 → 2026-03-23T23:59:59',
    JUDGMENT_DELIVERY_5D: '2026-03-11T15:50 → 2026-03-16T23:59:59',
    APPEAL_JUDGMENT_10D: '2026-03-11T16:10 → 2026-03-23T23:59:59',
    PROTEST_JUDGMENT_10D: '2026-03-11T16:10 → 2026-03-23T23:59:59',
    CC_NOTICE_5D: '2026-03-24T00:00 → 2026-03-30T23:59:59',
    CC_DOCUMENTS_10D: '2026-03-24T00:00 → 2026-04-03T23:59:59',
    CC_REPORT_10D: '2026-03-24T00:00 → 2026-04-03T23:59:59',
  }
  for (const [code, expected] of Object.entries(dates)) t.equal(due.get(code), expected, code)
  t.notOk(due.has('COURT_MEASURE_REDECIDE_7D'), 'the earlier bail goes on in the rapid mechanism')
})
