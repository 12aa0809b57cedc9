import type { Json } from '../domain/json.ts'

const FULL_WIDTH = /[！-～]/g
const SHAPE = /[\s,，。．.、;；:：（）()《》"“”'‘’\-—]/g
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T/

/** Words without what differs between one hand and another: width of characters, spaces, punctuation, case. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(FULL_WIDTH, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(SHAPE, '')
    .toUpperCase()
}

/**
 * Whether two values of a field say the same (case-card §3, "equal after normalising"): amounts by number, instants by their day where
 * papers write no hour, lists and objects part by part, words without punctuation; a longer address contains a shorter one.
 */
export function sameValue(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined || one === null || other === null) return (one ?? null) === (other ?? null)
  if (typeof one === 'string' && typeof other === 'string') return sameText(one, other)
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, at) => sameValue(item, other[at]))
  if (isObject(one) && isObject(other)) return sameObject(one, other)
  return one === other
}

/**
 * The same, as one field counts it: 高中 is said by the code of the level (60) and by the code of having finished it (61), GB/T 4658.
 */
export function sameIn(key: string, one: Json | undefined, other: Json | undefined): boolean {
  if (key === 'education' && typeof one === 'string' && typeof other === 'string' && one[0] === other[0])
    return one === other || one.endsWith('0') || other.endsWith('0')
  return sameValue(one, other)
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function sameText(one: string, other: string): boolean {
  if (one === other) return true
  if (DATE_TIME.test(one) && DATE_TIME.test(other)) return shanghaiDay(one) === shanghaiDay(other)
  if (/^\d+(\.\d+)?$/.test(one) && /^\d+(\.\d+)?$/.test(other) && (one.includes('.') || other.includes('.')))
    return Number(one) === Number(other)
  const [a, b] = [plain(one), plain(other)]
  if (a === b) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= 6 && !/^\d+X?$/.test(short) && long.includes(short)
}

const shanghaiDay = (text: string): string => new Date(Date.parse(text) + 8 * 3_600_000).toISOString().slice(0, 10)

/** What only one of them says does not make them differ. */
function sameObject(one: { readonly [key: string]: Json }, other: { readonly [key: string]: Json }): boolean {
  const both = Object.keys(one).filter(key => key in other)
  return both.length > 0 && both.every(key => sameValue(one[key], other[key]))
}

/** Whether two values are the same to the letter, whatever the order of their parts. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const [mine, theirs] = [partsOf(one), partsOf(other)]
  return mine.size === theirs.size && [...mine].every(([key, value]) => theirs.has(key) && isEqual(value, theirs.get(key)))
}

/** What is not said is not there. */
const partsOf = (value: object): ReadonlyMap<string, unknown> => new Map(Object.entries(value).filter(([, part]) => part !== undefined))
