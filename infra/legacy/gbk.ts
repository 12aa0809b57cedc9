/** Pages of the court's system come in GBK, and so do its forms. */
export type Charset = 'utf-8' | 'gbk'

const decoder = new TextDecoder('gbk')
let table: ReadonlyMap<string, readonly [number, number]> | null = null

/** Node reads GBK and does not write it, so the table is made by reading every pair of bytes once. */
function gbkTable(): ReadonlyMap<string, readonly [number, number]> {
  if (table) return table
  const made = new Map<string, readonly [number, number]>()
  for (let first = 0x81; first <= 0xfe; first++)
    for (let second = 0x40; second <= 0xfe; second++) {
      const sign = decoder.decode(Uint8Array.of(first, second))
      if ([...sign].length === 1 && sign !== '\ufffd' && !made.has(sign)) made.set(sign, [first, second])
    }
  table = made
  return made
}

/** Text as bytes of a page; a sign that GBK lacks becomes a reference of HTML. */
export function encode(text: string, charset: Charset): Uint8Array {
  if (charset === 'utf-8') return new TextEncoder().encode(text)
  const known = gbkTable()
  const bytes: number[] = []
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else bytes.push(...(known.get(sign) ?? new TextEncoder().encode(`&#${code};`)))
  }
  return Uint8Array.from(bytes)
}

/** One name or value of a form as the browser sent it; browsers send a sign that GBK lacks as a reference of HTML. */
export function decodeField(sent: string, charset: Charset): string {
  const bytes: number[] = []
  for (let at = 0; at < sent.length; at++) {
    const hex = sent[at] === '%' ? sent.slice(at + 1, at + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else bytes.push(sent[at] === '+' ? 0x20 : sent.charCodeAt(at))
  }
  const text = new TextDecoder(charset).decode(Uint8Array.from(bytes))
  return charset === 'gbk' ? text.replace(/&#(\d{2,7});/g, (whole, code: string) => signOf(Number(code)) ?? whole) : text
}

const signOf = (code: number): string | null => (code > 0x7f && code <= 0x10ffff ? String.fromCodePoint(code) : null)
