import { PDFName, PDFString } from 'pdf-lib'
import { ZipFile } from 'yazl'
import { pdfOfImages, savePdf } from './image-pdf.ts'
import type { ImagePool } from './image-pool.ts'
import { padJpeg } from './padding.ts'
import type { Random } from './random.ts'

/** What the intake must answer to a file. */
export type ExpectedProblem =
  | 'pdf-malformed'
  | 'pdf-encrypted'
  | 'pdf-active-content'
  | 'upload-type-mismatch'
  | 'upload-empty'
  | 'document-duplicate'

export type BadFile = { name: string; expected: ExpectedProblem; make: (material: BadMaterial) => Promise<Buffer> }

/** `twin` is the content of a good file written before. */
export type BadMaterial = { pool: ImagePool; random: Random; twin: Buffer; madeAt: Date }

async function onePagePdf({ pool, random, madeAt }: BadMaterial) {
  return await pdfOfImages([padJpeg(random.pick(pool.jpegs), 32, random)], { title: '扫描件', producer: 'Office Scanner', madeAt })
}

/** Cut in the middle of the picture, as after a broken connection: no cross-reference table and no end. */
async function truncatedPdf(material: BadMaterial): Promise<Buffer> {
  const whole = await savePdf(await onePagePdf(material))
  return whole.subarray(0, Math.floor(whole.length * 0.6))
}

/** Marked as encrypted by the standard handler; without the password nobody can page or stamp it. */
async function encryptedPdf(material: BadMaterial): Promise<Buffer> {
  const document = await onePagePdf(material)
  const { context } = document
  const secret = (): string =>
    material.random
      .bytes(32)
      .toString('latin1')
      .replace(/[()\\\r\n]/g, 'x')
  const handler = { Filter: 'Standard', V: 2, R: 3, Length: 128, P: -3904, O: PDFString.of(secret()), U: PDFString.of(secret()) }
  context.trailerInfo.Encrypt = context.register(context.obj(handler))
  const id = PDFString.of(secret())
  context.trailerInfo.ID = context.obj([id, id])
  return await savePdf(document)
}

async function scriptedPdf(material: BadMaterial): Promise<Buffer> {
  const document = await onePagePdf(material)
  const action = document.context.obj({ Type: 'Action', S: 'JavaScript', JS: PDFString.of("app.alert('open')") })
  document.catalog.set(PDFName.of('OpenAction'), document.context.register(action))
  return await savePdf(document)
}

async function textFile({ random }: BadMaterial): Promise<Buffer> {
  return Buffer.from(`情况说明\n这是一个改了扩展名的文本文件，编号${random.whole(1000, 9999)}。\n`)
}

async function wordFile({ madeAt, random }: BadMaterial): Promise<Buffer> {
  const zip = new ZipFile()
  const entries: ReadonlyArray<readonly [string, string]> = [
    ['[Content_Types].xml', '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'],
    ['word/document.xml', `<?xml version="1.0"?><document>办案说明${random.whole(1000, 9999)}</document>`],
  ]
  for (const [name, text] of entries) zip.addBuffer(Buffer.from(text), name, { mtime: madeAt })
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

/** The head of a Windows program; it does nothing. */
async function programFile({ random }: BadMaterial): Promise<Buffer> {
  const head = Buffer.alloc(64)
  head.write('MZ', 0, 'latin1')
  head.writeUInt32LE(64, 60)
  return Buffer.concat([head, Buffer.from('PE\0\0', 'latin1'), random.bytes(4096)])
}

/** One of each fault an office meets, in the order in which they are laid into a folder. */
export const BAD_FILES: readonly BadFile[] = [
  { name: '讯问笔录(传输中断).pdf', expected: 'pdf-malformed', make: truncatedPdf },
  { name: '情况说明.pdf', expected: 'upload-type-mismatch', make: textFile },
  { name: '鉴定意见(加密).pdf', expected: 'pdf-encrypted', make: encryptedPdf },
  { name: '空白文件.pdf', expected: 'upload-empty', make: async () => Buffer.alloc(0) },
  { name: '办案说明.docx', expected: 'upload-type-mismatch', make: wordFile },
  { name: '扫描件(重复).pdf', expected: 'document-duplicate', make: async ({ twin }) => twin },
  { name: '带脚本的表格.pdf', expected: 'pdf-active-content', make: scriptedPdf },
  { name: '现场照片(可疑).jpg', expected: 'upload-type-mismatch', make: programFile },
]
