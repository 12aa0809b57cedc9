import jsqr from 'jsqr'
import t from 'tap'
import { payloadIn } from '../../../src/crypto/proof/payload.ts'
import { drawCertificates } from '../../../src/custody/certificate/drawing.ts'
import { type CertificateBody, PAPERS } from '../../../src/custody/certificate/model.ts'
import { PdfReader } from '../../pdf/fixtures/pdf-reader.ts'
import { aBody, announced, aPlatform } from '../../support/a-certificate.ts'

const { drawing } = await aPlatform()

async function drawn(body: CertificateBody): Promise<{ pdf: Buffer; reader: PdfReader }> {
  const [one] = await drawCertificates([body], drawing)
  if (one === undefined) throw new Error('nothing was drawn')
  const reader = await PdfReader.open(one.pdf)
  t.teardown(async () => await reader.close())
  return { pdf: one.pdf, reader }
}

/** What the form says without the layout's blanks. */
const words = async (reader: PdfReader): Promise<string> => (await reader.text(1)).replaceAll(/\s/g, '')

const FORMS: readonly { body: CertificateBody; says: readonly string[]; says_not: readonly string[] }[] = [
  {
    body: aBody('transfer'),
    says: [
      '林志远',
      '350503198806149916',
      '泉看2026-00231',
      '危险驾驶罪',
      '逮捕（2026年11月2日）',
      '移送审查起诉',
      '2027年1月2日24时',
      '承办人：陈建国',
      '审批人：黄德明',
      '新的羁押期限自2026年11月26日起至2026年12月26日24时止',
      '承办人：苏静怡',
      '泉州市丰泽区人民检察院',
      '二〇二六年十一月二十六日',
      '收到时间',
      '同案犯罪嫌疑人分别羁押',
    ],
    says_not: ['受理以前，移送机关仍为羁押机关'],
  },
  { body: announced(), says: ['林志远', '受理以前，移送机关仍为羁押机关', '（接收机关印章）'], says_not: ['新的羁押期限自', '苏静怡'] },
  {
    body: aBody('changeNotice', { edition: 2 }),
    says: ['泉州市看守所：', '因延长侦查羁押期限', '自2027年1月3日起至2027年2月2日24时止', '本件为第2版'],
    says_not: ['接收机关'],
  },
  {
    body: aBody('expiryNotice'),
    says: ['泉州市丰泽区人民检察院：', '羁押期限将于2027年1月2日24时届满', '承办人：郭立群'],
    says_not: ['审批人'],
  },
  {
    body: aBody('releaseNotice'),
    says: ['泉州市看守所：', '因取保候审', '决定予以释放', '2026年12月20日11时00分'],
    says_not: ['变更后期限'],
  },
]

for (const { body, says, says_not } of FORMS)
  t.test(
    `${PAPERS[body.paper].zh} says what its body says, in ink and in text${body.edition > 1 ? ', as a later edition too' : ''}`,
    async t => {
      const { reader } = await drawn(body)
      t.equal(reader.pageCount, 1)
      const text = await words(reader)
      for (const part of [PAPERS[body.paper].zh, body.certNo, ...says]) t.match(text, part)
      for (const part of says_not) t.notMatch(text, part)
      const [all, seal] = [await reader.ink(1, 2, [0.1, 0.05, 0.9, 0.95]), await reader.ink(1, 2, [0.6, 0.3, 0.9, 0.8])]
      t.ok(all > 5_000 && seal > 300, `ink ${all.toFixed(0)}, where the seals stand ${seal.toFixed(0)}`)
    },
  )

t.test('a rare name is printed or spelled out, never left out', async t => {
  const { reader } = await drawn(aBody('transfer', { person: { ...aBody().person, name: '㛃𬱖·买买提\u{20000}' } }))
  t.match(await words(reader), '㛃𬱖·买买提〔U+20000〕')
})

t.test('a long list of charges and remarks goes on, on a second page', async t => {
  const { reader } = await drawn(
    aBody('transfer', { charges: Array.from({ length: 12 }, () => 'X001'), remarks: ['备注很长'.repeat(140)] }),
  )
  t.equal(reader.pageCount, 2)
  t.match(await reader.text(2), '第2页，共2页')
})

t.test('the code on the page, read by another program, is the code in the file and names nobody', async t => {
  for (const body of [aBody('transfer'), aBody('expiryNotice')]) {
    const { pdf, reader } = await drawn(body)
    const { data, width, height } = await reader.raster(1, 3)
    const found = jsqr.default(data, width, height)
    t.ok(found?.data.startsWith('https://anlian.example/verify#1%7C'), found?.data ?? 'no code was found')
    const payload = payloadIn(found?.data ?? '')
    t.ok(pdf.includes(payload), 'the file carries the same')
    t.match(payload, `1|${body.certNo}|${body.personRef}|${body.kind}|`)
    t.notMatch(payload, /林志远|350503198806149916/)
  }
})

t.test('a batch is drawn with one font and gives the same words as one by one', async t => {
  const bodies = [aBody('transfer'), aBody('releaseNotice', { person: { ...aBody().person, name: '欧阳震华' } })]
  const both = await drawCertificates(bodies, drawing)
  for (const [i, one] of both.entries()) {
    const reader = await PdfReader.open(one.pdf)
    const alone = await drawn(bodies[i] ?? aBody())
    t.equal(await words(reader), await words(alone.reader))
    await reader.close()
  }
})
