import type { Json } from '../../src/domain/json.ts'
import type { Finding } from '../../src/reading/model.ts'
import type { Truth } from './paper.ts'

/** Found and right, found and wrong, and missed. */
export type Tally = { right: number; wrong: number; missed: number }

/** What is trusted less is put to a person as a question, not as a value. */
export const CLAIMED = 0.5
/** Of free text this part of the letters must be right; everything else must be equal. */
const ALIKE = 0.95
const FREE = new Set(['factSummary', 'occupation', 'household', 'residence', 'occurredPlace'])

export type Fault = { readonly key: string; readonly kind: 'wrong' | 'missed'; readonly value: Json; readonly person: string | null }

/** Counts each value of the truth and each claim once, per field. */
export function score(found: readonly Finding[], truth: readonly Truth[]): { byKey: Map<string, Tally>; faults: Fault[] } {
  const byKey = new Map<string, Tally>()
  const faults: Fault[] = []
  const tally = (key: string): Tally => {
    const known = byKey.get(key) ?? { right: 0, wrong: 0, missed: 0 }
    byKey.set(key, known)
    return known
  }
  const left = [...truth]
  for (const one of found.filter(({ confidence }) => confidence >= CLAIMED)) {
    const at = left.findIndex(told => told.key === one.key && isOf(one, told) && isSame(one.key, one.value, told.value))
    if (at >= 0) {
      left.splice(at, 1)
      tally(one.key).right++
    } else {
      tally(one.key).wrong++
      faults.push({ key: one.key, kind: 'wrong', value: one.value, person: one.about?.name ?? null })
    }
  }
  for (const { key, person, value } of left) {
    tally(key).missed++
    faults.push({ key, kind: 'missed', value, person: person?.name ?? null })
  }
  return { byKey, faults }
}

const isOf = ({ about }: Finding, { person }: Truth): boolean =>
  person === null ? about === null : about !== null && (about.idNo === undefined ? about.name === person.name : about.idNo === person.idNo)

/** Objects with the same members are the same. */
const canonical = (value: Json): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a.localeCompare(b)))
      : part,
  )

function isSame(key: string, found: Json, truth: Json): boolean {
  if (canonical(found) === canonical(truth)) return true
  if (!FREE.has(key)) return false
  const [a, b] = [canonical(found).replace(/\\n|\s/g, ''), canonical(truth).replace(/\\n|\s/g, '')]
  return 1 - distance(a, b) / Math.max(a.length, b.length) >= ALIKE
}

/** Letters to put in, take out or change. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    before = row
  }
  return before.at(-1) ?? 0
}

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((all, one) => ({ right: all.right + one.right, wrong: all.wrong + one.wrong, missed: all.missed + one.missed }), {
    right: 0,
    wrong: 0,
    missed: 0,
  })

export const precision = ({ right, wrong }: Tally): number => (right + wrong === 0 ? 1 : right / (right + wrong))
export const recall = ({ right, missed }: Tally): number => (right + missed === 0 ? 1 : right / (right + missed))
