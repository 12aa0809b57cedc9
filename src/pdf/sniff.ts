import { refuse } from './refusal.ts'
import type { Bytes } from './scanner/bytes.ts'

export type FileKind = 'pdf' | 'jpeg' | 'png'

const BY_EXTENSION = new Map<string, FileKind>([
  ['pdf', 'pdf'],
  ['jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['png', 'png'],
])
const BY_TYPE = new Map<string, FileKind>([
  ['application/pdf', 'pdf'],
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
])

/** The kind that extension, declared type and first bytes agree on; refuses `upload-type-mismatch` when they do not. */
export function sniff(bytes: Bytes, fileName: string, declaredType: string): FileKind {
  if (bytes.size === 0) refuse('upload-empty', '文件为空')
  const extension = /\.([a-z0-9]{1,8})$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''
  const kind = BY_EXTENSION.get(extension)
  const type = declaredType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!kind) refuse('upload-type-mismatch', '只接收PDF、JPEG和PNG文件')
  if (BY_TYPE.get(type) !== kind) refuse('upload-type-mismatch', '声明的类型与扩展名不一致')
  if (byMagic(bytes) !== kind) refuse('upload-type-mismatch', '文件内容与扩展名不一致')
  return kind
}

function byMagic(bytes: Bytes): FileKind | undefined {
  const head = bytes.text(0, 8)
  if (head.startsWith('%PDF-')) return 'pdf'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  return head === '\x89PNG\r\n\x1a\n' ? 'png' : undefined
}
