import type { Parts } from '../file-index.ts'
import { malformed } from '../refusal.ts'
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from './objects.ts'

/** Builds `parts`: text, with a number wherever the text refers to another object. */
export class PartsWriter {
  readonly #parts: Parts = []
  readonly #refer: (ref: PdfRef) => number | null
  #text = ''
  /** What must stand before another word: a space after a word, nothing after a bracket. */
  #gap: '' | ' ' = ''

  /** `refer` gives the local number of what a reference points at, or null to write `null` in its place. */
  constructor(refer: (ref: PdfRef) => number | null) {
    this.#refer = refer
  }

  done(): Parts {
    if (this.#text !== '') this.#parts.push(this.#text)
    this.#text = ''
    return this.#parts
  }

  raw(text: string): void {
    this.#text += text
    this.#gap = ' '
  }

  object(value: PdfObject): void {
    if (value === null || typeof value === 'boolean') this.#word(String(value))
    else if (typeof value === 'number') this.#word(numberText(value))
    else if (value instanceof PdfName) this.raw(nameText(value.value))
    else if (value instanceof PdfString) this.#closed(stringText(value.bytes))
    else if (value instanceof PdfRef) this.#reference(value)
    else if (value instanceof PdfDict) this.#dict(value)
    else if (value instanceof PdfStream) malformed('流不能直接嵌入对象')
    else this.#array(value)
  }

  /** The entries of a dictionary without its brackets, leaving out `skip`. */
  entries(dict: PdfDict, skip: ReadonlySet<string>): void {
    for (const [key, value] of dict.entries) {
      if (skip.has(key) || value === null) continue
      this.raw(nameText(key))
      this.object(value)
    }
  }

  #word(text: string): void {
    this.raw(this.#gap + text)
  }

  #closed(text: string): void {
    this.#text += text
    this.#gap = ''
  }

  #reference(ref: PdfRef): void {
    const local = this.#refer(ref)
    if (local === null) {
      this.#word('null')
      return
    }
    this.#parts.push(this.#text + this.#gap, local)
    this.#text = ''
    this.#gap = ' '
  }

  #dict(dict: PdfDict): void {
    this.#closed('<<')
    this.entries(dict, dict.has('Type') ? NOT_SHOWN : NOTHING)
    this.#closed('>>')
  }

  #array(items: PdfObject[]): void {
    this.#closed('[')
    for (const item of items) this.object(item)
    this.#closed(']')
  }
}

const NOTHING: ReadonlySet<string> = new Set()
/** Keys of typed objects and streams that lead away from the page or carry nothing one sees. */
export const NOT_SHOWN: ReadonlySet<string> = new Set([
  'Parent',
  'StructParent',
  'StructParents',
  'Metadata',
  'PieceInfo',
  'LastModified',
  'OPI',
  'AF',
  'Measure',
  'PtData',
])

function nameText(value: string): string {
  return `/${value.replace(/[^!"$&'*+,\-.0-9:;=?@A-Z\\^_`a-z|~]/g, char => `#${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}`
}

export function numberText(value: number): string {
  if (Number.isInteger(value)) return value.toFixed(0)
  return value.toFixed(8).replace(/0+$/, '').replace(/\.$/, '')
}

function stringText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1')
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, char => `\\${char}`)})`
  return `<${Buffer.from(bytes).toString('hex')}>`
}
