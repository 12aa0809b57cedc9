import type { Payload } from '../../../src/crypto/proof/payload.ts'
import { TRANSFER_KINDS } from '../../../src/custody/certificate/model.ts'

/** What a check says: its colour, in both languages, and the facts below it. */
export type Verdict = {
  readonly tone: 'good' | 'bad' | 'warn' | 'wait'
  readonly zh: string
  readonly en: string
  readonly facts: readonly (readonly [string, string])[]
  readonly note?: string
}

const KINDS: ReadonlyMap<string, { readonly zh: string }> = new Map(Object.entries(TRANSFER_KINDS))

export const kindOf = (code: string): string => KINDS.get(code)?.zh ?? code

/** 2026-12-26T15:59:59Z as Beijing reads it; days and what is no instant stay as they are. */
export function when(text: string): string {
  if (!text.includes('T') || Number.isNaN(Date.parse(text))) return text === '' ? '—' : text
  const shown = new Date(Date.parse(text) + 8 * 3_600_000).toISOString()
  return shown.slice(11, 19) === '23:59:59' ? `${shown.slice(0, 10)} 24:00` : `${shown.slice(0, 10)} ${shown.slice(11, 16)}`
}

export function period(from: string, to: string): string {
  if (from === '') return to === '' ? '—' : `至 ${when(to)}`
  return to === '' ? `自 ${when(from)}` : `${when(from)} 至 ${when(to)}`
}

/** What the code itself says, without asking anybody. */
export const factsOf = ({ certNo, kind, from, to }: Payload): [string, string][] => [
  ['文书编号', certNo],
  ['类型', kindOf(kind)],
  ['羁押期限', period(from, to)],
]

export const UNREADABLE: Verdict = { tone: 'bad', zh: '无法识别', en: 'Not the code of a custody document', facts: [] }
export const FORGED: Verdict = {
  tone: 'bad',
  zh: '已被更改',
  en: 'Altered or forged: not signed by the platform',
  facts: [],
  note: '请勿采信，并与出具机关联系。',
}

/** Shows a verdict in place of the one before. Texts are set as texts, never as markup. */
export function show(place: HTMLElement, { tone, zh, en, facts, note }: Verdict): void {
  const box = document.createElement('div')
  box.className = `verdict ${tone}`
  box.append(element('h2', zh), element('small', en))
  const list = document.createElement('dl')
  for (const [label, value] of facts) list.append(element('dt', label), element('dd', value))
  if (facts.length > 0) box.append(list)
  if (note !== undefined) box.append(element('p', note))
  place.replaceChildren(box)
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
