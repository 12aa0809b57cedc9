import { basename } from 'node:path'
import type { MeasuredFile } from './dossier-files.ts'
import type { ReceiptLine } from './receipt-file.ts'

/** What is wrong with one document of a dossier, or with a file that is none of its documents. */
export type Fault = { readonly seq: number | null; readonly code: string | null; readonly path: string | null; readonly why: string }

/**
 * Holds a dossier against the documents of a receipt: each must be there byte for byte, and nothing else. A changed file is
 * named with the document that it should be, as far as its name says which.
 */
export function compareDossier(lines: readonly ReceiptLine[], files: readonly MeasuredFile[]): Fault[] {
  const bySha = Map.groupBy(files, ({ sha256 }) => sha256)
  const missing: ReceiptLine[] = []
  const used = new Set<MeasuredFile>()
  const faults: Fault[] = []
  for (const line of lines) {
    const file = bySha.get(line.sha256)?.find(one => !used.has(one))
    if (file === undefined) {
      missing.push(line)
      continue
    }
    used.add(file)
    if (file.sm3 !== line.sm3 || file.sizeBytes !== line.sizeBytes)
      faults.push({ seq: line.seq, code: line.code, path: file.path, why: '摘要不一致' })
  }
  const strange = files.filter(file => !used.has(file))
  for (const line of missing) {
    const at = strange.findIndex(file => isNamed(file, line))
    const [changed] = at < 0 ? [] : strange.splice(at, 1)
    faults.push({ seq: line.seq, code: line.code, path: changed?.path ?? null, why: changed ? '内容被改动' : '缺失或被改动' })
  }
  return [...faults, ...strange.map(({ path }) => ({ seq: null, code: null, path, why: '不在回执所列材料之中' }))]
}

const isNamed = ({ path }: MeasuredFile, { code, documentId }: ReceiptLine): boolean => {
  const name = basename(path)
  return name.includes(documentId) || name.startsWith(code) || name.includes(`_${code}_`)
}
