const NARROW = /[\uff10-\uff19]/g

/**
 * An amount in yuan as people type it: 30000, 30,000.50元, ¥3万, 3万元. Gives a decimal with two places at most; null for anything else.
 */
export function readMoney(typed: string): string | null {
  const text = typed
    .replace(NARROW, digit => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[\s,，¥￥]/g, '')
    .replace(/元整?$/, '')
  const found = /^(\d{1,14})(?:\.(\d{1,6}))?(万)?$/.exec(text)
  if (!found) return null
  const [, whole = '', decimals = '', tenThousand] = found
  if (tenThousand === undefined) return decimals.length > 2 ? null : tidy(whole, decimals)
  const moved = decimals.padEnd(4, '0')
  const rest = moved.slice(4)
  return whole.length > 10 || rest.length > 2 ? null : tidy(whole + moved.slice(0, 4), rest)
}

const tidy = (whole: string, decimals: string): string => {
  const plain = whole.replace(/^0+(?=\d)/, '')
  return decimals === '' ? plain : `${plain}.${decimals}`
}

/** 30,000.50 */
export const showMoney = (amount: string): string => {
  const [whole = '', decimals] = amount.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return decimals === undefined ? grouped : `${grouped}.${decimals}`
}
