const NUMERAL = '零〇一二三四五六七八九十百千'
const ROUND = 'Oo○◯〇'

/**
 * Puts right what the recognition takes for one another, where what stands beside it leaves no doubt: a ring among Chinese numerals
 * is 〇, among digits 0; the year of a document number stands in 〔〕. As many characters as before.
 */
export const repair = (text: string): string =>
  text
    .replace(new RegExp(`(?<=[${NUMERAL}])[${ROUND}]+(?=[${NUMERAL}年月日号])`, 'g'), rings => '〇'.repeat(rings.length))
    .replace(new RegExp(`(?<=\\d)[${ROUND}]+(?=[\\dXx])`, 'g'), rings => '0'.repeat(rings.length))
    .replace(/[[【(（〔［]((?:19|20)\d\d)[\]】)）〕］](?=\d+号)/g, '〔$1〕')
