import t from 'tap'
import { agencyNumber, documentNumber, platformNumber } from '../../src/cases/numbers.ts'
import { chineseDay, chineseMonths, chineseNumber } from '../../src/domain/chinese.ts'
import formats from '../../src/domain/codes/case-number-formats.json' with { type: 'json' }
import { documentType } from '../../src/domain/codes.ts'
import { legalDate } from '../../src/domain/legal-date.ts'
import { type Filled, fill } from '../../src/papers/fill.ts'
import type { PaperSource, Template } from '../../src/papers/model.ts'
import { decideMake } from '../../src/papers/rules.ts'
import { TEMPLATES } from '../../src/papers/templates.ts'
import { drawForm } from '../../src/pdf/form.ts'
import { PdfReader } from '../pdf/fixtures/pdf-reader.ts'
import { BAILED, HELD, sampleCase } from '../support/paper-source.ts'

const MAKERS: Readonly<Record<string, string>> = {
  publicSecurity: '350582-PSB',
  procuratorate: '350582-PRO',
  court: '350582-CRT',
  justice: '350582-JUS',
  communityCorrection: '350582-CCO',
  detention: '350582-DET',
}
const NUMBER = '测试字〔2026〕00012号'
const sourceOf = ({ agencies }: Template): PaperSource => sampleCase(MAKERS[agencies[0] ?? ''] ?? '')
const bare = (text: string): string => text.replace(/\s/g, '')

/** Words for every free part, each recognisable on the paper. */
const wordsFor = (template: Template): Record<string, string> =>
  Object.fromEntries(template.parts.map(({ name, zh, options }) => [name, options?.[0] ?? `所填${zh}`]))

const templateOf = (code: string): Template => {
  const found = TEMPLATES.get(code)
  if (found === undefined) throw new Error(`no template ${code}`)
  return found
}

const filledFor = (template: Template, casePersonId = HELD): Filled =>
  fill(template, sourceOf(template), template.perPerson ? casePersonId : null, wordsFor(template), template.number === null ? null : NUMBER)

async function textOf(bytes: Uint8Array): Promise<string> {
  const reader = await PdfReader.open(bytes)
  try {
    const pages = await Promise.all(Array.from({ length: reader.pageCount }, async (_, at) => await reader.text(at + 1)))
    return pages.map(page => bare(page).replace(/第\d+页，共\d+页(（此联.{1,12}）)?$/u, '')).join('')
  } finally {
    await reader.close()
  }
}

t.test('at least 44 documents of the fast-track and the ordinary path are made, each of its producer', async t => {
  t.ok(TEMPLATES.size >= 44, `${TEMPLATES.size} templates`)
  const path = 'GA01 GA02 GA03 GA04 GA08 GA10 GA11 GA12 GA13 GA14 GA15 GA16 GA17 GA18 GA31 GA32 GA34 GA65 GA73 GA74 GA76 GA79 GA80 '
  const after =
    'JC01 JC02 JC03 JC05 JC09 JC11 JC13 JC16 JC18 JC19 JC21 JC24 JC25 JC28 JC37 JC38 JC39 FY01 FY02 FY03 FY08 FY10 FY11 FY12 FY17 FY18 '
  const end = 'FY19 FY20 FY22 FY27 FY32 FY34 FY36 SF02 SF03 SF08 SF09 SF10 KS06'
  for (const code of `${path}${after}${end}`.split(' ')) t.ok(TEMPLATES.has(code), code)
})

