import type { PdfDocument } from './document.ts'
import { PdfDict, type PdfObject, PdfRef, PdfStream } from './objects.ts'
import { PartsWriter } from './serialize.ts'

const CATALOG_MAY = new Set(['AcroForm', 'DSS', 'Extensions', 'Version', 'Metadata', 'Perms'])
const FORM_MAY = new Set(['Fields', 'SigFlags', 'DR', 'DA'])
const PAGE_MAY = new Set(['Annots'])

/**
 * True when the revisions written from byte `end` on only add signature fields, validation data (DSS) or a time-stamp.
 * New objects are harmless until an old one points at them, so what counts is how the old ones changed.
 */
export function changesOnlySignatures(document: PdfDocument, end: number): boolean {
  const before = document.asOf(end)
  const comparison = new Comparison(before, document)
  const touched = new Set<number>()
  for (const section of document.xref.sections) {
    if (section.offset >= end) for (const num of section.entries.keys()) touched.add(num)
  }
  for (const num of touched) if (!comparison.allows(num)) return false
  return true
}

class Comparison {
  readonly #before: PdfDocument
  readonly #after: PdfDocument
  readonly #form: number
  readonly #info: number
  readonly #validation: Set<number>

  constructor(before: PdfDocument, after: PdfDocument) {
    this.#before = before
    this.#after = after
    const catalog = before.dict(before.xref.trailer.get('Root'))
    this.#form = numberOf(catalog?.get('AcroForm') ?? null)
    this.#info = numberOf(before.xref.trailer.get('Info'))
    this.#validation = reachable(before, catalog?.get('DSS') ?? null)
  }

  allows(num: number): boolean {
    const old = this.#before.get(num)
    if (old === null) return true
    const now = this.#after.get(num)
    if (num === this.#info || this.#validation.has(num) || this.#same(old, now)) return true
    if (Array.isArray(old) && Array.isArray(now)) return this.#addsSignatures(old, now)
    if (old instanceof PdfStream && now instanceof PdfStream) return this.#isUpkeep(old, now)
    if (!(old instanceof PdfDict) || !(now instanceof PdfDict)) return false
    return this.#allowsDict(num, old, now)
  }

  #allowsDict(num: number, old: PdfDict, now: PdfDict): boolean {
    const type = this.#before.name(old.get('Type'))
    if (type === 'Catalog') return this.#sameExcept(old, now, CATALOG_MAY) && this.#sameForm(old, now)
    if (type === 'Page') return this.#sameExcept(old, now, PAGE_MAY) && this.#grows(old, now, 'Annots')
    if (num === this.#form) return this.#sameExcept(old, now, FORM_MAY) && this.#grows(old, now, 'Fields')
    // A field left empty for the next signer is filled by signing; a filled one stays as it is.
    return this.#isSignatureField(old) && !old.has('V')
  }

  /** The form may stand in the catalog itself. */
  #sameForm(old: PdfDict, now: PdfDict): boolean {
    const was = this.#before.dict(old.get('AcroForm'))
    const is = this.#after.dict(now.get('AcroForm'))
    if (!was) return true
    return is !== undefined && this.#sameExcept(was, is, FORM_MAY) && this.#grows(was, is, 'Fields')
  }

  #grows(old: PdfDict, now: PdfDict, key: string): boolean {
    const was = this.#before.resolve(old.get(key))
    const is = this.#after.resolve(now.get(key))
    return this.#addsSignatures(Array.isArray(was) ? was : [], Array.isArray(is) ? is : [])
  }

  #addsSignatures(was: PdfObject[], is: PdfObject[]): boolean {
    const kept = new Set(was.map(item => this.#text(item)))
    const added = is.filter(item => !kept.delete(this.#text(item)))
    return kept.size === 0 && added.every(item => this.#isSignatureField(this.#after.dict(item)))
  }

  #isSignatureField(field: PdfDict | undefined): boolean {
    const kind = field?.get('FT') ?? this.#after.dict(field?.get('Parent') ?? null)?.get('FT') ?? null
    return this.#after.name(kind) === 'Sig'
  }

  /** Metadata and the containers of objects are rewritten by every signer; what they contain is compared by itself. */
  #isUpkeep(old: PdfStream, now: PdfStream): boolean {
    const type = this.#before.name(old.dict.get('Type'))
    return ['Metadata', 'XRef', 'ObjStm'].includes(type) && type === this.#after.name(now.dict.get('Type'))
  }

  #sameExcept(old: PdfDict, now: PdfDict, may: ReadonlySet<string>): boolean {
    const keys = new Set([...old.entries.keys(), ...now.entries.keys()])
    for (const key of keys) if (!may.has(key) && this.#text(old.get(key)) !== this.#text(now.get(key))) return false
    return true
  }

  #same(old: PdfObject, now: PdfObject): boolean {
    if (old instanceof PdfStream && now instanceof PdfStream) {
      if (this.#text(old.dict) !== this.#text(now.dict) || old.length !== now.length) return false
      return old.offset === now.offset || this.#sameBytes(old, now)
    }
    return !(old instanceof PdfStream) && !(now instanceof PdfStream) && this.#text(old) === this.#text(now)
  }

  #sameBytes(old: PdfStream, now: PdfStream): boolean {
    const step = 1024 * 1024
    for (let done = 0; done < old.length; done += step) {
      const size = Math.min(step, old.length - done)
      const was = this.#after.bytes.slice(old.offset + done, old.offset + done + size)
      const is = this.#after.bytes.slice(now.offset + done, now.offset + done + size)
      if (Buffer.compare(was, is) !== 0) return false
    }
    return true
  }

  /** Exact text of an object, references by their number in the file. */
  #text(object: PdfObject): string {
    const writer = new PartsWriter(ref => ref.num)
    writer.object(object)
    return JSON.stringify(writer.done())
  }
}

const numberOf = (object: PdfObject): number => (object instanceof PdfRef ? object.num : -1)

/** The numbers of all objects below `start`; validation data is a shallow tree of dictionaries, arrays and streams. */
function reachable(document: PdfDocument, start: PdfObject): Set<number> {
  const found = new Set<number>()
  const waiting: PdfObject[] = [start]
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    if (item instanceof PdfRef) {
      if (found.has(item.num)) continue
      found.add(item.num)
      waiting.push(document.get(item.num))
    } else if (Array.isArray(item)) for (const one of item) waiting.push(one)
    else if (item instanceof PdfDict) for (const one of item.entries.values()) waiting.push(one)
  }
  return found
}
