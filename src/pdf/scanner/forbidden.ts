import { refuse } from '../refusal.ts'
import type { PdfDocument } from './document.ts'
import { dictOf, PdfDict, PdfName, type PdfObject, PdfStream, PdfString } from './objects.ts'

/** Actions that run something or leave the file (ISO 32000-1 §12.6.4). Go-to, URI and named actions stay: the readers drop them. */
const ACTIVE_ACTIONS = new Set([
  'JavaScript',
  'Launch',
  'SubmitForm',
  'ImportData',
  'GoToR',
  'Rendition',
  'Movie',
  'Sound',
  'GoTo3DView',
  'RichMediaExecute',
])
const ACTIVE_ANNOTATIONS = new Set(['RichMedia', 'Movie', 'Screen', 'Sound', '3D'])
const ACTIVE_KEYS = new Set(['JavaScript', 'XFA', 'RichMediaContent', 'RichMediaSettings'])
const EMBEDDING_KEYS = new Set(['EmbeddedFiles', 'Collection'])
/** What a resource name may stand for; `/AA 5 0 R` in a font dictionary is a font called AA, not an action. */
const RESOURCE_TYPES = new Set(['Font', 'XObject', 'ExtGState', 'Pattern', 'Shading', 'OCG', 'OCMD'])

/** Looks through one object of the file, whatever it belongs to; names arrive unescaped, so `/J#53` is `/JS`. */
export class ForbiddenContent {
  /** Signature dictionaries met on the way, wherever they stand. */
  readonly signatures: PdfDict[] = []
  readonly #document: PdfDocument

  constructor(document: PdfDocument) {
    this.#document = document
  }

  inspect(object: PdfObject): void {
    if (Array.isArray(object)) {
      for (const item of object) this.inspect(item)
      return
    }
    const dict = dictOf(object)
    if (!dict) return
    for (const [key, value] of dict.entries) this.#entry(key, value)
    for (const [key, value] of dict.shadowed) this.#entry(key, value)
    if (dict.has('ByteRange')) this.signatures.push(dict)
    if (object instanceof PdfStream && dict.has('F')) active('流内容取自外部文件')
  }

  #entry(key: string, value: PdfObject): void {
    this.inspect(value)
    if (ACTIVE_KEYS.has(key) && value !== null) active(`含有 ${key}`)
    if (EMBEDDING_KEYS.has(key) && value !== null) embedded()
    if (key === 'S' || key === 'Subtype' || key === 'Type') this.#kind(key, value)
    else if (key === 'JS') this.#script(value)
    else if (key === 'AA') this.#triggers(value)
    else if (key === 'EF' && !this.#isResource(value)) embedded()
    else if (key === 'Ref' && this.#document.dict(value)?.has('F')) active('引用外部文件的页面')
  }

  #kind(key: string, value: PdfObject): void {
    const name = this.#document.name(value)
    if (key === 'S' && ACTIVE_ACTIONS.has(name)) active(`含有 ${name} 动作`)
    if (key === 'S' && name === 'GoToE') embedded()
    if (key === 'Subtype' && ACTIVE_ANNOTATIONS.has(name)) active(`含有 ${name} 批注`)
    if (key === 'Subtype' && name === 'FileAttachment') embedded()
    if (key === 'Type' && name === 'EmbeddedFile') embedded()
  }

  #script(value: PdfObject): void {
    const script = this.#document.resolve(value)
    if (script instanceof PdfString || (script instanceof PdfStream && !this.#isResource(value))) active('含有 JavaScript')
  }

  #triggers(value: PdfObject): void {
    const triggers = this.#document.resolve(value)
    if (!(triggers instanceof PdfDict)) return
    const acts = [...triggers.entries.values()].some(item => this.#document.dict(item)?.has('S'))
    if (acts || !this.#isResource(triggers)) active('含有附加动作 AA')
  }

  #isResource(value: PdfObject): boolean {
    const object = this.#document.resolve(value)
    if (object === null || object instanceof PdfName || Array.isArray(object)) return true
    const dict = dictOf(object)
    if (!dict) return false
    const subtype = this.#document.name(dict.get('Subtype'))
    if (object instanceof PdfStream && (subtype === 'Image' || subtype === 'Form' || dict.has('PatternType'))) return true
    return RESOURCE_TYPES.has(this.#document.name(dict.get('Type')))
  }
}

function active(detail: string): never {
  return refuse('pdf-active-content', detail)
}

function embedded(): never {
  return refuse('pdf-embedded-file', '文件内嵌有其他文件')
}
