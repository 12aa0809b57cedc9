import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import fontkit from '@pdf-lib/fontkit'
import subsetFont from 'subset-font'
import { textString } from './text.ts'

const FONT_FILE = join(import.meta.dirname, '..', 'fonts', 'NotoSerifSC-Regular.ttf')
const FALLBACK = '〔〕U+0123456789ABCDEF'
const UNITS = 1000

let wholeFont: Promise<Buffer> | undefined

/** An object of a PDF before it has a place: its text, and its data when it is a stream. */
export interface NewObject {
  num: number
  text: string
  data?: Uint8Array
}

/**
 * The characters of one document in Noto Serif SC, cut down to them. Each character has a code of its own, so that text
 * taken out equals text put in even where two characters share a glyph. What the font lacks is printed as 〔U+20000〕:
 * visible, never an empty box.
 */
export class PdfFont {
  readonly #codes: Map<number, number>
  readonly #glyphs: number[]
  readonly #widths: number[]
  readonly #metrics: { ascent: number; descent: number; capHeight: number; box: number[] }
  readonly #file: Buffer
  #streams: { file: Buffer; map: Buffer; unicode: Buffer } | undefined

  private constructor(file: Buffer, characters: number[]) {
    const font = fontkit.create(file)
    const scale = UNITS / font.unitsPerEm
    const glyphs = characters.map(character => font.glyphForCodePoint(character))
    this.#codes = new Map(characters.map((character, i) => [character, i + 1]))
    this.#glyphs = glyphs.map(glyph => glyph.id)
    this.#widths = glyphs.map(glyph => Math.round(glyph.advanceWidth * scale))
    const { minX, minY, maxX, maxY } = font.bbox
    this.#metrics = {
      ascent: Math.round(font.ascent * scale),
      descent: Math.round(font.descent * scale),
      capHeight: Math.round(font.capHeight * scale),
      box: [minX, minY, maxX, maxY].map(side => Math.round(side * scale)),
    }
    this.#file = file
  }

  /** A font for all characters of `text`. */
  static async forText(text: string): Promise<PdfFont> {
    const asked = new Set(`${text} `)
    const file = await cut([...asked].join(''))
    const lacking = fontkit.create(file)
    const missing = [...asked].some(character => !lacking.hasGlyphForCodePoint(character.codePointAt(0) ?? 0))
    if (!missing) return new PdfFont(file, codePoints(asked))
    const present = [...asked].filter(character => lacking.hasGlyphForCodePoint(character.codePointAt(0) ?? 0))
    const wider = new Set([...present, ...FALLBACK])
    return new PdfFont(await cut([...wider].join('')), codePoints(wider))
  }

  /** What is printed for `text`: the same, with characters the font lacks spelled out. */
  shown(text: string): string {
    let out = ''
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0
      out += this.#codes.has(code) ? character : `〔U+${code.toString(16).toUpperCase()}〕`
    }
    return out
  }

  /** In points, at `size` points. */
  width(text: string, size: number): number {
    let sum = 0
    for (const code of this.#encode(text)) sum += this.#widths[code - 1] ?? 0
    return (sum * size) / UNITS
  }

  /** The operand of `Tj`. */
  operand(text: string): string {
    return `<${this.#encode(text)
      .map(code => code.toString(16).padStart(4, '0'))
      .join('')}>`
  }

  /** The font's objects; the first is the font itself. `next` gives object numbers. */
  objects(next: () => number): NewObject[] {
    const [font, cid, descriptor, file, map, unicode] = [next(), next(), next(), next(), next(), next()]
    const name = `/${subsetTag(this.#file)}+NotoSerifSC-Regular`
    const { ascent, descent, capHeight, box } = this.#metrics
    const streams = this.#packed()
    return [
      {
        num: font,
        text: `<</Type/Font/Subtype/Type0/BaseFont${name}/Encoding/Identity-H/DescendantFonts[${cid} 0 R]/ToUnicode ${unicode} 0 R>>`,
      },
      {
        num: cid,
        text:
          `<</Type/Font/Subtype/CIDFontType2/BaseFont${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
          `/FontDescriptor ${descriptor} 0 R/CIDToGIDMap ${map} 0 R/DW 1000/W[1[${this.#widths.join(' ')}]]>>`,
      },
      {
        num: descriptor,
        text:
          `<</Type/FontDescriptor/FontName${name}/Flags 6/FontBBox[${box.join(' ')}]/ItalicAngle 0/Ascent ${ascent}` +
          `/Descent ${descent}/CapHeight ${capHeight}/StemV 80/FontFile2 ${file} 0 R>>`,
      },
      { num: file, text: `/Length1 ${this.#file.length}/Filter/FlateDecode`, data: streams.file },
      { num: map, text: '/Filter/FlateDecode', data: streams.map },
      { num: unicode, text: '/Filter/FlateDecode', data: streams.unicode },
    ]
  }

  /** Packed once, however many documents are drawn with this font. */
  #packed(): { file: Buffer; map: Buffer; unicode: Buffer } {
    this.#streams ??= {
      file: deflateSync(this.#file),
      map: deflateSync(this.#glyphMap()),
      unicode: deflateSync(Buffer.from(this.#toUnicode(), 'latin1')),
    }
    return this.#streams
  }

  #encode(text: string): number[] {
    return [...this.shown(text)].map(character => this.#codes.get(character.codePointAt(0) ?? 0) ?? 0)
  }

  #glyphMap(): Buffer {
    const map = Buffer.alloc((this.#glyphs.length + 1) * 2)
    for (const [i, glyph] of this.#glyphs.entries()) map.writeUInt16BE(glyph, (i + 1) * 2)
    return map
  }

  #toUnicode(): string {
    const lines = [...this.#codes].map(
      ([character, code]) => `<${code.toString(16).padStart(4, '0')}> <${utf16Hex(String.fromCodePoint(character))}>`,
    )
    // A block of a CMap holds at most 100 lines.
    const blocks: string[] = []
    for (let i = 0; i < lines.length; i += 100) {
      const block = lines.slice(i, i + 100)
      blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
    }
    return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`
  }
}

async function cut(characters: string): Promise<Buffer> {
  wholeFont ??= readFile(FONT_FILE)
  return await subsetFont(await wholeFont, characters, {
    targetFormat: 'truetype',
    keepFeatures: [],
    noHinting: true,
    dropTables: ['GSUB', 'GPOS', 'GDEF', 'BASE', 'vhea', 'vmtx', 'VORG'],
  })
}

function codePoints(characters: Iterable<string>): number[] {
  return [...characters].map(character => character.codePointAt(0) ?? 0).sort((a, b) => a - b)
}

function utf16Hex(character: string): string {
  return textString(character).slice(5, -1)
}

/** Six letters that tell subsets of the same font apart (ISO 32000-1 §9.6.4). */
function subsetTag(file: Buffer): string {
  const digest = createHash('sha256').update(file).digest()
  return [...digest.subarray(0, 6)].map(byte => String.fromCharCode(65 + (byte % 26))).join('')
}
