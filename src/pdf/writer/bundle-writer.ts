import type { BundleEntry, PlacedPage } from '../bundle-model.ts'
import type { IndexedPage } from '../file-index.ts'
import { numberText } from '../scanner/serialize.ts'
import { A4, type Canvas, FONT_NAME } from './canvas.ts'
import type { NewObject, PdfFont } from './font.ts'
import { writeOutline } from './outline.ts'
import { SourceCopy } from './sources.ts'
import { stampContent } from './stamp.ts'
import { textString } from './text.ts'
import { FileWriter, type VirtualFile } from './virtual-file.ts'

const FAN_OUT = 32

export interface BundleParts {
  title: string
  entries: readonly BundleEntry[]
  pages: readonly PlacedPage[]
  /** One per page, empty for none. */
  stamps: readonly string[]
  stampFont: PdfFont | undefined
  front: readonly Canvas[]
  frontFont: PdfFont | undefined
}

/** Lays a bundle out: first the streams page by page, then everything else in the last kilobytes of the file. */
export class BundleWriter {
  readonly #parts: BundleParts
  readonly #file = new FileWriter()
  readonly #catalog: number
  readonly #info: number
  /** Object numbers of all pages in order, front pages first. */
  readonly #pageNumbers: number[]
  readonly #leaves: number[]
  readonly #stampObjects: NewObject[]
  readonly #save: number
  readonly #pageTexts: (() => void)[] = []

  constructor(parts: BundleParts) {
    this.#parts = parts
    const next = (): number => this.#file.number()
    this.#catalog = next()
    this.#info = next()
    const count = parts.front.length + parts.pages.length
    this.#pageNumbers = Array.from({ length: count }, next)
    this.#leaves = Array.from({ length: Math.ceil(count / FAN_OUT) }, next)
    this.#stampObjects = parts.stampFont?.objects(next) ?? []
    this.#save = next()
  }

