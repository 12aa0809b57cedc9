import fc from 'fast-check'
import t from 'tap'
import { canonicalJson, type Json } from '../../src/crypto/canonical.ts'

const anyJson = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  ),
})).value

const turned = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .flatMap(([key, one]) => (one === undefined ? [] : [[key, turned(one)] as const])),
  )
}

t.test('the same facts give the same bytes, in whatever order they were written', async t => {
  fc.assert(fc.property(anyJson, value => canonicalJson(turned(value)) === canonicalJson(value)))
  fc.assert(fc.property(anyJson, value => canonicalJson(JSON.parse(canonicalJson(value))) === canonicalJson(value)))
  t.equal(canonicalJson({ b: 1, a: [null, true, '卷'], c: { z: '', y: 0.5 } }), '{"a":[null,true,"卷"],"b":1,"c":{"y":0.5,"z":""}}')
})

t.test('names are ordered by their UTF-16 units, as RFC 8785 §3.2.3 shows', async t => {
  const members = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 }
  t.equal(canonicalJson(members), '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}')
})

t.test('what is not there is left out, and what JSON has no word for is refused', async t => {
  t.equal(canonicalJson({ a: undefined, b: null }), '{"b":null}')
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) t.throws(() => canonicalJson([value]), RangeError)
  t.equal(canonicalJson(-0), '0')
})
