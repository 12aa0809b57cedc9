import { degrees, PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { drawForm, type OfficialForm } from '../../src/pdf/form.ts'
import { PdfReader } from '../pdf/fixtures/pdf-reader.ts'
import { RawPdf } from './hostile-pdfs.ts'

/** Every sentence stands in one line of the page; two of its characters are rare. */
export const SENTENCES = [
  '泉州市公安局丰泽分局',
  '立案决定书',
  '丰公(刑)立字〔2026〕00012号',
  '犯罪嫌疑人林志远，男，汉族。',
  '姓名 林𬱖𣲗',
  '身份证号 350503199003051234',
  '二〇二六年三月五日',
] as const

const FORM: OfficialForm = {
  issuer: SENTENCES[0],
  title: SENTENCES[1],
  number: SENTENCES[2],
  blocks: [
    { kind: 'paragraph', text: SENTENCES[3] },
    {
      kind: 'pairs',
      rows: [
        ['姓名', '林𬱖𣲗'],
        ['身份证号', '350503199003051234'],
      ],
    },
  ],
  closing: [SENTENCES[6]],
  sealed: false,
  copy: null,
}

/** A page as the platform makes its papers; turned clockwise where the reader is to turn it. */
export async function aWrittenPage(turn = 0): Promise<Uint8Array> {
  const bytes = await drawForm(FORM, null)
  if (turn === 0) return bytes
  const pdf = await PDFDocument.load(bytes)
  pdf.getPage(0).setRotation(degrees(turn))
  return await pdf.save()
}

/** The same page as a scanner at 150 dots per inch gives it, laid in turned clockwise by `turn`. */
export async function aScannedJpeg(turn = 0): Promise<{ jpeg: Buffer; width: number; height: number }> {
  const reader = await PdfReader.open(await aWrittenPage())
  const { data, width, height } = await reader.raster(1, 150 / 72)
  await reader.close()
  const picture = sharp(Buffer.from(data), { raw: { width, height, channels: 4 } }).flatten({ background: '#fff' })
  const made = await picture.rotate(turn).jpeg({ quality: 80 }).toBuffer({ resolveWithObject: true })
  return { jpeg: made.data, width: made.info.width, height: made.info.height }
}

/** A PDF without any text, each of its pages a scan. */
export async function aScannedPdf(turns: readonly number[]): Promise<Buffer> {
  const pdf = new RawPdf('%PDF-1.4\n').object(1, '<</Type/Catalog/Pages 2 0 R>>')
  const kids: string[] = []
  for (const [at, turn] of turns.entries()) {
    const { jpeg, width, height } = await aScannedJpeg(turn)
    const [page, content, picture] = [3 + at * 3, 4 + at * 3, 5 + at * 3]
    const [w, h] = [(width * 72) / 150, (height * 72) / 150]
    kids.push(`${page} 0 R`)
    const entries = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode`
    pdf
      .object(
        page,
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${w} ${h}]/Resources<</XObject<</Im0 ${picture} 0 R>>>>/Contents ${content} 0 R>>`,
      )
      .stream(content, '', Buffer.from(`q ${w} 0 0 ${h} 0 0 cm /Im0 Do Q`, 'latin1'))
      .stream(picture, entries, jpeg)
  }
  return pdf.object(2, `<</Type/Pages/Count ${turns.length}/Kids[${kids.join(' ')}]>>`).table().bytes
}