  write(): VirtualFile {
    const { title, stampFont } = this.#parts
    this.#documents()
    this.#front()
    if (stampFont) this.#file.stream({ num: this.#save, entries: '', data: Buffer.from('q\n', 'latin1') })
    this.#add(this.#stampObjects)
    const root = this.#pageTree()
    const outline = this.#outline()
    this.#file.object(
      this.#catalog,
      `<</Type/Catalog/Pages ${root} 0 R/Lang(zh-CN)/PageLabels<</Nums[${this.#labels()}]>>/ViewerPreferences<</DisplayDocTitle true>>` +
        `${outline > 0 ? `/Outlines ${outline} 0 R/PageMode/UseOutlines` : ''}>>`,
    )
    this.#file.object(this.#info, `<</Title${textString(title)}/Producer(anlian)>>`)
    return this.#file.finish(this.#catalog, this.#info)
  }

  #add(objects: readonly NewObject[]): void {
    for (const { num, text, data } of objects) {
      if (data) this.#file.stream({ num, entries: text, data })
      else this.#file.object(num, text)
    }
  }

  /** Streams in page order; the page objects wait so that they come together. */
  #documents(): void {
    const { entries, pages, stamps } = this.#parts
    let copy: SourceCopy | undefined
    let current = -1
    for (const [i, placed] of pages.entries()) {
      const entry = entries[placed.entry]
      const page = entry?.index?.pages[placed.page]
      if (!entry?.index || entry.key === undefined || !page) continue
      if (placed.entry !== current || !copy) copy = new SourceCopy(this.#file, entry.key, entry.index, this.#stampObjects[0]?.num ?? 0)
      current = placed.entry
      this.#page(copy, page, i, stamps[i] ?? '')
    }
    this.#file.group()
    for (const write of this.#pageTexts) write()
    this.#file.group()
  }

  #page(copy: SourceCopy, page: IndexedPage, position: number, stamp: string): void {
    let stampNumber = 0
    if (stamp !== '' && this.#parts.stampFont) {
      stampNumber = this.#file.number()
      const font = this.#parts.stampFont
      this.#file.stream({ num: stampNumber, entries: '', make: () => stampContent(page, stamp, font) })
    }
    copy.objects(copy.take(page))
    const resources = copy.resources(page)
    const at = this.#parts.front.length + position
    this.#pageTexts.push(() => this.#file.object(this.#pageNumbers[at] ?? 0, this.#pageText(copy, page, at, stampNumber, resources)))
  }

  #pageText(copy: SourceCopy, page: IndexedPage, at: number, stamp: number, resources: number): string {
    const own = page.contents.map(local => `${copy.source.numbers[local]} 0 R`)
    const contents = stamp > 0 ? [`${this.#save} 0 R`, ...own, `${stamp} 0 R`] : own
    const box = (name: string, sides?: number[]): string => (sides ? `/${name}[${sides.map(numberText).join(' ')}]` : '')
    const marks = (page.marks ?? []).map(mark => `<<${copy.text(mark)}>>`).join('')
    return (
      `<</Type/Page/Parent ${this.#parent(at)} 0 R${box('MediaBox', page.mediaBox)}${box('CropBox', page.cropBox)}` +
      `${page.rotate > 0 ? `/Rotate ${page.rotate}` : ''}${page.userUnit ? `/UserUnit ${numberText(page.userUnit)}` : ''}` +
      `/Resources ${resources} 0 R/Contents[${contents.join(' ')}]${page.group ? `/Group${copy.text(page.group)}` : ''}` +
      `${marks ? `/Annots[${marks}]` : ''}>>`
    )
  }

  #parent(at: number): number {
    return this.#leaves[Math.floor(at / FAN_OUT)] ?? 0
  }

  #front(): void {
    const { front, frontFont } = this.#parts
    if (!frontFont) return
    const fontObjects = frontFont.objects(() => this.#file.number())
    for (const [i, canvas] of front.entries()) {
      const content = this.#file.number()
      this.#file.stream({ num: content, entries: '', data: canvas.content })
      const links = canvas.links.map(({ box, target }) => {
        const page = this.#pageNumbers[front.length + target - 1] ?? 0
        return `<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[${box.map(numberText).join(' ')}]/Dest[${page} 0 R/Fit]>>`
      })
      this.#file.object(
        this.#pageNumbers[i] ?? 0,
        `<</Type/Page/Parent ${this.#parent(i)} 0 R/MediaBox[0 0 ${A4.width} ${A4.height}]/Contents ${content} 0 R` +
          `/Resources<</Font<<${FONT_NAME} ${fontObjects[0]?.num} 0 R>>>>${links.length > 0 ? `/Annots[${links.join('')}]` : ''}>>`,
      )
    }
    this.#add(fontObjects)
    this.#file.group()
  }

  /** A balanced tree, so that a reader finds page 731 of 800 by its counts. */
  #pageTree(): number {
    let level = this.#pageNumbers.map(num => ({ num, count: 1 }))
    let nodes = this.#leaves
    for (;;) {
      const groups = nodes.map((num, i) => ({ num, kids: level.slice(i * FAN_OUT, (i + 1) * FAN_OUT) }))
      const above = groups.length > 1 ? Array.from({ length: Math.ceil(groups.length / FAN_OUT) }, () => this.#file.number()) : []
      for (const [i, { num, kids }] of groups.entries()) {
        const parent = above[Math.floor(i / FAN_OUT)]
        const count = kids.reduce((sum, kid) => sum + kid.count, 0)
        const list = kids.map(kid => `${kid.num} 0 R`).join(' ')
        this.#file.object(num, `<</Type/Pages${parent ? `/Parent ${parent} 0 R` : ''}/Count ${count}/Kids[${list}]>>`)
      }
      if (above.length === 0) return nodes[0] ?? 0
      level = groups.map(({ num, kids }) => ({ num, count: kids.reduce((sum, kid) => sum + kid.count, 0) }))
      nodes = above
    }
  }

  #outline(): number {
    const { entries, pages, front } = this.#parts
    let next = pages.length - 1
    const first = new Map<number, number>()
    for (const [i, page] of pages.entries()) if (!first.has(page.entry)) first.set(page.entry, i)
    // Backwards, so that a heading without pages leads to what follows it.
    const targets = entries.map(() => 0)
    for (let i = entries.length - 1; i >= 0; i--) {
      next = first.get(i) ?? next
      targets[i] = this.#pageNumbers[front.length + Math.max(0, next)] ?? this.#pageNumbers[0] ?? 0
    }
    const marks = entries.map(({ title, level }, i) => ({ title, level, page: targets[i] ?? 0 }))
    const outline = writeOutline(this.#file, marks)
    this.#file.group()
    return outline
  }

  /** Roman numbers for cover and contents, then each volume's own label and count. */
  #labels(): string {
    const { pages, front } = this.#parts
    let text = front.length > 0 ? '0<</S/r>>' : ''
    for (const [i, { volumePage, label }] of pages.entries()) {
      const before = pages[i - 1]
      const goesOn =
        before?.label === label &&
        (volumePage === 0 ? before.volumePage === 0 : volumePage === before.volumePage + 1 && before.volumePage > 0)
      if (goesOn) continue
      const style = volumePage === 0 ? '' : `/S/D/St ${volumePage}`
      text += `${front.length + i}<<${label ? `/P${textString(label)}` : ''}${style}>>`
    }
    return text
  }
}
