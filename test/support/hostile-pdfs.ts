import { constants, deflateRawSync, deflateSync } from 'node:zlib'
import { PDFDocument, StandardFonts } from 'pdf-lib'
import sharp from 'sharp'

/** A file as a person might upload it. */
export interface UploadedFile {
  title: string
  fileName: string
  declaredType: string
  bytes: Buffer
}

/** A file that must be refused, and with which code. */
export interface HostileFile extends UploadedFile {
  code: string
}

type Place = { offset: number } | { container: number; index: number }

/** Writes PDF syntax by hand, revision by revision, so that every byte can be wrong on purpose. */
export class RawPdf {
  #bytes: Buffer[] = []
  #length = 0
  #places = new Map<number, Place>()
  #size = 1
  #previous = -1

  constructor(header = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n') {
    this.raw(header)
  }

  get length(): number {
    return this.#length
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#bytes)
  }

  raw(text: string | Buffer): this {
    const chunk = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
    this.#bytes.push(chunk)
    this.#length += chunk.length
    return this
  }

  /** Takes patched bytes of the same length in place of what was written so far. */
  replace(bytes: Buffer): this {
    this.#bytes = [bytes]
    return this
  }

  object(num: number, body: string): this {
    this.#note(num, { offset: this.#length })
    return this.raw(`${num} 0 obj\n${body}\nendobj\n`)
  }

  stream(num: number, entries: string, data: Buffer): this {
    this.#note(num, { offset: this.#length })
    return this.raw(`${num} 0 obj\n<<${entries}/Length ${data.length}>>\nstream\n`).raw(data).raw('\nendstream\nendobj\n')
  }

  /** An object stream; needs a cross-reference stream at the end of the revision. */
  packed(container: number, objects: [number, string][]): this {
    let heads = ''
    let bodies = ''
    for (const [index, [num, body]] of objects.entries()) {
      this.#note(num, { container, index })
      heads += `${num} ${bodies.length} `
      bodies += `${body}\n`
    }
    const data = deflateSync(Buffer.from(heads + bodies, 'latin1'))
    return this.stream(container, `/Type/ObjStm/N ${objects.length}/First ${heads.length}/Filter/FlateDecode`, data)
  }

  /** Ends a revision with a plain table. */
  table(trailer = ''): this {
    const start = this.#length
    this.raw('xref\n')
    if (this.#previous < 0) this.raw('0 1\n0000000000 65535 f \n')
    for (const [num, place] of [...this.#places].sort(([a], [b]) => a - b)) {
      if ('offset' in place) this.raw(`${num} 1\n${String(place.offset).padStart(10, '0')} 00000 n \n`)
    }
    const previous = this.#previous < 0 ? '' : `/Prev ${this.#previous}`
    this.raw(`trailer\n<</Size ${this.#size}/Root 1 0 R${previous}${trailer}>>\n`)
    return this.#finish(start)
  }

  /** Ends a revision as word processors do: an empty table that hides a cross-reference stream from old readers. */
  hybrid(num: number): this {
    const hidden = this.#length
    this.#crossReferenceStream(num, {})
    const start = this.#length
    this.raw(`xref\n0 0\ntrailer\n<</Size ${this.#size}/Root 1 0 R/XRefStm ${hidden}>>\n`)
    return this.#finish(start)
  }

  /** Ends a revision with a cross-reference stream, rows predicted by the row above. */
  crossReference(num: number, options: { entries?: string; widths?: string } = {}): this {
    const start = this.#length
    this.#crossReferenceStream(num, options)
    return this.#finish(start)
  }

  #crossReferenceStream(num: number, options: { entries?: string; widths?: string }): void {
    this.#note(num, { offset: this.#length })
    const places = [...this.#places].sort(([a], [b]) => a - b)
    const rows = places.map(([, place]) => {
      const row = Buffer.alloc(7)
      row[0] = 'offset' in place ? 1 : 2
      row.writeUInt32BE('offset' in place ? place.offset : place.container, 1)
      row.writeUInt16BE('offset' in place ? 0 : place.index, 5)
      return row
    })
    const data = rows.map((row, i) => Buffer.from([2, ...row.map((byte, x) => byte - (rows[i - 1]?.[x] ?? 0))]))
    const index = places.map(([one]) => `${one} 1`).join(' ')
    const previous = this.#previous < 0 ? '' : `/Prev ${this.#previous}`
    this.stream(
      num,
      `/Type/XRef/Size ${this.#size}/Root 1 0 R/W[${options.widths ?? '1 4 2'}]/Index[${index}]${previous}${options.entries ?? ''}` +
        '/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>',
      deflateSync(Buffer.concat(data)),
    )
  }

  #note(num: number, place: Place): void {
    this.#places.set(num, place)
    this.#size = Math.max(this.#size, num + 1)
  }

  #finish(start: number): this {
    this.#previous = start
    this.#places.clear()
    return this.raw(`startxref\n${start}\n%%EOF\n`)
  }
}

