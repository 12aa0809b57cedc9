/** Laws as the table abbreviates them, the longer names first. */
const LAWS: readonly (readonly [RegExp, string])[] = [
  [/Community Correction Implementing Measures 2020 \(司发通〔2020〕59号\)|Implementing Measures 2020(?: Art\.)?/g, '社区矫正法实施办法'],
  [/Community Correction Law/g, '社区矫正法'],
  [/Legal Aid Law/g, '法律援助法'],
  [/Prison Law/g, '监狱法'],
  [/SPC Interp 2021|SPC(?= \d)/g, '刑诉法解释'],
  [/SPP Rules 2019|SPP(?= \d)/g, '人民检察院刑事诉讼规则'],
  [/MPS Procedure 2020|MPS(?= \d)/g, '公安机关办理刑事案件程序规定'],
  [/CPL/g, '刑事诉讼法'],
]
const ITEMS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
/** An article with its paragraph and item: 221(1)(2). */
const ARTICLE = /(?<![\d〔])(\d+)(?:\((\d+)\))?(?:\((\d+)\))?(?![\d〕号])/g

/** The articles of a row as a Chinese reader cites them: "CPL 172(1)" is 刑事诉讼法第172条第1款. */
export function basisInChinese(basis: string): string {
  return basis
    .split(';')
    .map(part => part.trim())
    .map(part => {
      const named = LAWS.reduce((text, [pattern, name]) => text.replace(pattern, name), part)
      // Only what follows the name of a law or a document number is an article; a sentence keeps its numbers.
      if (named === part && !/号 \d/.test(part)) return part
      return named
        .replace(ARTICLE, (_, article: string, paragraph?: string, item?: string) => {
          const within = paragraph === undefined ? '' : `第${paragraph}款`
          return `第${article}条${within}${item === undefined ? '' : `第${ITEMS[Number(item)] ?? item}项`}`
        })
        .replace(/-\((\d+)\)/g, '至第$1款')
        .replace(/条-第/g, '条至第')
        .replace(/, /g, '、')
        .replace(/ 第/g, '第')
    })
    .join('；')
}
