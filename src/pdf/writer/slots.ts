import type { FileIndex, IndexedObject, Parts } from '../file-index.ts'

/** Bytes of the virtual file: either at hand, or a range of the source called `key`. */
export type Segment = { bytes: Uint8Array } | { key: string; offset: number; length: number }

/** Writes parts with the object numbers of this file. */
export function renderParts(parts: Parts, numbers: Int32Array): string {
  let text = ''
  for (const part of parts) text += typeof part === 'string' ? part : `${numbers[part]} 0 R`
  return text
}

/** A source document with the number each of its objects has in the new file; 0 for those it does not take over. */
export interface Source {
  key: string
  index: FileIndex
  numbers: Int32Array
}

/** A stream object to be written: taken from a source, at hand, or made anew each time it is read. */
export type Slot =
  | { source: Source; local: number }
  | { num: number; entries: string; data: Uint8Array }
  | { num: number; entries: string; make: () => Uint8Array }

const END = Buffer.from('\nendstream\nendobj\n', 'latin1')

/** The bytes of one stream object, in order. */
export function slotSegments(slot: Slot): Segment[] {
  if ('data' in slot) return [{ bytes: head(slot.num, slot.entries, slot.data.length) }, { bytes: slot.data }, { bytes: END }]
  if ('make' in slot) {
    const data = slot.make()
    return [{ bytes: head(slot.num, slot.entries, data.length) }, { bytes: data }, { bytes: END }]
  }
  const { source, local } = slot
  const object: IndexedObject = source.index.objects[local] ?? { body: [] }
  const num = source.numbers[local] ?? 0
  const entries = renderParts(object.body, source.numbers)
  if (object.inline !== undefined) {
    const data = Buffer.from(object.inline, 'base64')
    return [{ bytes: head(num, entries, data.length) }, { bytes: data }, { bytes: END }]
  }
  const ranges: Segment[] = []
  let total = 0
  const at = object.at ?? []
  for (let i = 0; i < at.length; i += 2) {
    const [offset = 0, length = 0] = at.slice(i, i + 2)
    if (length > 0) ranges.push({ key: source.key, offset, length })
    total += length
  }
  return [{ bytes: head(num, entries, total) }, ...ranges, { bytes: END }]
}

function head(num: number, entries: string, length: number): Uint8Array {
  return Buffer.from(`${num} 0 obj\n<<${entries}/Length ${length}>>\nstream\n`, 'latin1')
}

export function segmentLength(segment: Segment): number {
  return 'bytes' in segment ? segment.bytes.length : segment.length
}

export function slotNumber(slot: Slot): number {
  return 'num' in slot ? slot.num : (slot.source.numbers[slot.local] ?? 0)
}
