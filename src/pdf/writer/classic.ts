import { createHash } from 'node:crypto'
import type { NewObject } from './font.ts'

const HEADER = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')

/**
 * A small PDF with a plain cross-reference table, the form signing tools extend most readily. Object 1 is the catalog,
 * object 3 the information dictionary; numbers run without gaps.
 */
export function writeClassic(objects: readonly NewObject[]): Uint8Array {
  const chunks: Uint8Array[] = [HEADER]
  const offsets: number[] = []
  let position = HEADER.length
  const add = (chunk: Uint8Array): void => {
    chunks.push(chunk)
    position += chunk.length
  }
  for (const { num, text, data } of objects) {
    offsets[num] = position
    if (!data) add(Buffer.from(`${num} 0 obj\n${text}\nendobj\n`, 'latin1'))
    else {
      add(Buffer.from(`${num} 0 obj\n<<${text}/Length ${data.length}>>\nstream\n`, 'latin1'))
      add(data)
      add(Buffer.from('\nendstream\nendobj\n', 'latin1'))
    }
  }
  const start = position
  const id = createHash('sha256')
  for (const chunk of chunks) id.update(chunk)
  const hex = id.digest('hex').slice(0, 32)
  const lines = Array.from({ length: objects.length }, (_, i) => `${String(offsets[i + 1] ?? 0).padStart(10, '0')} 00000 n \n`)
  const size = objects.length + 1
  add(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${lines.join('')}`, 'latin1'))
  add(Buffer.from(`trailer\n<</Size ${size}/Root 1 0 R/Info 3 0 R/ID[<${hex}><${hex}>]>>\nstartxref\n${start}\n%%EOF\n`, 'latin1'))
  return Buffer.concat(chunks)
}
