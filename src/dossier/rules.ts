import { DOCUMENT_TYPES, type DocumentType, VOLUMES } from '../domain/codes.ts'
import { type Decision, refuse } from '../domain/problem.ts'
import type { CatalogueDocument, CatalogueVolume } from './model.ts'

const NAME_LIMIT = 200
// Control characters and those that turn the direction of text: a name must read as it is.
const UNREADABLE = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u

/** A file name as it is kept: NFC, without its folders. Refuses control and direction characters and more than 200 characters. */
export function cleanFileName(path: string): Decision<string> {
  const name = (path.split(/[\\/]/).at(-1) ?? '').normalize('NFC').trim()
  if (name === '' || name.length > NAME_LIMIT || UNREADABLE.test(name)) return refuse('upload-name-invalid')
  return { ok: true, change: name }
}

export type Recognition = { readonly code: string; readonly confidence: number }

const bare = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\.[a-z]{3,4}$/i, '')
    .replace(/^[\d\s._、-]+/, '')
const baseName = ({ nameZh }: DocumentType): string => nameZh.normalize('NFKC').replace(/\(.*?\)/g, '')

/** 听取值班律师意见笔录 for 听取辩护人/值班律师意见笔录: one of the choices that a slash leaves, in the same order. */
function isChoiceOf(name: string, type: DocumentType): boolean {
  const full = baseName(type)
  if (!full.includes('/') || name.length < 4) return false
  let at = 0
  for (const char of full) if (char === name[at]) at++
  return at === name.length && full.endsWith(name.slice(-2))
}

/** How much of a paper's name stands in a longer name; 询问笔录(证人) in full says more than 询问笔录. */
function containedLength(name: string, type: DocumentType): number {
  const names = [type.nameZh.normalize('NFKC'), baseName(type)]
  return names.find(one => name.includes(one))?.length ?? 0
}

/** Certain enough to be catalogued without a person. */
export const CERTAIN = 0.9
/** The most that is only proposed to the person who sorts. */
const LIKELY = 0.85

/**
 * Which paper a file is by its name: a leading code, the exact name, or a name it contains; papers of the sender's own kind
 * first. Another agency's paper of exactly this name is proposed, so that it is not taken for one of one's own with a like name.
 * Null where nothing fits: a person sorts it then.
 */
export function recognise(fileName: string, producers: readonly string[]): Recognition | null {
  const name = bare(fileName)
  const coded = /^([A-Z]{2}\d{2})(?![0-9A-Za-z])/.exec(name)?.[1]
  if (coded && DOCUMENT_TYPES.has(coded)) return { code: coded, confidence: 1 }
  const own = [...DOCUMENT_TYPES.values()].filter(type => producers.includes(type.producer))
  const named = own.filter(type => type.nameZh.normalize('NFKC') === name || baseName(type) === name)
  const exact = named.length > 0 ? named : own.filter(type => isChoiceOf(name, type))
  if (exact.length > 0) return { code: exact[0]?.code ?? '', confidence: exact.length === 1 ? 1 : 0.6 }
  const other = nameOfOne(name)
  if (other !== null) return { code: other, confidence: LIKELY }
  const contained = own.flatMap(type => {
    const length = containedLength(name, type)
    return length >= 3 ? [{ code: type.code, length }] : []
  })
  const longest = Math.max(0, ...contained.map(({ length }) => length))
  const best = contained.filter(({ length }) => length === longest)
  if (best[0]) return { code: best[0].code, confidence: best.length === 1 ? 0.95 : 0.6 }
  return likely(name, own)
}

/** The only paper of all agencies that is called so. */
function nameOfOne(name: string): string | null {
  const all = [...DOCUMENT_TYPES.values()].filter(type => type.nameZh.normalize('NFKC') === name || baseName(type) === name)
  return all.length === 1 ? (all[0]?.code ?? null) : null
}

const pairsOf = (text: string): Set<string> => new Set([...text].slice(0, -1).map((char, at) => char + text[at + 1]))

const TYPE_PAIRS = new Map([...DOCUMENT_TYPES.values()].map(type => [type.code, pairsOf(baseName(type))]))

