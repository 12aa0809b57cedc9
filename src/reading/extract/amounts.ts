const DIGITS: ReadonlyMap<string, number> = new Map(
  ['零〇', '一壹', '二贰两', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap((signs, value) =>
    [...signs].map(sign => [sign, value] as const),
  ),
)
const SMALL: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1000],
  ['仟', 1000],
])
const LARGE: ReadonlyMap<string, number> = new Map([
  ['万', 10_000],
  ['亿', 100_000_000],
])
const CN = '零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟两'

/** Letters of a number written in Chinese, for a pattern. */
export const CHINESE_NUMBER = `[${CN}]{1,20}`
/** A sum of money as papers write it: 叁万元, 3万元, 30,000元, 壹万捌仟陆佰元伍角整, 18600余元. */
export const AMOUNT = `(?:人民币)? ?(?:[¥￥] ?)?(?:\\d[\\d,]{0,15}(?:\\.\\d{1,2})? ?[万千百亿]{0,2}|${CHINESE_NUMBER})(?: ?余| ?多)? ?[元圆](?:[${CN}]角)?(?:[${CN}]分)?整?`

/** 一万八千六百 as 18600, 贰拾 as 20; null where it is no number. */
export function readChineseNumber(text: string): number | null {
  let [total, section, digit] = [0, 0, null as number | null]
  for (const sign of text) {
    const value = DIGITS.get(sign)
    const small = SMALL.get(sign)
    const large = LARGE.get(sign)
    if (value !== undefined) digit = value
    else if (small !== undefined) {
      // 十二 begins with its unit.
      section += (digit ?? 1) * small
      digit = null
    } else if (large !== undefined) {
      total = large === 100_000_000 ? (total + section + (digit ?? 0)) * large : total + (section + (digit ?? 0)) * large
      section = 0
      digit = null
    } else return null
  }
  return text === '' ? null : total + section + (digit ?? 0)
}

const FIGURES = /^([\d,]+(?:\.\d{1,2})?) ?([万千百亿]*)/
const UNITS: Readonly<Record<string, number>> = { 万: 10_000, 千: 1000, 百: 100, 亿: 100_000_000 }

/** The sum as the card has it: `30000.00`; null where the text is none. */
export function readAmount(text: string): string | null {
  const words = text.replace(/人民币|[¥￥ ]|余|多|整/g, '').replace('圆', '元')
  const [main = '', rest = ''] = words.split('元')
  const figures = FIGURES.exec(main)
  const whole = figures === null ? readChineseNumber(main) : figuresOf(figures)
  if (whole === null) return null
  const jiao = /([^角]+)角/.exec(rest)?.[1]
  const fen = /([^角分])分/.exec(rest)?.[1]
  const cents = Math.round(whole * 100) + (readChineseNumber(jiao ?? '') ?? 0) * 10 + (readChineseNumber(fen ?? '') ?? 0)
  return cents >= 1e16 ? null : `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}

function figuresOf([, digits = '', units = '']: RegExpExecArray): number | null {
  const value = Number(digits.replaceAll(',', ''))
  return Number.isFinite(value) ? [...units].reduce((product, unit) => product * (UNITS[unit] ?? 1), value) : null
}
