import { type Bytes, fromHex, joined, latin1 } from './bytes.ts'

/** One seal of a file: what it covers, and the CMS that seals it. */
export type SealPart = {
  readonly covered: Bytes
  readonly cms: Bytes
  /** Instant that the file names, as PDF writes it. */
  readonly signedAt: string
}

export type SealedFile = { readonly seals: readonly SealPart[]; readonly files: ReadonlyMap<string, Bytes> }

const SEAL =
  /^\d+ 0 obj\n<<\/Type\/Sig\/Filter\/Adobe\.PPKLite\/SubFilter\/ETSI\.CAdES\.detached\/Name<[0-9a-f]+>\/M\(D:(\d{14})Z\)\/ByteRange \[0 (\d+) (\d+) (\d+)\] *\/Contents <([0-9a-f]+)>>>\nendobj\n/
const FILE = /^\d+ 0 obj\n<<\/Type\/EmbeddedFile\/Subtype\/[a-z#2F]+\/Params<<\/Size (\d+)\/ModDate\([^)]*\)>>\/Length (\d+)>>\nstream\n/
const SPEC =
  /^\d+ 0 obj\n<<\/Type\/Filespec\/F\(([a-z.]+)\)\/UF<[0-9a-f]+>\/AFRelationship\/\w+\/Desc<[0-9a-f]+>\/EF<<\/F (\d+) 0 R\/UF \d+ 0 R>>>>\nendobj\n/
const TRAILER =
  /^trailer\n<<\/Size \d+\/Root 1 0 R\/Info 3 0 R\/ID\[<[0-9a-f]{32}><[0-9a-f]{32}>\](?:\/Prev (\d+))?>>\nstartxref\n(\d+)\n%%EOF$/
/** What a revision of a further seal may hold: its field, now filled, and the seal itself. */
const FURTHER =
  /^\n\d+ 0 obj\n<<\/Type\/Annot\/Subtype\/Widget\/FT\/Sig\/T\(\w+\)\/F 132\/Rect\[0 0 0 0\]\/P \d+ 0 R\/V \d+ 0 R>>\nendobj\n\d+ 0 obj\n<<\/Type\/Sig\/[^>]*>[^>]*>>>\nendobj\nxref\n[\d nf\n]+trailer\n<<[^>]*><[^>]*>[^>]*>>\nstartxref\n\d+\n%%EOF$/

type Revision = { readonly end: number; readonly offsets: ReadonlyMap<number, number> }

/**
 * Takes a paper of the platform apart by its cross-reference tables: seals in their order and embedded files. Only the form in
 * which the platform writes is read; null for anything else.
 */
export function takeApart(bytes: Bytes): SealedFile | null {
  const text = latin1(bytes)
  if (!text.startsWith('%PDF-1.7\n')) return null
  const revisions = readRevisions(text)
  const [base] = revisions
  if (base === undefined) return null
  const seals: SealPart[] = []
  for (const [i, revision] of revisions.entries()) {
    const previous = revisions[i - 1]
    if (previous !== undefined && !FURTHER.test(text.slice(previous.end, revision.end))) return null
    const found = [...revision.offsets.values()].flatMap(offset => sealAt(bytes, text, offset, revision.end) ?? [])
    const [seal] = found
    if (seal === undefined || found.length > 1) return null
    seals.push(seal)
  }
  const files = new Map<string, Bytes>()
  for (const offset of base.offsets.values()) {
    const spec = SPEC.exec(text.slice(offset, offset + 500))
    const file = spec === null ? null : fileAt(bytes, text, base.offsets.get(Number(spec[2])) ?? -1)
    if (spec !== null && file !== null) files.set(spec[1] ?? '', file)
  }
  return { seals, files }
}

/** From the first to the last, which ends with the file. */
function readRevisions(text: string): Revision[] {
  const revisions: Revision[] = []
  let end = text.length
  for (let previous: string | undefined = ''; previous !== undefined; ) {
    const at = text.lastIndexOf('trailer\n', end)
    const found = TRAILER.exec(text.slice(Math.max(at, 0), end))
    if (found === null) return []
    const start = Number(found[2])
    const offsets = readTable(text.slice(start, at))
    if (offsets === null) return []
    revisions.unshift({ end, offsets })
    previous = found[1]
    // The revision before ends where its own trailer does.
    if (previous !== undefined) end = text.indexOf('%%EOF', Number(previous)) + '%%EOF'.length
    if (revisions.length > 2) return []
  }
  return revisions
}

function readTable(table: string): Map<number, number> | null {
  const lines = table.split('\n')
  if (lines.shift() !== 'xref' || lines.pop() !== '') return null
  const offsets = new Map<number, number>()
  let number = 0
  for (const line of lines) {
    const head = /^(\d+) \d+$/.exec(line)
    const entry = /^(\d{10}) \d{5} ([nf]) $/.exec(line)
    if (head !== null) number = Number(head[1])
    else if (entry === null) return null
    else {
      if (entry[2] === 'n') offsets.set(number, Number(entry[1]))
      number++
    }
  }
  return offsets
}

/** The seal's object; its two ranges must be all of the revision but the characters of the seal itself. */
function sealAt(bytes: Bytes, text: string, offset: number, end: number): SealPart | null {
  const found = SEAL.exec(text.slice(offset, offset + 20_000))
  if (found === null) return null
  const [whole, signedAt = '', first = '', second = '', length = '', contents = ''] = found
  const open = offset + whole.lastIndexOf('<')
  const close = open + contents.length + 2
  if (Number(first) !== open || Number(second) !== close || Number(second) + Number(length) !== end) return null
  const cms = unpadded(fromHex(contents))
  return cms && { covered: joined([bytes.subarray(0, open), bytes.subarray(close, end)]), cms, signedAt }
}

/** The DER at the beginning of a field that is filled up with zeros. */
function unpadded(field: Bytes): Bytes | null {
  // A CMS of this size has its length in two bytes.
  if (field[0] !== 0x30 || field[1] !== 0x82) return null
  const size = 4 + (field[2] ?? 0) * 256 + (field[3] ?? 0)
  return size <= field.length && field.subarray(size).every(byte => byte === 0) ? field.slice(0, size) : null
}

function fileAt(bytes: Bytes, text: string, offset: number): Bytes | null {
  const found = FILE.exec(text.slice(offset, offset + 500))
  if (found === null || found[1] !== found[2]) return null
  const start = offset + found[0].length
  const end = start + Number(found[1])
  return text.startsWith('\nendstream\nendobj\n', end) ? bytes.slice(start, end) : null
}