/** A name that is nearly that of a paper is proposed to the person who sorts; it is never certain. */
function likely(name: string, types: readonly DocumentType[]): Recognition | null {
  const pairs = pairsOf(name)
  const scored = types.map(type => {
    const other = TYPE_PAIRS.get(type.code) ?? new Set<string>()
    const shared = pairs.intersection(other).size
    return { code: type.code, confidence: (2 * shared) / (pairs.size + other.size) }
  })
  const best = scored.reduce<Recognition | null>((top, one) => (top === null || one.confidence > top.confidence ? one : top), null)
  return best && best.confidence >= 0.5 ? { code: best.code, confidence: Math.min(best.confidence, LIKELY) } : null
}

const NUMBER = '(\\d{1,3}|[一二三四五六七八九十]{1,3})'
const VOLUME_NUMBERS = [new RegExp(`卷\\s*[(（第]?\\s*${NUMBER}`), new RegExp(`第\\s*${NUMBER}\\s*[卷册]`)]

/** The number of a volume from its folder's name: 证据卷2, 证据卷（十二）, 第三卷; 1 where it says none. */
export function volumeSeqOf(path: string): number {
  const folder = path.split(/[\\/]/).slice(0, -1).at(-1) ?? ''
  const found = VOLUME_NUMBERS.map(pattern => pattern.exec(folder)?.[1]).find(one => one !== undefined)
  if (found === undefined) return 1
  return /^\d/.test(found) ? Math.max(1, Number(found)) : chineseNumber(found)
}

/** 三, 十, 十二, 二十, 二十一. */
function chineseNumber(text: string): number {
  const digit = (one: string | undefined, empty: number): number => (one ? '一二三四五六七八九'.indexOf(one) + 1 : empty)
  if (!text.includes('十')) return digit(text[0], 1)
  const [tens, ones] = text.split('十')
  return digit(tens, 1) * 10 + digit(ones, 0)
}

const VOLUME_ORDER = new Map(VOLUMES.map(({ code }, at) => [code, at]))
const CODE_ORDER = new Map([...DOCUMENT_TYPES.keys()].map((code, at) => [code, at]))
const COVER = 'GA81'
const REMARKS = 'GA82'
/** Papers that carry no page number (dossier.md §2). */
const UNNUMBERED = new Set([COVER, REMARKS])

const rank = (code: string): number =>
  code === COVER ? -1 : code === REMARKS ? Number.MAX_SAFE_INTEGER : (CODE_ORDER.get(code) ?? Number.MAX_SAFE_INTEGER - 1)

// One for all: the comparison of strings would make its own for every pair, which takes ten times as long.
const NAMES = new Intl.Collator('zh', { numeric: true })

function byPlace(a: CatalogueDocument, b: CatalogueDocument): number {
  // What was frozen in an earlier manifest keeps its place; later papers follow it.
  if (a.seq !== null && b.seq !== null) return a.seq - b.seq
  if (a.seq !== null || b.seq !== null) return a.seq !== null ? -1 : 1
  return rank(a.code) - rank(b.code) || NAMES.compare(a.fileName, b.fileName)
}

/** The catalogue: volumes in their order, papers in theirs, printed pages counted per volume from 1. */
export function catalogue<T extends CatalogueDocument>(documents: readonly T[]): CatalogueVolume<T>[] {
  const volumes = Map.groupBy(
    documents,
    ({ volume, volumeSeq }) => `${String(VOLUME_ORDER.get(volume) ?? 99).padStart(2, '0')}:${String(volumeSeq).padStart(3, '0')}:${volume}`,
  )
  return [...volumes.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, inVolume]) => {
      const first = inVolume[0]
      if (first === undefined) return []
      let page = 0
      const placed = inVolume.toSorted(byPlace).map((document, at) => {
        const pageFrom = UNNUMBERED.has(document.code) ? 0 : page + 1
        if (pageFrom > 0) page += document.pageCount
        return { ...document, place: { seq: at + 1, pageFrom, pageTo: pageFrom === 0 ? 0 : page } }
      })
      return [{ volume: first.volume, volumeSeq: first.volumeSeq, pageCount: page, documents: placed }]
    })
}
