/** The texts that the period table names in short, with their Chinese titles. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^CPL /, '《刑事诉讼法》'],
  [/^MPS Procedure 2020 /, '《公安机关办理刑事案件程序规定》'],
  [/^SPP Rules 2019 /, '《人民检察院刑事诉讼规则》'],
  [/^SPC Interp 2021 /, '《最高人民法院关于适用〈刑事诉讼法〉的解释》'],
  [/^Legal Aid Law /, '《法律援助法》'],
  [/^Prison Law /, '《监狱法》'],
  [/^Community Correction Law /, '《社区矫正法》'],
  [/^Community Correction Implementing Measures 2020 \(司发通〔2020〕59号\) /, '《社区矫正法实施办法》'],
  [/^Implementing Measures 2020 Art\. /, '《社区矫正法实施办法》'],
]

/** The basis of a period as a Chinese letter cites it: 《刑事诉讼法》第172条第1款. What is known by a Chinese number or name keeps it. */
export function basisInChinese(basis: string): string {
  const parts = basis.split('; ').map(citation)
  return parts.filter(part => part !== '').join('、') || '平台服务时限'
}

function citation(part: string): string {
  for (const [pattern, title] of TEXTS)
    if (pattern.test(part)) return `${title}${part.replace(pattern, '').split(', ').map(article).join('、')}`
  const chinese =
    /[\u4e00-\u9fff〔〕（）0-9号]+(?: \d+)?/.exec(/[\u4e00-\u9fff]/.test(part) ? part.slice(part.search(/[\u4e00-\u9fff]/)) : '')?.[0] ?? ''
  const [name = '', number] = chinese.split(' ')
  return number ? `${name}第${number}条` : name
}

/** `91(1)-(2)` is 第91条第1—2款; `219(4)` is 第219条第4款; `156-160` is 第156—160条. */
function article(text: string): string {
  const [, numbers = text, clauses = ''] = /^([\d-]+)(.*)$/.exec(text) ?? []
  const parts = [...clauses.matchAll(/\d+/g)].map(([number]) => number)
  const isRange = clauses.includes('-')
  const shown = parts.length === 0 ? '' : isRange ? `第${parts.at(-2)}—${parts.at(-1)}款` : `第${parts[0]}款`
  return `第${numbers.replace('-', '—')}条${shown}`
}
