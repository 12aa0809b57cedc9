const DIGITS = '零一二三四五六七八九'
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100 }
const NUMERAL = /[零〇一二三四五六七八九十百]+/g

/** The value of a Chinese numeral up to 999: 十二 is 12, 二十 is 20, 一百零三 is 103, and 二〇二六 read digit by digit is 2026. */
export function chineseNumber(text: string): number {
  const plain = text.replaceAll('〇', '零')
  if (!/[十百]/.test(plain)) return Number([...plain].map(one => DIGITS.indexOf(one)).join(''))
  let total = 0
  let digit = 0
  for (const one of plain) {
    const unit = UNITS[one]
    if (unit === undefined) digit = DIGITS.indexOf(one)
    else {
      total += (digit || 1) * unit
      digit = 0
    }
  }
  return total + digit
}

const collator = new Intl.Collator('zh-Hans-CN', { numeric: true, sensitivity: 'base' })
const keyOf = (segment: string): string => segment.normalize('NFKC').replace(NUMERAL, found => String(chineseNumber(found)))

/** Compares two paths as people shelve them: folder by folder, numbers by value in either script (卷二 before 卷十), words by pinyin. */
export function compareByShelf(a: string, b: string): number {
  const left = a.split('/')
  const right = b.split('/')
  for (const [at, segment] of left.entries()) {
    const other = right[at]
    if (other === undefined) return 1
    const order = collator.compare(keyOf(segment), keyOf(other)) || (segment < other ? -1 : segment > other ? 1 : 0)
    if (order !== 0) return order
  }
  return left.length - right.length
}
