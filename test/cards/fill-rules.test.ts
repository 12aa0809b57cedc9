import fc from 'fast-check'
import t from 'tap'
import { decideField } from '../../src/cards/fill-rules.ts'
import type { Candidate, CardField, FieldValue, ValueSource } from '../../src/cards/model.ts'
import { sameIn, sameValue } from '../../src/cards/same-value.ts'
import { CARD_FIELDS, fieldOf } from '../../src/cards/table/fields.ts'

const field = (key: string): CardField => {
  const found = fieldOf(key, 'case') ?? fieldOf(key, 'person')
  if (found === undefined) throw new Error(`no field ${key}`)
  return found
}
const PATH = '/x'
const said = (value: string, source: ValueSource): Candidate => ({ path: PATH, value, source })
const paper = (documentCode: string, confidence = 0.97): ValueSource => ({
  kind: 'extracted',
  documentCode,
  documentId: 'd',
  page: 1,
  confidence,
})
const inherited: ValueSource = { kind: 'inherited', fromStage: 'police', confidence: 1 }
const event: ValueSource = { kind: 'computed', engine: 'events', confidence: 1 }
const decided = (key: string, now: FieldValue | null, ...candidates: Candidate[]): FieldValue => {
  const next = decideField(field(key), 'procuratorate', now, candidates)
  if (next === null) throw new Error('nothing was decided')
  return next
}

t.test('an inherited value fills an empty field by itself; a reading of a paper waits for a person', async t => {
  t.equal(decided('name', null, said('林志远', inherited)).state, 'auto')
  t.equal(decided('birthplace', null, said('泉州市丰泽区', paper('GA38'))).state, 'proposed')
})

t.test('what the earlier card and a paper say alike stands, with the paper as a second source', async t => {
  const value = decided('filedOn', null, said('2026-03-10', inherited), said('2026-03-10', paper('GA03')))
  t.match(value, { state: 'auto', value: '2026-03-10', alternatives: [] })
})

t.test('an inherited value that a paper contradicts is a conflict, and both are kept', async t => {
  const value = decided('idNo', null, said('350503198806149916', inherited), said('350503198806149917', paper('GA38')))
  t.equal(value.state, 'conflict')
  t.equal(value.value, '350503198806149917', 'the paper on the person is believed before the earlier card')
  t.match(value.alternatives, [{ value: '350503198806149916', source: { kind: 'inherited' } }])
})

t.test('a doubtful reading contradicts nobody: it stands among the others', async t => {
  const value = decided('filedOn', null, said('2026-03-10', event), said('2026-08-10', paper('GA03', 0.5)))
  t.match(value, { state: 'auto', value: '2026-03-10' })
  t.equal(value.alternatives.length, 1)
})

t.test('identity: registry before the paper on the person before the earlier card before other papers', async t => {
  const all = [
    said('甲', { kind: 'external', engine: 'registry', confidence: 1 }),
    said('乙', paper('GA38')),
    said('丙', inherited),
    said('丁', paper('GA44')),
  ]
  for (const [at, expected] of ['甲', '乙', '丙', '丁'].entries())
    t.equal(decided('name', null, ...all.slice(at).reverse()).value, expected)
})

t.test('facts of the procedure: the signed paper before the event before the card', async t => {
  const value = decided('filedOn', null, said('2026-03-11', event), said('2026-03-12', inherited), said('2026-03-10', paper('GA03')))
  t.match(value, { state: 'conflict', value: '2026-03-10' })
})

t.test('legal evaluation is proposed and never contradicted, whoever says it', async t => {
  const value = decided('caseCategory', null, said('X001', inherited), said('X042', paper('JC21')))
  t.match(value, { state: 'proposed', value: 'X001' })
  const own: FieldValue = { ...value, value: 'X007', state: 'confirmed', typed: true }
  const later = decideField(field('caseCategory'), 'procuratorate', own, [said('X099', paper('GA73'))])
  t.equal(later?.state, 'confirmed', 'another value is shown, and the own one stands')
})

t.test('what a person has settled stays; what is new and says otherwise asks him again, once', async t => {
  const first = decided('birthplace', null, said('泉州市丰泽区', paper('GA38')))
  const confirmed: FieldValue = { ...first, state: 'confirmed' }
  t.equal(decideField(field('birthplace'), 'procuratorate', confirmed, [said('泉州市丰泽区', paper('GA38'))]), null)
  const again = decided('birthplace', confirmed, said('泉州市丰泽区', paper('GA38')), said('晋江市青阳街道', paper('GA41')))
  t.match(again, { state: 'conflict', value: '泉州市丰泽区' })
  const chosen: FieldValue = { ...again, state: 'confirmed' }
  t.equal(decideField(field('birthplace'), 'procuratorate', chosen, [said('晋江市青阳街道', paper('GA41'))]), null)
})

t.test('events go on: what they make of a field replaces what they made of it before', async t => {
  const before = decided('returnCount', null, said('0', event))
  const after = decided('returnCount', { ...before, state: 'confirmed' }, said('1', event))
  t.match(after, { value: '1', state: 'auto' })
})

t.test('whatever is said in whatever order, the same stands, and nothing that was said is lost', async () => {
  const sources = fc.constantFrom(inherited, event, paper('GA38'), paper('GA44', 0.6), { kind: 'external', confidence: 1 } as const)
  const claims = fc.array(fc.record({ value: fc.constantFrom('甲', '乙', '丙'), source: sources }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(claims, fc.constantFrom(...CARD_FIELDS), (list, one) => {
      const distinct = list.filter(
        ({ source, value }, at) => !list.some((other, before) => before < at && other.source === source && other.value !== value),
      )
      const candidates = distinct.map(({ value, source }) => said(value, source))
      const forward = decideField(one, 'court', null, candidates)
      const backward = decideField(one, 'court', null, candidates.toReversed())
      if (forward === null || backward === null) return false
      const kept = [forward.value, ...forward.alternatives.map(({ value }) => value)]
      return (
        forward.value === backward.value &&
        forward.state === backward.state &&
        candidates.every(({ value }) => kept.some(k => sameIn(one.key, k, value)))
      )
    }),
  )
})

t.test('the same, as different hands write it', async t => {
  for (const [one, other, same] of [
    ['福建省泉州市丰泽区田安路12号', '丰泽区田安路12号', true],
    ['3000.00', '3000', true],
    ['2026-03-10T20:20:00+08:00', '2026-03-10T12:00:00Z', true],
    ['2026-03-10T20:20:00+08:00', '2026-03-11T20:20:00+08:00', false],
    ['泉州市公安局（丰泽分局）', '泉州市公安局(丰泽分局)', true],
    ['350503198806149916', '350503198806149917', false],
  ] as const)
    t.equal(sameValue(one, other), same, `${one} / ${other}`)
  t.ok(sameValue({ text: '丰泽区田安路12号', division: '350503' }, { text: '丰泽区 田安路12号' }))
  t.notOk(sameValue([{ chargeCode: 'X001' }], [{ chargeCode: 'X001' }, { chargeCode: 'X042' }]))
})

t.test('a level of education and having finished it do not contradict each other (GB/T 4658)', async t => {
  t.match(decided('education', null, said('61', inherited), said('60', paper('GA41'))), { state: 'auto', value: '61', alternatives: [] })
  t.equal(decided('education', null, said('61', inherited), said('71', paper('GA41'))).state, 'conflict')
})
