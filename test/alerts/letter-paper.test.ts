import t from 'tap'
import { letterPdf } from '../../src/alerts/letters/letter-pdf.ts'
import { messageText } from '../../src/alerts/letters/message.ts'
import type { Recipient } from '../../src/alerts/letters/recipients.ts'
import { decideIssue } from '../../src/alerts/letters/rules.ts'
import { Bytes } from '../../src/pdf/scanner/bytes.ts'
import { scanPdf } from '../../src/pdf/scanner/scan.ts'
import { PdfReader } from '../pdf/fixtures/pdf-reader.ts'
import { aLetter, MONDAY } from '../support/a-letter.ts'
import { CALENDAR } from '../support/calendar.ts'

const TO: Recipient[] = [{ kind: 'to', post: 'agencyHead', agency: '350503-PRO', userId: null }]
const CC: Recipient[] = [
  { kind: 'cc', post: 'politicalLegal', agency: '350503-PLC', userId: 'a' },
  { kind: 'cc', post: 'residentProcurator', agency: '350500-PRO', userId: null },
]

t.test('a supervision letter is an official paper that says all it must and no more', async t => {
  const draft = aLetter(3, {
    custody: true,
    earlier: ['预警〔2026〕350503-0004号'],
    persons: [
      { name: '林志远', birthDate: '1988-06-14', detained: true },
      { name: '陈小明', birthDate: '2010-01-01', detained: false },
    ],
    secondSupervision: true,
  })
  const issued = decideIssue(draft, MONDAY, 'sv', CALENDAR)
  t.ok(issued.ok)
  if (!issued.ok) return
  const letter = { ...draft, ...issued.change, number: '督办〔2026〕350503-0003号' }
  const bytes = await letterPdf(letter, [...TO, ...CC], '洪启明')
  const reader = await PdfReader.open(bytes)
  t.teardown(async () => await reader.close())
  let text = ''
  for (let page = 1; page <= reader.pageCount; page++) text += await reader.text(page)
  const said = text.replace(/\s/g, '')
  for (const part of [
    '中共丰泽区委政法委员会',
    '督办〔2026〕350503-0003号',
    '关于审查起诉期限的督办函',
    '泉州市丰泽区人民检察院（单位主要负责人）：',
    'ETZF-350503-2026-000123',
    '危险驾驶罪',
    '林某（在押）、未成年人',
    '是否羁押：是',
    '刑事诉讼法第172条',
    '2026年11月14日10时',
    '2026年11月24日24时',
    '剩余时间：1日14小时',
    '预警〔2026〕350503-0004号',
    '请于2026年11月23日10时前签收，并于2026年11月23日13时前反馈',
    '个案核查',
    '单位主要负责人在平台暂无登记人员',
    '签发人：洪启明',
    '2026年11月23日',
    '抄送：中共丰泽区委政法委员会（党委政法委）、泉州市人民检察院（驻所检察官）',
    '第1页，共2页',
    '第2页，共2页',
  ])
    t.ok(said.includes(part), part)
  t.notMatch(said, /林志远|陈小明|陈某/)
  t.ok(Buffer.compare(bytes, await letterPdf(letter, [...TO, ...CC], '洪启明')) === 0, 'the same letter gives the same bytes')
  t.equal(scanPdf(Bytes.ofMemory(bytes)).pages.length, 2, 'it passes our own check')
  const late = { ...letter, dueAt: new Date(MONDAY.getTime() - 90 * 60_000) }
  const lateReader = await PdfReader.open(await letterPdf(late, TO, null))
  t.teardown(async () => await lateReader.close())
  const lateText = (await Promise.all(Array.from({ length: lateReader.pageCount }, async (_, at) => await lateReader.text(at + 1))))
    .join('')
    .replace(/\s/g, '')
  t.ok(lateText.includes('逾期时间：1小时30分钟'), 'what is overdue is said to be so')
  t.ok(lateText.includes('系统依规则自动签发'), 'and that nobody signed')
})

t.test('a message counts and names nobody', async t => {
  const letter = aLetter(1)
  t.equal(
    messageText('letter.issued', letter, new Date('2026-11-24T20:00:00+08:00'), null).text,
    '1 件案件将于 4 小时内到期。请登录平台查收提醒函。',
  )
  t.equal(
    messageText('letter.issued', letter, new Date('2026-11-20T20:00:00+08:00'), null).text,
    '1 件案件将于 5 日内到期。请登录平台查收提醒函。',
  )
  t.equal(
    messageText('letter.returned', letter, new Date('2026-11-25T20:00:00+08:00'), 'https://x').text,
    '1 件案件已超过期限。提醒函的反馈被退回，请登录平台重新反馈。\nhttps://x',
  )
})
