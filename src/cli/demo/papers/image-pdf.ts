import { PDFDocument } from 'pdf-lib'

const A4_POINTS = [595.28, 841.89] as const

export type PdfNotes = { title: string; producer: string; madeAt: Date }

/** A PDF with one JPEG per A4 page, edge to edge, as a scanner writes it. Dates are given, so equal input gives equal bytes. */
export async function pdfOfImages(images: readonly Buffer[], { title, producer, madeAt }: PdfNotes): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.setTitle(title)
  document.setProducer(producer)
  document.setCreationDate(madeAt)
  document.setModificationDate(madeAt)
  const [width, height] = A4_POINTS
  for (const image of images) {
    document.addPage([width, height]).drawImage(await document.embedJpg(image), { x: 0, y: 0, width, height })
  }
  return document
}

/** Plain cross-reference table and no object streams, like the firmware of most scanners. */
export async function savePdf(document: PDFDocument): Promise<Buffer> {
  const bytes = await document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false })
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