t.test('every template is filled from a full case, drawn, and read back word for word', async t => {
  for (const template of TEMPLATES.values()) {
    const { form, lacks, parts } = filledFor(template)
    t.same(lacks, [], `${template.code} lacks nothing`)
    const text = await textOf(await drawForm(form, null))
    const said = [form.title, form.issuer, ...form.closing, ...(form.number === null ? [] : [form.number])]
    for (const block of form.blocks)
      if (block.kind === 'pairs') said.push(...block.rows.flat())
      else if (block.kind === 'table') said.push(...block.columns.map(({ title }) => title))
      else said.push(block.text)
    // A table sets its cells side by side and breaks them, so its words are looked for one by one.
    const missing = said.filter(
      words =>
        !text.includes(bare(words)) &&
        !bare(words)
          .match(/.{1,6}/gu)
          ?.every(piece => text.includes(piece)),
    )
    t.same(missing, [], `${template.code} ${documentType(template.code).nameZh}`)
    for (const { value, zh } of parts)
      t.ok(
        text.includes(bare(value)) || /table|pairs/.test(JSON.stringify(form.blocks.map(({ kind }) => kind))),
        `${template.code} shows ${zh}`,
      )
    if (template.perPerson) t.match(JSON.stringify(form), /陈大勇/, `${template.code} names the person`)
  }
})

t.test('an indictment says who, when, by which numbers and for what', async t => {
  const text = await textOf(await drawForm(filledFor(templateOf('JC21')).form, null))
  for (const words of [
    '晋江市人民检察院起诉书',
    NUMBER,
    '被告人陈大勇，男，1990年11月2日出生，公民身份号码350582199011029937，汉族',
    '因涉嫌盗窃罪，2026年1月12日被刑事拘留，2026年2月10日被执行逮捕',
    '被告人吴小梅，女，1995年4月18日出生',
    '于2026年4月2日向本院移送审查起诉',
    '《中华人民共和国刑法》第二百六十四条',
    '晋江市人民法院',
    '检察官林婉清二〇二六年五月十五日',
  ])
    t.match(text, words)
})

t.test('a judgment gives each defendant his own sentence, in Chinese numerals, and the term of who is in custody', async t => {
  const text = await textOf(await drawForm(filledFor(templateOf('FY18')).form, null))
  t.match(text, '被告人陈大勇犯盗窃罪，判处有期徒刑十个月，并处罚金人民币五千元。（刑期自2026年1月12日起至2026年11月11日止）')
  t.match(text, '被告人吴小梅犯盗窃罪，判处有期徒刑六个月，缓刑一年，并处罚金人民币三千元。')
  t.notMatch(text, '三千元。（刑期自', 'nobody invents a term for who was at liberty')
})

/** The judgment of sample case 2 where these are acquitted, with the words that its maker has to write. */
async function judgmentWith(
  acquitted: Readonly<Record<string, 'law' | 'evidence'>>,
  texts: Readonly<Record<string, string>>,
): Promise<{ text: string; filled: Filled }> {
  const source = sampleCase('350582-CRT')
  const persons = source.persons.map(person => {
    const acquittal = acquitted[person.id]
    const none = { principal: 'N0', principalMonths: 0, suspensionMonths: 0, fineYuan: 0 }
    return acquittal ? { ...person, sentence: { ...none, acquittal } } : person
  })
  const filled = fill(templateOf('FY18'), { ...source, persons }, null, { clerk: '蔡雅琳', ...texts }, NUMBER)
  return { text: await textOf(await drawForm(filled.form, null)), filled }
}

