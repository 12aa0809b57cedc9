import { deflateSync } from 'node:zlib'
import { A4, type Canvas, FONT_NAME } from '../writer/canvas.ts'
import { writeClassic } from '../writer/classic.ts'
import type { NewObject, PdfFont } from '../writer/font.ts'
import { textString } from '../writer/text.ts'
import { fieldText, type Slot, signatureText } from './signature-slots.ts'
import { srgbProfile } from './srgb.ts'
import { pdfDate, xmpPacket } from './xmp.ts'

/** A file inside the file. `/Data` is what the paper says, for machines; `/Supplement` goes with it. */
export type EmbeddedFile = {
  readonly name: string
  readonly type: string
  readonly data: Uint8Array
  readonly relationship: 'Data' | 'Supplement'
  readonly description: string
}

export type ArchivalDocument = {
  readonly title: string
  readonly createdAt: Date
  readonly files: readonly EmbeddedFile[]
  /** Places for signatures in their order; the first is to be signed in this revision. */
  readonly slots: readonly Slot[]
}

const PROFILE = deflateSync(srgbProfile())

/** Joins drawn pages to a PDF/A-3b file (ISO 19005-3) with its embedded files and empty places for signatures. */
export function assembleArchival(pages: readonly Canvas[], font: PdfFont, document: ArchivalDocument): Uint8Array {
  let last = 3
  const next = (): number => ++last
  const fontObjects = font.objects(next)
  const sheets = pages.map(() => ({ page: next(), content: next() }))
  const [xmp, intent, profile] = [next(), next(), next()]
  const files = document.files.map(file => ({ file, spec: next(), stream: next() }))
  const fields = document.slots.map(slot => ({ slot, num: next() }))
  const signature = next()
  const firstPage = sheets[0]?.page ?? 0
  const refs = (all: readonly number[]): string => all.map(num => `${num} 0 R`).join(' ')
  const specs = files.map(({ spec }) => spec)
  const names = files.map(({ file, spec }) => `(${file.name}) ${spec} 0 R`).join('')
  const annotations = `/Annots[${refs(fields.map(({ num }) => num))}]`
  return writeClassic([
    {
      num: 1,
      text:
        `<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>/Metadata ${xmp} 0 R/OutputIntents[${intent} 0 R]` +
        `/AF[${refs(specs)}]/Names<</EmbeddedFiles<</Names[${names}]>>>>/AcroForm<</Fields[${refs(fields.map(({ num }) => num))}]/SigFlags 3>>>>`,
    },
    { num: 2, text: `<</Type/Pages/Count ${pages.length}/Kids[${refs(sheets.map(({ page }) => page))}]>>` },
    {
      num: 3,
      text: `<</Title${textString(document.title)}/Producer(anlian)/CreationDate(${pdfDate(document.createdAt)})/ModDate(${pdfDate(document.createdAt)})>>`,
    },
    ...fontObjects,
    ...pages.flatMap((canvas, i) =>
      pageObjects(canvas, sheets[i] ?? { page: 0, content: 0 }, fontObjects[0]?.num ?? 0, i === 0 ? annotations : ''),
    ),
    { num: xmp, text: '/Type/Metadata/Subtype/XML', data: xmpPacket(document.title, document.createdAt) },
    {
      num: intent,
      text: `<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile ${profile} 0 R>>`,
    },
    { num: profile, text: '/N 3/Filter/FlateDecode', data: PROFILE },
    ...files.flatMap(({ file, spec, stream }) => fileObjects(file, spec, stream, document.createdAt)),
    ...fields.map(({ slot, num }, i) => ({ num, text: fieldText(slot, firstPage, i === 0 ? signature : null) })),
    { num: signature, text: signatureText(document.slots[0]) },
  ])
}

const pageObjects = (
  canvas: Canvas,
  { page, content }: { page: number; content: number },
  font: number,
  annotations: string,
): NewObject[] => [
  {
    num: page,
    text:
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${A4.width} ${A4.height}]/Contents ${content} 0 R` +
      `/Resources<</Font<<${FONT_NAME} ${font} 0 R>>>>${annotations}>>`,
  },
  { num: content, text: '/Filter/FlateDecode', data: deflateSync(canvas.content) },
]

/** Embedded as they are, so that a reader of bytes finds them. */
const fileObjects = (file: EmbeddedFile, spec: number, stream: number, at: Date): NewObject[] => [
  {
    num: spec,
    text:
      `<</Type/Filespec/F(${file.name})/UF${textString(file.name)}/AFRelationship/${file.relationship}` +
      `/Desc${textString(file.description)}/EF<</F ${stream} 0 R/UF ${stream} 0 R>>>>`,
  },
  {
    num: stream,
    text: `/Type/EmbeddedFile/Subtype/${file.type.replace('/', '#2F')}/Params<</Size ${file.data.length}/ModDate(${pdfDate(at)})>>`,
    data: file.data,
  },
]
