import fc from 'fast-check'
import t from 'tap'
import { readIdNumber } from '../../src/domain/id-number.ts'

t.test('a number with its right check character gives birth date and sex', async t => {
  t.same(readIdNumber('11010519491231002X'), { birthDate: '1949-12-31', sex: '2' })
  t.same(readIdNumber('350503198806149916'), { birthDate: '1988-06-14', sex: '1' })
})

t.test('a small x and spaces around are the same number', async t => {
  t.same(readIdNumber(' 11010519491231002x '), readIdNumber('11010519491231002X'))
})

t.test('a wrong check character, length or day is no number', async t => {
  const wrong = {
    '110105194912310021': 'the check character should be X',
    '11010519491231002': 'a digit is missing',
    '1101051949123100212': 'a digit too many',
    '110105491231002': 'the old form of fifteen digits',
    X1010519491231002X: 'an X where a digit should be',
    '110105194902310025': 'the 31st of February',
    '': 'nothing',
  }
  for (const [number, why] of Object.entries(wrong)) t.equal(readIdNumber(number), null, why)
})

t.test('one mistyped digit, or two neighbours swapped, is always found', async t => {
  const good = '11010519491231002X'
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 0, max: 9 }), (at, digit) => {
      const typed = good.slice(0, at) + digit + good.slice(at + 1)
      return typed === good || readIdNumber(typed) === null
    }),
  )
  for (let at = 0; at < 16; at++) {
    const swapped = good.slice(0, at) + good.charAt(at + 1) + good.charAt(at) + good.slice(at + 2)
    if (swapped !== good) t.equal(readIdNumber(swapped), null, swapped)
  }
})

/** ISO 7064 MOD 11-2, digit by digit. */
const checkOf = (digits: string): string => {
  const rest = [...digits].reduce((sum, digit) => ((sum + Number(digit)) * 2) % 11, 0)
  return '0123456789X'.charAt((12 - rest) % 11)
}

t.test('of the eleven check characters exactly the right one is taken, whatever the number', async t => {
  const checks = new Set<string>()
  for (let serial = 0; serial < 40; serial++) {
    const digits = `35050319880614${String(serial).padStart(3, '0')}`
    const taken = [...'0123456789X'].filter(last => readIdNumber(digits + last) !== null)
    t.same(taken, [checkOf(digits)], digits)
    checks.add(checkOf(digits))
  }
  t.equal(checks.size, 11, 'each of them comes')
})

t.test('a day that no calendar has is refused although its check character is right', async t => {
  // Every check character is tried, so that one of them is right.
  for (const last of '0123456789X') t.equal(readIdNumber(`11010519490230002${last}`), null)
})