t.test('everybody acquitted: the judgment says by which ground, and nothing of a guilt', async t => {
  const empty = await judgmentWith({ [HELD]: 'law', [BAILED]: 'law' }, {})
  t.same(
    empty.filled.lacks.map(({ zh }) => zh),
    ['经审理查明（宣告无罪）', '依据法律认定无罪的理由'],
    'what the trial showed and why is for the court to write: no formula of a conviction stands in for it',
  )
  const texts = {
    examined: '二人取走的是本人财物。',
    notGuilty: '被告人取回本人财物，不具有非法占有目的。',
    notProven: '在案证据不能排除合理怀疑。',
  }
  const { text, filled } = await judgmentWith({ [HELD]: 'law', [BAILED]: 'law' }, texts)
  t.same(filled.lacks, [])
  for (const words of [
    '经审理查明：二人取走的是本人财物。',
    '不具有非法占有目的。公诉机关指控被告人陈大勇、吴小梅犯盗窃罪，依据法律不能认定其有罪，指控的罪名不成立。',
    '第二百条第二项之规定，应当宣告无罪。',
    '据此，判决如下：',
    '被告人陈大勇无罪。',
    '被告人吴小梅无罪。',
    '如不服本判决，可在接到判决书的第二日起十日内',
  ])
    t.match(text, words)
  for (const words of ['已构成', '判处', '刑期', '第二百条第三项', '量刑建议']) t.notMatch(text, words, `nothing of ${words}`)
  const doubt = await judgmentWith({ [HELD]: 'evidence', [BAILED]: 'evidence' }, texts)
  t.match(doubt.text, '在案证据不能排除合理怀疑。公诉机关指控被告人陈大勇、吴小梅犯盗窃罪的证据不足，指控的犯罪不能成立。')
  t.match(doubt.text, '第二百条第三项之规定，应当宣告无罪。')
  t.notMatch(doubt.text, '第二百条第二项')
})

t.test('one acquitted and one convicted: one judgment says both', async t => {
  const { text, filled } = await judgmentWith({ [BAILED]: 'evidence' }, { found: '陈大勇盗窃四次。', notProven: '无证据证明吴小梅参与。' })
  t.same(filled.lacks, [])
  t.match(text, '无证据证明吴小梅参与。公诉机关指控被告人吴小梅犯盗窃罪的证据不足')
  t.match(text, '被告人陈大勇的行为已构成盗窃罪。')
  t.match(text, '被告人陈大勇犯盗窃罪，判处有期徒刑十个月')
  t.match(text, '被告人吴小梅无罪。')
  t.equal(text.split('判决如下').length, 2, 'it decides once')
})

t.test('correction papers know the term of the suspension', async t => {
  const { form } = fill(templateOf('SF09'), sampleCase('350582-CCO'), BAILED, {}, NUMBER)
  t.match(JSON.stringify(form.blocks), '自2026年5月29日起至2027年5月28日止')
})

t.test('what the case does not say stays a blank and is told by its name', async t => {
  const source = sampleCase('350582-PRO')
  const empty: PaperSource = { ...source, events: source.events.filter(({ act }) => act !== 'acceptForProsecution') }
  const { form, lacks } = fill(templateOf('JC21'), empty, null, { found: '查明的事实' }, null)
  t.same(
    lacks.map(({ zh }) => zh),
    ['检察机关受理时间'],
  )
  t.match(JSON.stringify(form.blocks), '本院于＿＿＿＿＿＿受理后')
  const hungry = fill(templateOf('JC24'), source, HELD, {}, null)
  t.same(
    hungry.lacks.map(({ zh }) => zh),
    ['不起诉的理由', '不起诉的依据'],
    'free parts that must be written are told too',
  )
  t.same(
    hungry.lacks.map(({ kind }) => kind),
    ['part', 'part'],
  )
})

t.test('a blank of the form that its maker leaves in his words is missing', async t => {
  const { lacks } = fill(
    templateOf('JC24'),
    sampleCase('350582-PRO'),
    HELD,
    { reason: '情节轻微，＿＿＿＿＿＿', ground: '第一百七十七条第二款' },
    null,
  )
  t.same(
    lacks.map(({ name }) => name),
    ['reason'],
  )
})

t.test('several lines of a free part stand in several paragraphs', async t => {
  const { form } = fill(templateOf('GA76'), sampleCase('350582-PSB'), null, { result: '一、补充询问\n二、补充鉴定' }, NUMBER)
  t.ok(form.blocks.some(block => block.kind === 'paragraph' && block.text === '二、补充鉴定'))
})

