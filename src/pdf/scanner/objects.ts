/** A name, with its `#xx` escapes already resolved, so that `/J#61vaScript` is `JavaScript`. */
export class PdfName {
  readonly value: string

  constructor(value: string) {
    this.value = value
  }
}

/** A string, and where its token stands in the file (needed for the gap of a signature's byte range). */
export class PdfString {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes
    this.start = start
    this.end = end
  }
}

export class PdfRef {
  readonly num: number

  constructor(num: number) {
    this.num = num
  }
}

/** The last of several equal keys counts; the earlier ones are kept, because another reader may let the first count. */
export class PdfDict {
  readonly entries = new Map<string, PdfObject>()
  readonly shadowed: [string, PdfObject][] = []

  get(key: string): PdfObject {
    return this.entries.get(key) ?? null
  }

  has(key: string): boolean {
    return this.get(key) !== null
  }
}

/** `offset` and `length` are the raw bytes in the file. */
export class PdfStream {
  readonly dict: PdfDict
  readonly offset: number
  readonly length: number

  constructor(dict: PdfDict, offset: number, length: number) {
    this.dict = dict
    this.offset = offset
    this.length = length
  }
}

export type PdfObject = null | boolean | number | PdfName | PdfString | PdfRef | PdfDict | PdfStream | PdfObject[]

/** The dictionary of a dictionary or a stream. */
export function dictOf(object: PdfObject): PdfDict | undefined {
  if (object instanceof PdfDict) return object
  if (object instanceof PdfStream) return object.dict
  return undefined
}

/** The text of a name, or an empty text for anything else. */
export function nameOf(object: PdfObject): string {
  return object instanceof PdfName ? object.value : ''
}
