import t from 'tap'
import type { CaseFacts, CasePerson } from '../../src/cases/model.ts'
import { DOCUMENT_TYPES, documentType } from '../../src/domain/codes.ts'
import { legalDate } from '../../src/domain/legal-date.ts'
import { runGate } from '../../src/handovers/gates.ts'
import type { GateDocument, GatePlace, Leg } from '../../src/handovers/model.ts'
import { aCase, aCasePerson, at } from '../support/case-facts.ts'

const now = at('2026-03-10 20:00')
const place: GatePlace = { now, from: '350503-PSB', to: null, persons: null, residences: new Map(), atLarge: [], card: null }
const bail = { code: '02', decidedBy: '350503-PSB', decidedByType: 'publicSecurity', from: at('2026-03-10 18:00'), docNo: null } as const
const aSuspect = (given: Partial<CasePerson> = {}): CasePerson => aCasePerson({ stage: 'INVESTIGATION', measure: bail, ...given })
const pleading = { pleads: true, fastTrackConsent: true, counsel: 'dutyLawyer' } as const
const track48 = { arrivedAt: at('2026-03-10 08:30'), state: 'open', closedAt: null } as const

let serial = 0
const aPaper = (code: string, casePersonId: string | null = null): GateDocument => ({
  id: `paper-${++serial}`,
  code,
  casePersonId,
  pageCount: 1,
  hasBothDigests: true,
})
const codesMissing = (leg: Leg, facts: CaseFacts, papers: readonly GateDocument[] = []): string[] => [
  ...new Set(
    runGate(leg, facts, papers, place)
      .items.filter(({ status }) => status === 'missing')
      .map(({ code }) => code),
  ),
]
const failedChecks = (leg: Leg, facts: CaseFacts, papers: readonly GateDocument[] = []): string[] =>
  runGate(leg, facts, papers, place)
    .checks.filter(({ ok }) => !ok)
    .map(({ code }) => code)

