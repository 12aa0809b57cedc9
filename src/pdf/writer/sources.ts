import type { FileIndex, IndexedPage, Parts } from '../file-index.ts'
import { renderParts, type Source } from './slots.ts'
import { STAMP_FONT } from './stamp.ts'
import type { FileWriter } from './virtual-file.ts'

/** Takes objects of one source over into the new file, page by page, each object once. */
export class SourceCopy {
  readonly source: Source
  readonly #writer: FileWriter
  readonly #stampFont: number
  readonly #resources = new Map<number, number>()

  /** `stampFont` is the number of the font to add to every page's resources, 0 for none. */
  constructor(writer: FileWriter, key: string, index: FileIndex, stampFont: number) {
    this.source = { key, index, numbers: new Int32Array(index.objects.length) }
    this.#writer = writer
    this.#stampFont = stampFont
  }

  /** Gives numbers to all objects `page` needs, places its streams, and holds back the rest for `objects`. */
  take(page: IndexedPage): number[] {
    const { index, numbers } = this.source
    const found: number[] = []
    const resources = index.resources[page.resources]
    const waiting: number[] = []
    const visit = (parts: Parts): void => {
      for (const part of parts) {
        if (typeof part !== 'number' || numbers[part] !== 0) continue
        numbers[part] = this.#writer.number()
        found.push(part)
        waiting.push(part)
      }
    }
    visit(page.contents)
    visit(resources?.fonts ?? [])
    visit(resources?.others ?? [])
    visit(page.group ?? [])
    for (const mark of page.marks ?? []) visit(mark)
    for (let local = waiting.pop(); local !== undefined; local = waiting.pop()) visit(index.objects[local]?.body ?? [])
    found.sort((a, b) => a - b)
    for (const local of found) if (this.#isStream(local)) this.#writer.stream({ source: this.source, local })
    return found.filter(local => !this.#isStream(local))
  }

  /** Writes the objects that `take` held back. */
  objects(locals: readonly number[]): void {
    const { index, numbers } = this.source
    for (const local of locals) this.#writer.object(numbers[local] ?? 0, renderParts(index.objects[local]?.body ?? ['null'], numbers))
  }

  /** The number of the page's resources, with the stamp's font among them. */
  resources(page: IndexedPage): number {
    const known = this.#resources.get(page.resources)
    if (known !== undefined) return known
    const { fonts, others } = this.source.index.resources[page.resources] ?? { fonts: [], others: [] }
    const stamp = this.#stampFont > 0 ? `${STAMP_FONT} ${this.#stampFont} 0 R` : ''
    const num = this.#writer.number()
    this.#resources.set(page.resources, num)
    this.#writer.object(num, `<<${this.text(others)}/Font<<${this.text(fonts)}${stamp}>>>>`)
    return num
  }

  text(parts: Parts): string {
    return renderParts(parts, this.source.numbers)
  }

  #isStream(local: number): boolean {
    const object = this.source.index.objects[local]
    return object?.at !== undefined || object?.inline !== undefined
  }
}
