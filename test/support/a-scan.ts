import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { RawPdf } from './hostile-pdfs.ts'

/** A scan of many pages with a picture of about `kilobytes` on each, its page objects between the pictures as scanners write them. */
export async function aScan(pages: number, kilobytes: number): Promise<Buffer> {
  const [width, height] = [620, 877]
  const noise = { width, height, channels: 1 } as const
  let jpeg = Buffer.alloc(0)
  for (let quality = 2; quality < 100 && jpeg.length < kilobytes * 1000; quality += 2) {
    jpeg = await sharp(randomBytes(width * height), { raw: noise })
      .jpeg({ quality })
      .toBuffer()
  }
  const entries = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode`
  const pdf = new RawPdf('%PDF-1.4\n').object(1, '<</Type/Catalog/Pages 2 0 R>>')
  const kids: string[] = []
  for (let i = 0; i < pages; i++) {
    const [page, content, picture] = [3 + i * 3, 4 + i * 3, 5 + i * 3]
    kids.push(`${page} 0 R`)
    pdf.object(
      page,
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</Im0 ${picture} 0 R>>>>/Contents ${content} 0 R>>`,
    )
    pdf.stream(content, '', Buffer.from('q 595 0 0 842 0 0 cm /Im0 Do Q', 'latin1')).stream(picture, entries, jpeg)
  }
  return pdf.object(2, `<</Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]>>`).table().bytes
}
