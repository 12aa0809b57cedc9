import { agencyOf, CRIMES } from '../../domain/codes.ts'
import { DAY_MS, HOUR_MS, toShanghai } from '../../domain/legal-date.ts'
import { drawOfficialLetter } from '../../pdf/official.ts'
import { basisInChinese } from '../../periods/basis.ts'
import { periodRule } from '../../periods/table.ts'
import { levelRule } from './levels.ts'
import type { Letter } from './model.ts'
import { postName, type Recipient } from './recipients.ts'

const COLOURS: Readonly<Record<string, readonly [number, number, number]>> = {
  blue: [0.05, 0.25, 0.65],
  yellow: [0.72, 0.5, 0],
  red: [0.85, 0.05, 0.05],
}
const URGENCY = { 1: '提醒', 2: '加急·预警', 3: '特急·督办' } as const

/** A letter as a paper, in the official form. `signer` is the supervisor's name, null where the system issued it. */
export async function letterPdf(letter: Letter, recipients: readonly Recipient[], signer: string | null): Promise<Uint8Array> {
  const level = levelRule(letter.level)
  const rule = periodRule(letter.code)
  const of = (kind: Recipient['kind']): Recipient[] => recipients.filter(one => one.kind === kind)
  return await drawOfficialLetter({
    issuer: agencyOf(letter.issuer).zh,
    number: letter.number ?? '（未编号，待签发）',
    mark: { text: URGENCY[letter.level], colour: COLOURS[level.colour] ?? [0, 0, 0] },
    title: `关于${plain(rule.nameZh)}的${level.zh}`,
    addressee: namesOf(of('to')),
    body: bodyOf(letter, of('to'), rule.nameZh, basisInChinese(rule.legalBasis)),
    closing: closingOf(letter, signer),
    copies: namesOf([...of('cc'), ...of('notice')]),
    footer: `案件编号 ${letter.content.platformNo}`,
  })
}

/** 泉州市公安局丰泽分局（承办人）, one entry per agency. */
function namesOf(recipients: readonly Recipient[]): string {
  return [...Map.groupBy(recipients, one => one.agency)]
    .map(([agency, all]) => {
      const posts = [...new Set(all.map(one => postName(one.post).zh))].join('、')
      return `${agencyOf(agency).zh}（${posts}）`
    })
    .join('、')
}

/** A post that nobody holds on the platform is said to be so: the agency's desk gives the letter to it. */
function vacanciesOf(recipients: readonly Recipient[]): string[] {
  const vacant = [...new Set(recipients.filter(one => one.userId === null).map(one => postName(one.post).zh))]
  return vacant.length === 0 ? [] : [`${vacant.join('、')}在平台暂无登记人员，本函由你单位收文岗代收并转交。`]
}

function bodyOf(letter: Letter, to: readonly Recipient[], periodName: string, basis: string): { heading?: string; text?: string }[] {
  const level = levelRule(letter.level)
  const { content } = letter
  const at = letter.issuedAt ?? letter.raisedAt
  const isAhead = letter.dueAt > at
  return [
    { text: OPENING[letter.level] },
    { heading: '一、案件情况' },
    { text: `案件编号：${content.platformNo}；涉嫌罪名：${CRIMES.get(content.chargeCode)?.zh ?? content.chargeCode}。` },
    { text: `涉案人员：${content.persons.join('、') || '尚未登记'}；是否羁押：${letter.custody ? '是' : '否'}。` },
    { heading: '二、期限情况' },
    { text: `期限名称：${plain(periodName)}` },
    { text: `法律依据：${basis}` },
    { text: `起算时间：${clockText(new Date(content.startedAt))}` },
    { text: `届满时间：${clockText(letter.dueAt)}` },
    { text: `${isAhead ? '剩余' : '逾期'}时间：${lengthText(Math.abs(letter.dueAt.getTime() - at.getTime()))}` },
    { text: `此前函件：${content.earlier.join('、') || '无'}` },
    { heading: '三、办理要求' },
    ...vacanciesOf(to).map(text => ({ text })),
    { text: `${level.demand.zh}${deadlinesOf(letter)}` },
    ...(letter.caseReview ? [{ text: CASE_REVIEW }] : []),
    { text: '对期限有异议的，可以提出核查，核查期间期限不停止计算。本函不涉及证据和案件实体处理意见。' },
  ]
}

const CASE_REVIEW = '三十日内同一案件已两次督办，请同时接受个案核查。核查仅限于程序和期限，不涉及证据、定罪和量刑。'
const OPENING = {
  1: '经法定期限监测，你处承办的下列案件期限将至。现提醒如下：',
  2: '经法定期限监测，你处承办的下列案件期限临近届满。现预警如下：',
  3: '经法定期限监测，你单位承办的下列案件期限已届满或者即将届满，此前未能消除逾期风险。现予督办，有关情况函告如下：',
} as const

function deadlinesOf({ ackBy, feedbackBy }: Letter): string {
  const acknowledge = ackBy ? `请于${clockText(ackBy)}前签收` : '签发后请按时限签收'
  return feedbackBy ? `${acknowledge}，并于${clockText(feedbackBy)}前反馈。` : `${acknowledge}。`
}

function closingOf(letter: Letter, signer: string | null): string[] {
  const issuer = agencyOf(letter.issuer).zh
  if (letter.issuedAt === null) return [issuer, '（待签发）']
  const by = signer ? `签发人：${signer}` : letter.level === 3 ? '（逾时未签，系统依规则自动签发）' : '（系统自动签发）'
  return [issuer, dayText(letter.issuedAt), by]
}

/** The table writes halves of a name in ASCII brackets; a Chinese paper does not. */
const plain = (name: string): string => name.replace('(', '（').replace(')', '）')

function dayText(at: Date): string {
  const [year = '', month = '', day = ''] = toShanghai(at).slice(0, 10).split('-')
  return `${year}年${Number(month)}月${Number(day)}日`
}

/** 2026年11月22日10时05分; the last second of a day is read as 24时 (people say 24:00). */
function clockText(at: Date): string {
  const clock = toShanghai(at).slice(11, 19)
  if (clock === '23:59:59') return `${dayText(at)}24时`
  const [hours = '', minutes = ''] = clock.split(':')
  return `${dayText(at)}${Number(hours)}时${minutes === '00' ? '' : `${minutes}分`}`
}

/** 2日3小时; less than a day in hours and minutes. */
function lengthText(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY_MS)
  const hours = Math.floor((milliseconds % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((milliseconds % HOUR_MS) / 60_000)
  if (days > 0) return hours > 0 ? `${days}日${hours}小时` : `${days}日`
  return hours > 0 ? `${hours}小时${minutes}分钟` : `${minutes}分钟`
}
