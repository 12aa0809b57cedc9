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
/** What rests on no article of a law. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  ['2015 opinion', '关于改革完善受案立案制度的意见（2015）'],
  ['MPS opinion on reforming acceptance and filing (关于改革完善受案立案制度的意见, 2015)', '关于改革完善受案立案制度的意见（2015）'],
  ['1999 notice says "promptly" (及时)', '1999年换押通知（“及时”）'],
  ['platform service level', '平台时限'],
  ['一站式速裁协作机制（地方） local one-stop fast-track scheme', '一站式速裁协作机制（地方）'],
  ['service level only, never replaces a statutory limit', '仅为服务时限，不代替法定期限'],
  ['高检发办字〔2023〕187号 (2023 drunk-driving opinions), rapid mechanism articles', '高检发办字〔2023〕187号快速办理机制的规定'],
])
const ITEMS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
/** An article with its paragraph and item: 221(1)(2). */
const ARTICLE = /(?<![\d〔(])(\d+)(?:\((\d+)\))?(?:\((\d+)\))?(?![\d〕号])/g

const itemText = (number: string): string => `第${ITEMS[Number(number)] ?? number}项`

/** The articles of a row as a Chinese reader cites them: "CPL 172(1)" is 刑事诉讼法第172条第1款. */
export function basisInChinese(basis: string): string {
  return basis
    .split(';')
    .map(part => inChinese(part.trim()))
    .join('；')
}

function inChinese(part: string): string {
  const sentence = SENTENCES.get(part)
  if (sentence !== undefined) return sentence
  return LAWS.reduce((text, [pattern, name]) => text.replace(pattern, name), part)
    .replace(ARTICLE, (_, article: string, paragraph?: string, item?: string) => {
      const within = paragraph === undefined ? '' : `第${paragraph}款`
      return `第${article}条${within}${item === undefined ? '' : itemText(item)}`
    })
    .replace(/款-\((\d+)\)/g, '款至第$1款')
    .replace(/项-\((\d+)\)/g, (_, item: string) => `项至${itemText(item)}`)
    .replace(/条-第/g, '条至第')
    .replace(/, /g, '、')
    .replace(/ 第/g, '第')
}
