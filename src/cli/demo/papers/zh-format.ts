const DIGITS = '〇一二三四五六七八九'

function parts(instant: string): { year: string; month: number; day: number; hour: string; minute: string } {
  const [date = '', time = ''] = instant.split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  const [hour = '', minute = ''] = time.split(':')
  return { year, month: Number(month), day: Number(day), hour, minute }
}

/** 2026年3月10日 */
export function zhDay(instant: string): string {
  const { year, month, day } = parts(instant)
  return `${year}年${month}月${day}日`
}

/** 2026年3月10日09时40分 */
export function zhTime(instant: string): string {
  const { hour, minute } = parts(instant)
  return `${zhDay(instant)}${hour}时${minute}分`
}

/** 09时40分 */
export function zhClock(instant: string): string {
  const { hour, minute } = parts(instant)
  return `${hour}时${minute}分`
}

function zhUpTo99(value: number): string {
  const [tens, ones] = [Math.floor(value / 10), value % 10]
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? DIGITS[ones] : ''}`
}

/** 二〇二六年三月十日, the form under decisions and judgments. */
export function zhFormalDay(instant: string): string {
  const { year, month, day } = parts(instant)
  const years = [...year].map(digit => DIGITS[Number(digit)]).join('')
  return `${years}年${zhUpTo99(month)}月${zhUpTo99(day)}日`
}

/** 一 for 1, up to 99: months of a sentence. */
export const zhCount = zhUpTo99

/** Sums under a judgment: 二千 for 2000; whole thousands up to 99,000, other sums in digits. */
export function zhSum(yuan: number): string {
  if (yuan % 1000 !== 0 || yuan >= 100_000) return String(yuan)
  const thousands = yuan / 1000
  const [wan, qian] = [Math.floor(thousands / 10), thousands % 10]
  return `${wan > 0 ? `${DIGITS[wan]}万` : ''}${qian > 0 ? `${DIGITS[qian]}千` : ''}`
}