t.test('a draft says so on every page, and the same form gives the same bytes', async t => {
  const { form } = fill(templateOf('JC21'), sampleCase('350582-PRO'), null, { found: '查明的事实。'.repeat(300) }, NUMBER)
  const [draft, again] = await Promise.all([drawForm(form, '草稿'), drawForm(form, '草稿')])
  t.ok(Buffer.from(draft).equals(Buffer.from(again)))
  const reader = await PdfReader.open(draft)
  t.ok(reader.pageCount > 2, `${reader.pageCount} pages`)
  for (let page = 1; page <= reader.pageCount; page++) {
    const text = bare(await reader.text(page))
    t.match(text, '草稿')
    t.match(text, `第${page}页，共${reader.pageCount}页`)
  }
  await reader.close()
  t.notMatch(await textOf(await drawForm(form, null)), '草稿')
})

t.test('who drafts and who signs is in the template', async t => {
  const officer = { agencyType: 'publicSecurity', roles: ['PO'] } as const
  const head = { agencyType: 'publicSecurity', roles: ['PL'] } as const
  t.equal(decideMake(templateOf('GA03'), officer, 'holder', 'draft').ok, true)
  t.equal(decideMake(templateOf('GA03'), officer, 'holder', 'sign').ok, false, 'a filing decision is signed by the head')
  t.equal(decideMake(templateOf('GA03'), head, 'holder', 'sign').ok, true)
  t.equal(decideMake(templateOf('GA03'), head, 'former', 'sign').ok, false, 'not once the case is gone')
  t.equal(decideMake(templateOf('JC21'), head, 'holder', 'draft').ok, false, 'an indictment is the procuratorate’s')
  t.equal(
    decideMake(templateOf('JC39'), { agencyType: 'procuratorate', roles: ['PP'] }, 'former', 'sign').ok,
    true,
    'a protest is made while the court has the case',
  )
})

t.test('the numbers that the templates take are written as the table of formats says', async t => {
  const at = new Date('2026-03-05T10:00:00+08:00')
  const pattern = (code: string): RegExp => new RegExp(formats.formats.find(one => one.code === code)?.pattern ?? '$.')
  const told = { publicSecurity: 'POLICE_DOC', procuratorate: 'PROC_DOC' } as const
  for (const { code, agencies, number } of TEMPLATES.values()) {
    if (number === null || number === 'case') continue
    for (const type of agencies) {
      const format = documentNumber(MAKERS[type] ?? '', number, at)
      if (type === 'publicSecurity' || type === 'procuratorate') t.match(format.write(12), pattern(told[type]), code)
      else t.match(format.write(12), /〔2026〕0*12号$/, code)
    }
  }
  t.equal(documentNumber('350503-PSB', { kind: '立', unit: '刑' }, at).write(12), '丰公(刑)立字〔2026〕00012号')
  t.equal(documentNumber('350503-PRO', { kind: '刑诉' }, at).write(15), '丰检刑诉〔2026〕15号')
  t.match(agencyNumber('350503-PSB', at)?.write(12), pattern('POLICE_CASE'))
  t.match(agencyNumber('350503-CRT', at)?.write(1), pattern('COURT'))
  t.match(platformNumber('350503-PSB', at).write(12), pattern('PLATFORM'))
})

t.test('the copy for the dossier is the one that is filed, whatever others there are', async t => {
  t.equal(filledFor(templateOf('GA10')).form.copy, '附卷')
  t.ok(templateOf('GA10').copies.includes('存根'))
})

t.test('numbers, days and months in the words of a paper', async t => {
  t.same([0, 10, 12, 105, 2000, 10_001, 18_600, 120_000].map(chineseNumber), [
    '零',
    '十',
    '十二',
    '一百零五',
    '二千',
    '一万零一',
    '一万八千六百',
    '十二万',
  ])
  t.equal(chineseDay(legalDate('2026-03-05')), '二〇二六年三月五日')
  t.same([1, 12, 18, 24].map(chineseMonths), ['一个月', '一年', '一年六个月', '二年'])
  t.throws(() => chineseNumber(1.5), RangeError)
})
