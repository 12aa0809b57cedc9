import { malformed, refuse } from '../refusal.ts'
import type { Bytes } from './bytes.ts'
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfString } from './objects.ts'

const MAX_DEPTH = 100
/** The text of one object; image and content bytes are streams and do not count. */
const MAX_OBJECT_BYTES = 16 * 1024 * 1024
const MAX_NODES = 1_000_000

const WHITE = 1
const DELIMITER = 2
const KIND = new Uint8Array(257)
for (const code of [0, 9, 10, 12, 13, 32]) KIND[code] = WHITE
for (const code of Buffer.from('()<>[]{}/%')) KIND[code] = DELIMITER
KIND[256] = DELIMITER

const kindOf = (code: number): number => KIND[code < 0 ? 256 : code] ?? 0
const isDigit = (code: number): boolean => code >= 48 && code <= 57

function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const lower = code | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}

const ESCAPES = new Map<number, number>([
  [110, 10],
  [114, 13],
  [116, 9],
  [98, 8],
  [102, 12],
])

/** Reads objects as ISO 32000-1 §7.2-7.3 writes them; refuses what nests deeper than 100 or never ends. */
export class Parser {
  position: number
  readonly #bytes: Bytes
  readonly #limit: number
  #nodes = 0

  constructor(bytes: Bytes, position: number) {
    this.#bytes = bytes
    this.position = position
    this.#limit = position + MAX_OBJECT_BYTES
  }

  skipWhite(): void {
    for (;;) {
      const code = this.#bytes.at(this.position)
      if (code < 0) return
      if (code === 37) this.#skipComment()
      else if (KIND[code] === WHITE) this.position++
      else return
    }
  }

  /** Steps over `word` when it stands here as a word of its own. */
  keyword(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      if (this.#bytes.at(this.position + i) !== word.charCodeAt(i)) return false
    }
    if (kindOf(this.#bytes.at(this.position + word.length)) === 0) return false
    this.position += word.length
    return true
  }

  /** A whole number without sign, or -1 when something else stands here. */
  integer(): number {
    let value = 0
    const start = this.position
    for (;;) {
      const code = this.#bytes.at(this.position)
      if (!isDigit(code)) break
      value = value * 10 + code - 48
      this.position++
    }
    const length = this.position - start
    if (length === 0 || length > 15 || kindOf(this.#bytes.at(this.position)) === 0) {
      this.position = start
      return -1
    }
    return value
  }

  object(depth = 0): PdfObject {
    if (depth > MAX_DEPTH) malformed('对象嵌套过深')
    if (++this.#nodes > MAX_NODES) refuse('pdf-too-complex', '单个对象过大')
    this.skipWhite()
    this.#guard()
    const code = this.#bytes.at(this.position)
    if (isDigit(code)) return this.#numberOrRef()
    if (code === 43 || code === 45 || code === 46) return this.#number()
    if (code === 47) return this.#name()
    if (code === 40) return this.#literalString()
    if (code === 91) return this.#array(depth)
    if (code === 60) return this.#bytes.at(this.position + 1) === 60 ? this.#dict(depth) : this.#hexString()
    if (this.keyword('null')) return null
    if (this.keyword('true')) return true
    if (this.keyword('false')) return false
    return malformed('对象语法错误')
  }

  #guard(): void {
    if (this.position > this.#limit) malformed('对象没有结束')
  }

  #skipComment(): void {
    for (;;) {
      const code = this.#bytes.at(this.position)
      if (code < 0 || code === 10 || code === 13) return
      this.position++
      this.#guard()
    }
  }

  #numberOrRef(): PdfObject {
    const num = this.integer()
    if (num < 0) return this.#number()
    const after = this.position
    this.skipWhite()
    if (isDigit(this.#bytes.at(this.position)) && this.integer() >= 0) {
      this.skipWhite()
      if (this.keyword('R')) return new PdfRef(num)
    }
    this.position = after
    return num
  }

  #number(): number {
    let text = ''
    while (kindOf(this.#bytes.at(this.position)) === 0 && text.length < 64) {
      text += String.fromCharCode(this.#bytes.at(this.position++))
    }
    const value = Number(text)
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) || !Number.isFinite(value)) malformed('数字格式错误')
    return value
  }

  #name(): PdfName {
    this.position++
    let text = ''
    for (;;) {
      const code = this.#bytes.at(this.position)
      if (kindOf(code) !== 0) break
      this.position++
      text += String.fromCharCode(code === 35 ? this.#escapedByte() : code)
      if (text.length > 4096) malformed('名称过长')
    }
    return new PdfName(text)
  }

  #escapedByte(): number {
    const high = hexValue(this.#bytes.at(this.position))
    const low = hexValue(this.#bytes.at(this.position + 1))
    if (high < 0 || low < 0) return 35
    this.position += 2
    return high * 16 + low
  }

  #hexString(): PdfString {
    const start = this.position++
    const out: number[] = []
    let pending = -1
    for (;;) {
      const code = this.#bytes.at(this.position++)
      if (code === 62) break
      if (code < 0) malformed('字符串没有结束')
      const value = hexValue(code)
      if (value >= 0 && pending < 0) pending = value
      else if (value >= 0) {
        out.push(pending * 16 + value)
        pending = -1
      } else if (KIND[code] !== WHITE) malformed('十六进制字符串错误')
      this.#guard()
    }
    if (pending >= 0) out.push(pending * 16)
    return new PdfString(Uint8Array.from(out), start, this.position)
  }

  #literalString(): PdfString {
    const start = this.position++
    const out: number[] = []
    let open = 1
    for (;;) {
      const code = this.#bytes.at(this.position++)
      if (code < 0) malformed('字符串没有结束')
      this.#guard()
      if (code === 92) this.#escape(out)
      else {
        if (code === 40) open++
        if (code === 41 && --open === 0) break
        out.push(code)
      }
    }
    return new PdfString(Uint8Array.from(out), start, this.position)
  }

  #escape(out: number[]): void {
    const code = this.#bytes.at(this.position++)
    if (code === 13 && this.#bytes.at(this.position) === 10) this.position++
    if (code === 10 || code === 13) return
    if (code < 48 || code > 55) {
      out.push(ESCAPES.get(code) ?? code)
      return
    }
    let value = code - 48
    for (let i = 0; i < 2; i++) {
      const next = this.#bytes.at(this.position)
      if (next < 48 || next > 55) break
      value = value * 8 + next - 48
      this.position++
    }
    out.push(value & 255)
  }

  #array(depth: number): PdfObject[] {
    this.position++
    const items: PdfObject[] = []
    for (;;) {
      this.skipWhite()
      if (this.#bytes.at(this.position) === 93) break
      items.push(this.object(depth + 1))
    }
    this.position++
    return items
  }

  #dict(depth: number): PdfDict {
    this.position += 2
    const dict = new PdfDict()
    for (;;) {
      this.skipWhite()
      const code = this.#bytes.at(this.position)
      if (code === 62 && this.#bytes.at(this.position + 1) === 62) break
      if (code !== 47) malformed('字典语法错误')
      const key = this.#name().value
      const value = this.object(depth + 1)
      const earlier = dict.entries.get(key)
      if (earlier !== undefined) dict.shadowed.push([key, earlier])
      dict.entries.set(key, value)
    }
    this.position += 2
    return dict
  }
}