/** Papers that each gate always asks for. Source: dossier.md §4 (forms of 2012) and procedure.md §3. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  G2: ['GA01', 'GA03', 'GA07', 'GA31', 'GA32', 'GA34', 'GA38', 'GA39', 'GA41', 'GA73', 'GA75', 'GA81', 'GA82'],
  G4A: ['GA32', 'GA33', 'GA34'],
  G3: ['GA73', 'JC09', 'JC13', 'JC14', 'JC21', 'JC22', 'JC43'],
  G4B: ['JC11', 'JC14', 'JC16', 'JC17', 'JC18', 'JC19'],
}

const plain = aCase({ chargeCode: 'X010', persons: [aSuspect()] })
const fast = aCase({ chargeCode: 'X010', persons: [aSuspect(pleading)] })
const BY_GATE: readonly { readonly gate: string; readonly leg: Leg; readonly facts: CaseFacts }[] = [
  { gate: 'G2', leg: 'transferForProsecution', facts: plain },
  { gate: 'G4A', leg: 'transferForProsecution', facts: fast },
  { gate: 'G3', leg: 'indictment', facts: plain },
  { gate: 'G4B', leg: 'indictment', facts: fast },
]

for (const { gate, leg, facts } of BY_GATE)
  t.test(`${gate}: each paper that it always asks for is named when it is missing, and only then`, async t => {
    const asked = codesMissing(leg, facts)
    const complete = asked.map(code => aPaper(code))
    t.equal(runGate(leg, facts, complete, place).passed, true, 'a complete file passes')
    for (const code of REQUIRED[gate] ?? []) {
      t.ok(asked.includes(code), `${code} is asked for`)
      const without = complete.filter(paper => paper.code !== code)
      t.same(codesMissing(leg, facts, without), [code], `${code} is missing`)
      t.equal(runGate(leg, facts, without, place).passed, false)
    }
  })

t.test('the table of documents names these papers as always required and no other', async t => {
  for (const [gate, codes] of Object.entries(REQUIRED)) {
    const inTable = [...DOCUMENT_TYPES.values()].filter(type => type.gates.some(one => one.gate === gate && one.level === 'required'))
    t.same(new Set(inTable.map(({ code }) => code)), new Set(codes), gate)
  }
})

t.test('the gate of the fast track is added on the open track, or where everybody pleads and consents', async t => {
  const gates = (facts: CaseFacts): readonly string[] => runGate('transferForProsecution', facts, [], place).gates
  t.same(gates(plain), ['G2'])
  t.same(gates(fast), ['G2', 'G4A'])
  t.same(gates({ ...plain, track48 }), ['G2', 'G4A'])
  t.same(gates({ ...fast, persons: [aSuspect(pleading), aSuspect({ id: 'person-2', seq: 2 })] }), ['G2'], 'one does not consent')
  t.same(runGate('indictment', fast, [], place).gates, ['G3', 'G4B'])
})

t.test('a conditional paper is asked for exactly where its condition holds, and where not the reason is said', async t => {
  const cases: readonly [string, Leg, string, Partial<CaseFacts>, Partial<CaseFacts>][] = [
    ['on bail', 'transferForProsecution', 'GA16', {}, { persons: [aSuspect({ measure: { ...bail, code: '04' } })] }],
    ['bail by a guarantor', 'transferForProsecution', 'GA19', {}, { persons: [aSuspect({ measure: { ...bail, code: '03' } })] }],
    ['bail by money', 'transferForProsecution', 'GA20', { persons: [aSuspect({ measure: { ...bail, code: '03' } })] }, {}],
    ['under surveillance', 'transferForProsecution', 'GA21', { persons: [aSuspect({ measure: { ...bail, code: '04' } })] }, {}],
    ['detained', 'transferForProsecution', 'GA10', { persons: [aSuspect({ measure: { ...bail, code: '06' } })] }, {}],
    ['in custody', 'transferForProsecution', 'GA30', { persons: [aSuspect({ measure: { ...bail, code: '07' } })] }, {}],
    ['drunk driving', 'transferForProsecution', 'GA66', { chargeCode: 'X001' }, { chargeCode: 'X010' }],
    ['a victim', 'transferForProsecution', 'GA44', { circumstances: ['hasVictim'] }, { circumstances: ['hasWitness'] }],
    ['searched', 'transferForProsecution', 'GA50', { circumstances: ['searched'] }, {}],
    [
      'a juvenile',
      'transferForProsecution',
      'GA71',
      { persons: [aSuspect({ birthDate: legalDate('2009-10-21') })] },
      { persons: [aSuspect({ birthDate: legalDate('1988-06-14') })] },
    ],
    ['pleads', 'transferForProsecution', 'GA33', { persons: [aSuspect({ pleads: true })] }, {}],
    ['no counsel', 'indictment', 'JC12', {}, { persons: [aSuspect({ counsel: 'defence' })] }],
    ['a victim at the procuratorate', 'indictment', 'JC10', { circumstances: ['hasVictim'] }, {}],
    ['pleads at the procuratorate', 'indictment', 'JC16', { persons: [aSuspect({ pleads: true })] }, {}],
    ['bail, decided anew', 'indictment', 'JC31', {}, { chargeCode: 'X001' }],
    ['summary procedure proposed', 'indictment', 'JC20', { circumstances: ['summaryProposed'] }, {}],
  ]
  for (const [title, leg, code, holds, fails] of cases) {
    t.ok(codesMissing(leg, { ...plain, ...holds }).includes(code), `${title}: ${code} is asked for`)
    const item = runGate(leg, { ...plain, ...fails }, [], place).items.find(one => one.code === code)
    t.match(item, { status: 'notApplicable', reason: { zh: /\p{Script=Han}/u, en: /\w/ } }, `${title}: ${code} is not, with the reason`)
  }
})

t.test('a juvenile is one until the end of the eighteenth birthday, as Shanghai counts the day of the report', async t => {
  const asks = (birthDate: string, openedAt = plain.openedAt): boolean =>
    codesMissing('transferForProsecution', { ...plain, openedAt, persons: [aSuspect({ birthDate: legalDate(birthDate) })] }).includes(
      'GA71',
    )
  t.equal(asks('2008-03-10'), true, 'the birthday itself (法释〔2006〕1号 art. 2)')
  t.equal(asks('2008-03-09'), false, 'the day after')
  t.equal(asks('2008-03-10', at('2026-03-11 00:30')), false, 'half past midnight in Shanghai is still the day before in Greenwich')
  t.equal(asks('2008-02-29', at('2026-02-28 23:00')), true)
  t.equal(asks('2008-02-29', at('2026-03-01 00:00')), false)
})

t.test('a paper of one person does not stand for another', async t => {
  const two = { ...plain, persons: [aSuspect(), aSuspect({ id: 'person-2', seq: 2 })] }
  const missingFor = (papers: readonly GateDocument[]): (string | null)[] =>
    runGate('transferForProsecution', two, papers, place)
      .items.filter(({ code, status }) => code === 'GA41' && status === 'missing')
      .map(({ casePersonId }) => casePersonId)
  t.same(missingFor([]), ['person-1', 'person-2'])
  t.same(missingFor([aPaper('GA41', 'person-2')]), ['person-1'])
  t.same(missingFor([aPaper('GA41')]), ['person-1', 'person-2'], 'with two persons a paper says whose it is')
  t.equal(documentType('GA41').scope, 'person')
})

t.test('the formal checks: persons present, measure stated, files complete, in time, plea recorded', async t => {
  const told = { ...plain, persons: [aSuspect({ counsel: 'dutyLawyer' })] }
  t.same(failedChecks('transferForProsecution', told), [])
  t.same(failedChecks('transferForProsecution', { ...plain, persons: [] }), ['persons-present'])
  t.notOk(failedChecks('filingJurisdiction', { ...plain, persons: [] }).includes('persons-present'), 'before filing nobody has come yet')
  t.same(failedChecks('transferForProsecution', { ...plain, persons: [aSuspect({ measure: null, counsel: 'defence' })] }), [
    'measure-stated',
  ])
  t.same(failedChecks('transferForProsecution', told, [{ ...aPaper('GA01'), code: null }]), ['catalogue-complete'], 'a file is not sorted')
  t.same(
    failedChecks('transferForProsecution', told, [{ ...aPaper('GA01'), hasBothDigests: false }]),
    ['catalogue-complete'],
    'a digest is not there yet',
  )
  const review = {
    id: 'p',
    code: 'PROC_REVIEW',
    casePersonId: 'person-1',
    startedAt: at('2026-02-01 10:00'),
    dueAt: at('2026-03-10 19:59'),
    endedAt: null,
    startedBy: 'acceptance',
    suspended: false,
  }
  t.same(failedChecks('indictment', { ...told, periods: [review] }), ['in-time'])
  t.same(failedChecks('indictment', { ...told, periods: [{ ...review, dueAt: now }] }), [], 'at the last moment')
  t.same(
    failedChecks('indictment', { ...told, periods: [{ ...review, endedAt: at('2026-03-01 10:00') }] }),
    [],
    'an ended one binds no more',
  )
  t.same(failedChecks('indictment', { ...told, track48 }), ['plea-recorded'])
  t.same(failedChecks('indictment', { ...fast, track48 }), [])
})

t.test('custody has a place, property its list, everybody was told of counsel', async t => {
  const told = aSuspect({ counsel: 'dutyLawyer' })
  const held = { ...told, measure: { ...bail, code: '06' } }
  const admission = { id: 'e', seq: 1, occurredAt: at('2026-03-10 12:00'), names: ['admittedToDetentionCentre'], persons: ['person-1'] }
  const event = { ...admission, wholeCase: false, starts: [], keeps: [], ends: [], custody: null, deadline: null }
  t.same(failedChecks('transferForProsecution', { ...plain, persons: [held] }), ['custody-place'])
  t.same(failedChecks('transferForProsecution', { ...plain, persons: [held], events: [event] }), [])
  const seized = { ...plain, persons: [told], circumstances: ['seized'] }
  t.same(failedChecks('transferForProsecution', seized, [aPaper('GA52')]), ['property-list'])
  t.same(failedChecks('transferForProsecution', seized, [aPaper('GA51'), aPaper('GA52')]), [])
  t.same(failedChecks('transferForProsecution', { ...plain, persons: [told] }, [aPaper('GA52')]), ['property-list'], 'a list of nothing')
  t.same(failedChecks('transferForProsecution', plain), ['counsel-stated'])
  t.same(failedChecks('transferForProsecution', plain, [aPaper('GA34')]), [], 'told of the duty lawyer')
})

t.test('a receiver of another place has no jurisdiction unless it was designated', async t => {
  const ok = (leg: Leg, facts: CaseFacts, from: string, to: string): boolean | undefined =>
    runGate(leg, facts, [], { ...place, from, to }).checks.find(({ code }) => code === 'jurisdiction')?.ok
  t.equal(ok('transferForProsecution', plain, '350503-PSB', '350503-PRO'), true)
  t.equal(ok('transferForProsecution', plain, '350503-PSB', '350502-PRO'), false)
  t.equal(ok('transferForProsecution', { ...plain, circumstances: ['designated'] }, '350503-PSB', '350502-PRO'), true)
  t.equal(ok('indictment', fast, '350500-PRO', '350500-CRT'), false, 'fast-track is for basic courts')
  t.equal(ok('indictment', plain, '350500-PRO', '350500-CRT'), true)
})

t.test('who was sent back as at large holds up the others until he is split off, and whose proceedings are over asks for nothing', t => {
  const two = aCase({ persons: [aSuspect({ id: 'a' }), aSuspect({ id: 'b', seq: 2 })] })
  const check = (leg: Leg, facts: CaseFacts, atLarge: readonly string[]) =>
    runGate(leg, facts, [], { ...place, atLarge }).checks.find(({ code }) => code === 'persons-present')
  t.match(check('transferForProsecution', two, ['b']), { ok: false, detail: { zh: /分案/ } })
  t.equal(check('transferForProsecution', two, [])?.ok, true)
  t.equal(check('supplementaryReturn', two, ['b'])?.ok, true, 'the police get the file back with or without him')
  t.equal(check('arrestRequest', two, ['b'])?.ok, true, 'and may ask for the arrest of who is at large')
  const gone = { ...two, persons: [aSuspect({ id: 'a' }), aSuspect({ id: 'b', seq: 2, stage: 'CLOSED_MOVED', measure: null })] }
  t.equal(check('transferForProsecution', gone, ['b'])?.ok, true, 'handled separately, he holds up nobody')
  const result = runGate('transferForProsecution', gone, [], place)
  t.equal(result.checks.find(({ code }) => code === 'measure-stated')?.ok, true)
  t.notOk(
    result.items.some(({ casePersonId }) => casePersonId === 'b'),
    'no paper of his is asked for',
  )
  const hint = runGate('supplementaryReturn', two, [], place).checks.find(({ code }) => code === 'whole-file')
  t.match(hint, { ok: true, detail: { zh: /先分案/ } }, 'the return is of the whole file, and says what to do before')
  t.end()
})