const CONTENT = Buffer.from('0 0 1 rg 100 100 200 200 re f\n', 'latin1')

/** Objects 1 to 4 of a one-page file: catalog, page tree, page, content. Extra entries go into catalog and page. */
export function onePage(catalog = '', page = ''): RawPdf {
  return new RawPdf()
    .object(1, `<</Type/Catalog/Pages 2 0 R${catalog}>>`)
    .object(2, '<</Type/Pages/Count 1/Kids[3 0 R]>>')
    .object(3, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R${page}>>`)
    .stream(4, '', CONTENT)
}

const ZEROS = 1024 * 1024

/** Deflated zeros of any size, made from one block repeated: a gigabyte costs one megabyte and no time. */
function bomb(sizeBytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(ZEROS), { finishFlush: constants.Z_FULL_FLUSH })
  const count = Math.ceil(sizeBytes / ZEROS)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE((((count * ZEROS) % 65_521) * 65_536 + 1) >>> 0)
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...Array.from({ length: count }, () => block), Buffer.from([0x03, 0x00]), sum])
}

/** Every name written with `#xx` for each of its letters. */
function hexEscaped(name: string): string {
  return `/${[...Buffer.from(name, 'latin1')].map(byte => `#${byte.toString(16)}`).join('')}`
}

const GAP = 512

/** Adds a revision with a signature field that says it covers everything up to its own end. */
function sign(pdf: RawPdf, first: number, also: (pdf: RawPdf) => void = () => undefined, fields: number[] = []): RawPdf {
  const all = [...fields, first].map(num => `${num} 0 R`).join(' ')
  also(pdf)
  pdf.object(1, `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${all}]/SigFlags 3>>>>`)
  pdf.object(3, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[${all}]>>`)
  pdf.object(first, `<</Type/Annot/Subtype/Widget/FT/Sig/T(S${first})/V ${first + 1} 0 R/Rect[0 0 0 0]/P 3 0 R>>`)
  const holder = `/Contents<${'0'.repeat(GAP)}>`
  pdf.object(first + 1, `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 ${'*'.repeat(40)}]${holder}>>`)
  pdf.table()
  const bytes = pdf.bytes
  const at = bytes.lastIndexOf('/Contents<') + '/Contents'.length
  const range = `${at} ${at + GAP + 2} ${bytes.length - at - GAP - 2}`.padEnd(40)
  bytes.write(range, bytes.indexOf('*'.repeat(40)), 'latin1')
  return pdf.replace(bytes)
}

function pdfFile(title: string, bytes: Buffer): UploadedFile {
  return { title, fileName: '证据.pdf', declaredType: 'application/pdf', bytes }
}

function refused(code: string, title: string, bytes: Buffer): HostileFile {
  return { ...pdfFile(title, bytes), code }
}

const SCRIPT = '<</S/JavaScript/JS(app.alert\\(1\\))>>'

function activeFiles(): HostileFile[] {
  const code = 'pdf-active-content'
  const inCatalog = (title: string, entries: string): HostileFile => refused(code, title, onePage(entries).table().bytes)
  const onPage = (title: string, entries: string): HostileFile => refused(code, title, onePage('', entries).table().bytes)
  const action = (title: string, body: string): HostileFile => onPage(title, `/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A${body}>>]`)
  return [
    inCatalog('a script that runs on opening', `/OpenAction${SCRIPT}`),
    inCatalog('a script under a name written in hex', `/OpenAction<<${hexEscaped('S')}${hexEscaped('JavaScript')}${hexEscaped('JS')}(1)>>`),
    inCatalog('document scripts in the name tree', '/Names<</JavaScript<</Names[(a)5 0 R]>>>>'),
    inCatalog('a script shadowed by a second key of the same name', `/OpenAction${SCRIPT}/OpenAction[3 0 R/Fit]`),
    inCatalog('additional actions in the catalog', '/AA<</WC<</S/Named/N/Print>>>>'),
    onPage('additional actions on a page', '/AA<</O<</S/URI/URI(http://example.org)>>>>'),
    onPage('additional actions without any action', '/AA<<>>'),
    action('a launch action', '<</S/Launch/F(cmd.exe)>>'),
    action('a form that sends itself', '<</S/SubmitForm/F(http://example.org)>>'),
    action('an import of form data', '<</S/ImportData/F(a.fdf)>>'),
    action('a go-to into another file', '<</S/GoToR/F(other.pdf)/D[0/Fit]>>'),
    inCatalog('an XFA form', '/AcroForm<</Fields[]/XFA[(template)4 0 R]>>'),
    onPage('a rich media annotation', '/Annots[<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]>>]'),
    refused(code, 'a stream whose data is in another file', onePage().stream(5, '/F(other.bin)', CONTENT).table().bytes),
    refused(
      code,
      'a script hidden in an object stream',
      onePage('/OpenAction 5 0 R')
        .packed(6, [[5, SCRIPT]])
        .crossReference(7).bytes,
    ),
    refused(
      code,
      'a script hidden in a hybrid file',
      onePage()
        .packed(6, [[5, SCRIPT]])
        .hybrid(7).bytes,
    ),
    refused(
      code,
      'a script nobody refers to, hex-escaped in an object stream',
      onePage()
        .packed(6, [[5, `<<${hexEscaped('S')}${hexEscaped('JavaScript')}/JS(1)>>`]])
        .crossReference(7).bytes,
    ),
  ]
}

function embeddedFiles(): HostileFile[] {
  const code = 'pdf-embedded-file'
  const file = '<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>'
  const held = (catalog: string, page = ''): RawPdf => onePage(catalog, page).object(5, file).stream(6, '/Type/EmbeddedFile', CONTENT)
  return [
    refused(code, 'an embedded file in the name tree', held('/Names<</EmbeddedFiles<</Names[(a)5 0 R]>>>>').table().bytes),
    refused(
      code,
      'a file attached to a page',
      held('', '/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 5 0 R>>]').table().bytes,
    ),
    refused(code, 'a portfolio', onePage('/Collection<</Type/Collection>>').table().bytes),
    refused(code, 'an embedded file under names written in hex', onePage(`/Names<<${hexEscaped('EmbeddedFiles')}<<>>>>`).table().bytes),
  ]
}

function structureFiles(): HostileFile[] {
  const code = 'pdf-malformed'
  const pages = (kids: string, more = ''): Buffer =>
    new RawPdf()
      .object(1, '<</Type/Catalog/Pages 2 0 R>>')
      .object(2, `<</Type/Pages/Count 1/Kids[${kids}]>>`)
      .object(3, `<</Type/Pages/Parent 2 0 R/Count 1/Kids[${more}]>>`)
      .table().bytes
  const whole = onePage().table().bytes.toString('latin1')
  return [
    refused(code, 'no pages', pages('')),
    refused(code, 'a page tree that comes back to itself', pages('3 0 R', '2 0 R')),
    refused(code, 'a page tree whose kid is missing', pages('9 0 R')),
    refused(code, 'arrays nested deeper than 100', onePage(`/Deep${'['.repeat(150)}${']'.repeat(150)}`).table().bytes),
    refused(code, 'page tree nodes nested deeper than 100', deepTree(150)),
    refused(code, 'a cross-reference field wider than 8 bytes', onePage().crossReference(5, { widths: '1 9 2' }).bytes),
    refused(code, 'a huge cross-reference field', onePage().crossReference(5, { widths: '1 2000000000 2' }).bytes),
    refused(code, 'a count of objects nobody could hold', Buffer.from(whole.replace('0 1\n', '0 999999999\n'), 'latin1')),
    refused(code, 'more than 500,000 objects', manyObjects(500_001)),
    refused(code, 'a startxref that points elsewhere', Buffer.from(whole.replace(/startxref\n\d+/, 'startxref\n20'), 'latin1')),
    refused(code, 'revisions that form a ring', ring()),
    refused(code, 'a length that does not meet endstream', Buffer.from(whole.replace('/Length 30', '/Length 11'), 'latin1')),
    refused(code, 'references that form a ring', onePage().object(3, RING_PAGE).object(6, '5 0 R').object(5, '6 0 R').table().bytes),
    ...truncations(code),
  ]
}

function deepTree(depth: number): Buffer {
  const pdf = new RawPdf().object(1, '<</Type/Catalog/Pages 2 0 R>>')
  for (let i = 0; i < depth; i++) pdf.object(2 + i, `<</Type/Pages/Count 1/Kids[${3 + i} 0 R]>>`)
  return pdf.object(2 + depth, '<</Type/Page/MediaBox[0 0 9 9]>>').table().bytes
}

function manyObjects(count: number): Buffer {
  const head = onePage().bytes
  const object = Buffer.from('9 0 obj\nnull\nendobj\n')
  const line = `${String(head.length).padStart(10, '0')} 00000 n \n`
  const start = head.length + object.length
  return Buffer.concat([
    head,
    object,
    Buffer.from(`xref\n0 ${count}\n${line.repeat(count)}trailer\n<</Size ${count}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`),
  ])
}

function ring(): Buffer {
  const text = onePage().table('/Prev 000000').bytes.toString('latin1')
  const at = /startxref\n(\d+)/.exec(text)?.[1] ?? ''
  return Buffer.from(text.replace('000000>>', `${at.padStart(6, '0')}>>`), 'latin1')
}

/** The same file broken off after every tenth of its length. */
function truncations(code: string): HostileFile[] {
  const whole = onePage()
    .packed(6, [[5, '<</A 1>>']])
    .crossReference(7).bytes
  return Array.from({ length: 9 }, (_, i) =>
    refused(code, `broken off after ${i + 1} tenths`, whole.subarray(0, Math.floor((whole.length * (i + 1)) / 10))),
  )
}

function limitFiles(): HostileFile[] {
  const MIB = 1024 * 1024
  const bombs = (title: string, bytes: Buffer): HostileFile => refused('pdf-decompression-limit', title, bytes)
  const content = (data: Buffer, filter = '/Filter/FlateDecode'): RawPdf =>
    new RawPdf()
      .object(1, '<</Type/Catalog/Pages 2 0 R>>')
      .object(2, '<</Type/Pages/Count 1/Kids[3 0 R]>>')
      .object(3, '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>')
      .stream(4, filter, data)
  const many = content(bomb(60 * MIB))
  for (let i = 0; i < 9; i++) many.stream(5 + i, '/Filter/FlateDecode', bomb(60 * MIB))
  return [
    bombs('a content stream of 200 MB', content(bomb(200 * MIB)).table().bytes),
    bombs('a content stream of 1 GB', content(bomb(1024 * MIB)).table().bytes),
    bombs('a bomb within a bomb', content(deflateSync(bomb(1024 * MIB)), '/Filter[/FlateDecode/FlateDecode]').table().bytes),
    bombs('a bomb that calls itself a picture but is a page', content(bomb(200 * MIB), '/Subtype/Image/Filter/FlateDecode').table().bytes),
    bombs(
      'a form of 200 MB that no page shows',
      onePage()
        .stream(5, '/Type/XObject/Subtype/Form/Filter/FlateDecode', bomb(200 * MIB))
        .table().bytes,
    ),
    bombs('an object stream of 200 MB', packedBomb(200 * MIB)),
    bombs('ten streams of 60 MB each', many.table().bytes),
    refused('pdf-page-limit', 'a page above 200 inches', onePage().object(3, BIG_PAGE).table().bytes),
    refused('pdf-page-limit', '5,001 pages', manyPages(5001)),
    refused('pdf-encrypted', 'encrypted with an empty password', onePage().object(5, ENCRYPTION).table('/Encrypt 5 0 R').bytes),
    refused(
      'pdf-encrypted',
      'encrypted by a cross-reference stream',
      onePage().crossReference(6, { entries: `/Encrypt${ENCRYPTION}` }).bytes,
    ),
    refused('pdf-encrypted', 'encrypted in an older revision', onePage().table(`/Encrypt${ENCRYPTION}`).object(4, 'null').table().bytes),
  ]
}

const RING_PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R>>'
const BIG_PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 14401 842]/Contents 4 0 R>>'
const ENCRYPTION = `<</Filter/Standard/V 2/R 3/Length 128/P -4/O<${'00'.repeat(32)}>/U<${'00'.repeat(32)}>>>`

function packedBomb(sizeBytes: number): Buffer {
  const pdf = onePage('/X 5 0 R').packed(6, [[5, '<</A 1>>']])
  return pdf.stream(6, '/Type/ObjStm/N 1/First 4/Filter/FlateDecode', bomb(sizeBytes)).crossReference(7).bytes
}

/** A flat tree of empty pages. */
function manyPages(count: number): Buffer {
  const pdf = new RawPdf().object(1, '<</Type/Catalog/Pages 2 0 R>>')
  const kids = Array.from({ length: count }, (_, i) => `${3 + i} 0 R`).join(' ')
  pdf.object(2, `<</Type/Pages/Count ${count}/Kids[${kids}]/MediaBox[0 0 595 842]>>`)
  for (let i = 0; i < count; i++) pdf.object(3 + i, '<</Type/Page/Parent 2 0 R>>')
  return pdf.table().bytes
}

function signedFiles(): HostileFile[] {
  const code = 'pdf-changed-after-signing'
  const signed = (): RawPdf => sign(onePage().table(), 5)
  const shorter = signed().bytes
  shorter.write('[1 ', shorter.indexOf('/ByteRange[0 ') + '/ByteRange'.length, 'latin1')
  return [
    refused(code, 'a page rewritten after signing', signed().stream(4, '', Buffer.from('1 0 0 rg 0 0 9 9 re f')).table().bytes),
    refused(code, 'a signature that does not begin at the first byte', shorter),
    refused(
      code,
      'a page rewritten between two signatures',
      sign(signed(), 7, pdf => pdf.stream(4, '', CONTENT.subarray(0, 16)), [5]).bytes,
    ),
    refused(
      code,
      'a signature taken out by a later revision',
      signed().object(6, 'null').object(5, 'null').object(1, PLAIN_CATALOG).table().bytes,
    ),
  ]
}

const PLAIN_CATALOG = '<</Type/Catalog/Pages 2 0 R>>'

function otherKinds(): HostileFile[] {
  const code = 'upload-type-mismatch'
  const whole = onePage().table().bytes
  const zip = Buffer.concat([Buffer.from('PK\x03\x04'.padEnd(80, '\0'), 'latin1'), zipEnd(0)])
  const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')
  const glued = (title: string, after: Buffer): HostileFile => refused(code, title, Buffer.concat([whole, after]))
  return [
    glued('a ZIP after the end', zip),
    glued('HTML after the end', Buffer.from('<html><script>alert(1)</script></html>')),
    glued('10 KB of HTML after the end', Buffer.from('<html>'.padEnd(10_000, ' x'))),
    glued(
      'HTML after the end, then the end once more',
      Buffer.concat([Buffer.from('<html></html>\n'), whole.subarray(whole.lastIndexOf('startxref'))]),
    ),
    refused(code, 'a ZIP whose comment is the end of the PDF', zipInside()),
    refused(code, 'bytes before the header', Buffer.concat([Buffer.from('\n'), whole])),
    refused(code, 'a JPEG renamed to PDF', jpeg),
    refused(code, 'HTML renamed to PDF', Buffer.from('<html></html>')),
    { ...refused(code, 'a PDF renamed to JPEG', whole), fileName: '照片.jpg', declaredType: 'image/jpeg' },
    { ...refused(code, 'a PDF declared as PNG', whole), declaredType: 'image/png' },
    { ...refused(code, 'an extension nobody takes', whole), fileName: '证据.exe' },
    { ...refused(code, 'two extensions', whole), fileName: '证据.pdf.js' },
    { ...refused('upload-empty', 'no bytes at all', Buffer.alloc(0)) },
  ]
}

/** A ZIP end record whose comment fills `comment` more bytes. */
function zipEnd(comment: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(comment, 20)
  return end
}

function zipInside(): Buffer {
  const tail = onePage().table().bytes
  const start = tail.lastIndexOf('xref\n0 1')
  const rest = Buffer.from(
    tail
      .subarray(start)
      .toString('latin1')
      .replace(/startxref\n\d+/, `startxref\n${start + 23}`),
    'latin1',
  )
  return Buffer.concat([tail.subarray(0, start), zipEnd(rest.length + 1), Buffer.from('\n'), rest])
}

async function imageFiles(): Promise<HostileFile[]> {
  const canvas = sharp({ create: { width: 300, height: 200, channels: 3, background: '#a0522d' } })
  const jpeg = await canvas.clone().jpeg().toBuffer()
  const png = await canvas.clone().png().toBuffer()
  const wide = Buffer.from(png)
  wide.writeUInt32BE(30_000, 16)
  const asJpeg = (code: string, title: string, bytes: Buffer): HostileFile => ({
    ...refused(code, title, bytes),
    fileName: 'a.jpg',
    declaredType: 'image/jpeg',
  })
  const asPng = (code: string, title: string, bytes: Buffer): HostileFile => ({
    ...refused(code, title, bytes),
    fileName: 'a.png',
    declaredType: 'image/png',
  })
  const tall = Buffer.from(jpeg)
  tall.writeUInt16BE(40_000, tall.indexOf(Buffer.from('ffc0', 'hex')) + 5)
  const cut = (bytes: Buffer, tenths: number): Buffer => bytes.subarray(0, Math.max(12, Math.floor((bytes.length * tenths) / 10)))
  return [
    ...[1, 3, 5, 7, 9].map(n => asJpeg('image-malformed', `a JPEG broken off after ${n} tenths`, cut(jpeg, n))),
    ...[1, 3, 5, 7, 9].map(n => asPng('image-malformed', `a PNG broken off after ${n} tenths`, cut(png, n))),
    asPng('image-malformed', 'a PNG with a false check sum', wide),
    asJpeg('image-malformed', 'a JPEG of 40,000 lines', tall),
    asJpeg('upload-type-mismatch', 'a JPEG with HTML after its end', Buffer.concat([jpeg, Buffer.from('<html>')])),
    asPng('upload-type-mismatch', 'a PNG that ends as a ZIP', Buffer.concat([png, zipEnd(0)])),
    asJpeg('upload-type-mismatch', 'a PNG renamed to JPEG', png),
  ]
}

/** Every file of the upload table that concerns content, each with the code it must get. */
export async function hostileFiles(): Promise<HostileFile[]> {
  return [
    ...activeFiles(),
    ...embeddedFiles(),
    ...structureFiles(),
    ...limitFiles(),
    ...signedFiles(),
    ...otherKinds(),
    ...(await imageFiles()),
  ]
}

/** Two pages as pdf-lib writes them. */
export async function libraryPdf(useObjectStreams: boolean, text = 'Page'): Promise<Buffer> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  for (const number of [1, 2]) document.addPage([595, 842]).drawText(`${text} ${number}`, { x: 60, y: 700, size: 20, font })
  return Buffer.from(await document.save({ useObjectStreams }))
}

/** A scan as multifunction printers write it: one JPEG to a page, page objects between the images. */
export async function scannedPdf(pages: number, width = 620, height = 877): Promise<Buffer> {
  const pdf = new RawPdf('%PDF-1.4\n').object(1, '<</Type/Catalog/Pages 2 0 R>>')
  const kids = Array.from({ length: pages }, (_, i) => `${3 + i * 3} 0 R`).join(' ')
  for (let i = 0; i < pages; i++) {
    const shade = 120 + ((i * 37) % 100)
    const jpeg = await sharp({ create: { width, height, channels: 3, background: { r: shade, g: 200, b: 255 - shade } } })
      .jpeg()
      .toBuffer()
    const content = Buffer.from('q 595 0 0 842 0 0 cm /Im0 Do Q', 'latin1')
    const entries = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode`
    pdf.object(
      3 + i * 3,
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</Im0 ${5 + i * 3} 0 R>>>>/Contents ${4 + i * 3} 0 R>>`,
    )
    pdf.stream(4 + i * 3, '', content).stream(5 + i * 3, entries, jpeg)
  }
  return pdf.object(2, `<</Type/Pages/Count ${pages}/Kids[${kids}]>>`).table().bytes
}

/** Files that must be taken, each from another kind of writer. */
export async function goodFiles(): Promise<UploadedFile[]> {
  const hybrid = onePage().packed(6, [[5, '<</A 1>>']])
  const canvas = sharp({ create: { width: 300, height: 200, channels: 3, background: '#4682b4' } })
  const jpeg = await canvas.clone().jpeg().toBuffer()
  const png = await canvas.clone().png().toBuffer()
  const twice = sign(sign(onePage().table(), 5), 7, undefined, [5])
  return [
    pdfFile('a file by pdf-lib with object streams', await libraryPdf(true)),
    pdfFile('a file by pdf-lib without', await libraryPdf(false)),
    pdfFile('a scan of three pages', await scannedPdf(3)),
    pdfFile('a table written by hand', onePage().table().bytes),
    pdfFile('a cross-reference stream with predicted rows', hybrid.crossReference(7).bytes),
    pdfFile(
      'a hybrid file',
      onePage('/X 5 0 R')
        .packed(6, [[5, '<</A 1>>']])
        .hybrid(7).bytes,
    ),
    pdfFile('an incremental update', onePage().table().stream(4, '', Buffer.from('0 1 0 rg 9 9 9 9 re f')).table().bytes),
    pdfFile('an update of a cross-reference stream by another', onePage().crossReference(5).object(3, PLAIN_PAGE).crossReference(6).bytes),
    pdfFile('zeros and line ends after the end', Buffer.concat([onePage().table().bytes, Buffer.from('\r\n\0\0\0\0')])),
    pdfFile('a link to the web, which the readers do not follow', onePage('', URI_LINK).table().bytes),
    pdfFile(
      'a font that happens to be called AA',
      onePage('', '/Resources<</Font<</AA 5 0 R/JS 5 0 R>>>>').object(5, HELVETICA).table().bytes,
    ),
    pdfFile('a file signed once', sign(onePage().table(), 5).bytes),
    pdfFile('a file signed twice', twice.bytes),
    pdfFile('5,000 pages', manyPages(5000)),
    { title: 'a JPEG', fileName: '照片.JPG', declaredType: 'image/jpeg', bytes: jpeg },
    { title: 'a JPEG with a second picture behind it', fileName: 'a.jpeg', declaredType: 'image/jpeg', bytes: Buffer.concat([jpeg, jpeg]) },
    { title: 'a PNG', fileName: 'a.png', declaredType: 'image/png', bytes: png },
  ]
}

const PLAIN_PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>'
const URI_LINK = '/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://example.org)>>>>]'
const HELVETICA = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
