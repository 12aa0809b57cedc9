import t from 'tap'
import { pathOf } from '../../src/cards/model.ts'
import { fieldOf } from '../../src/cards/table/fields.ts'
import { isCreditCode, problemsOf } from '../../src/cards/validation.ts'
import type { Json } from '../../src/domain/json.ts'

const PERSON = '7b0f8a52-3f6e-4c2a-9f65-1d2c3b4a5e6f'
const TODAY = '2026-03-11'

/** The codes of what is said of a value beside the rest of a card; what blocks bears a mark. */
function said(key: string, value: Json, rest: Record<string, Json> = {}): string[] {
  const scope = fieldOf(key, 'case') ? 'case' : 'person'
  const field = fieldOf(key, scope)
  if (field === undefined) throw new Error(key)
  const person = scope === 'case' ? null : PERSON
  const fields = new Map(Object.entries(rest).map(([name, given]) => [pathOf(name, person), { value: given }]))
  return problemsOf(field, pathOf(key, person), value, fields, TODAY).map(({ code, blocks }) => `${code}${blocks ? '!' : ''}`)
}

t.test('an identity number with a wrong check digit is taken of a name that is self-stated only (GB 11643)', async t => {
  t.same(said('idNo', '350503198806149917', { idType: '111', nameBasis: 'verified' }), ['id-number-invalid!'])
  t.same(said('idNo', '350503198806149917', { idType: '111', nameBasis: 'selfStated' }), ['id-number-invalid'])
  t.same(said('idNo', 'E12345678', { idType: '414' }), [], 'a passport has no check digit')
})

t.test('birth and sex are held against the number', async t => {
  const rest = { idType: '111', idNo: '350503198806149916' }
  t.same(said('birthDate', '1988-06-15', rest), ['card-birth-differs'])
  t.same(said('sex', '2', rest), ['card-sex-differs'])
  t.same(said('birthDate', '1988-06-14', rest), [])
})

t.test('a credit code has a check character (GB 32100)', async t => {
  t.ok(isCreditCode('91350100M000100Y43'))
  t.notOk(isCreditCode('91350100M000100Y44'))
  t.same(said('employer', '91350100M000100Y44'), ['card-credit-code!'])
  t.same(said('employer', '泉州市某某物流公司'), [])
})

t.test('dates are held against each other and against today', async t => {
  t.same(said('occurredFrom', '2026-03-12T08:00:00+08:00'), ['card-in-future!'])
  t.same(said('transferredOn', '2026-03-09', { filedOn: '2026-03-10' }), ['card-date-order!'])
  t.same(said('transferredOn', '2026-03-10', { filedOn: '2026-03-10' }), [])
  t.same(said('birthDate', '2027-01-01'), ['card-in-future!'])
})

t.test('a value of another form than the schema’s is not taken', async t => {
  t.same(said('lossAmount', '三万元'), ['card-value-form!'])
  t.same(said('lossAmount', '30000.00'), [])
  t.same(said('charges', [{ chargeCode: 'X001' }]), ['card-value-form!'])
  t.same(said('sex', '男'), ['card-value-form!'])
})
