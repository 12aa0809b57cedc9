import { closeSync, fstatSync, openSync } from 'node:fs'
import type { FileIndex } from './file-index.ts'
import { readJpeg } from './image/jpeg.ts'
import { indexPicture } from './image/picture.ts'
import { readPng } from './image/png.ts'
import { makeRendition } from './image/rendition.ts'
import { type FileCode, Refusal } from './refusal.ts'
import { Bytes } from './scanner/bytes.ts'
import { scanPdf } from './scanner/scan.ts'
import { sniff } from './sniff.ts'

export interface FileToCheck {
  path: string
  /** The name the person gave the file; only its extension counts. */
  fileName: string
  declaredType: string
  /** Where a rendition may be written if one is needed. */
  renditionPath: string
}

export type FileVerdict = { ok: true; index: FileIndex } | { ok: false; code: FileCode; detail: string }

/**
 * Checks one file from first byte to last and indexes its pages. Runs in the process it is called in, so hostile bytes
 * come here only by way of `createSandbox`. Limits of time and memory are the caller's.
 */
export async function checkFile(file: FileToCheck): Promise<FileVerdict> {
  const fd = openSync(file.path, 'r')
  try {
    const bytes = Bytes.ofFile(fd, fstatSync(fd).size)
    const kind = sniff(bytes, file.fileName, file.declaredType)
    if (kind === 'pdf') return { ok: true, index: scanPdf(bytes) }
    const picture = kind === 'jpeg' ? readJpeg(bytes) : readPng(bytes)
    if (picture.direct) return { ok: true, index: indexPicture(picture, bytes.size, 'original') }
    const made = await makeRendition(file.path, file.renditionPath, picture)
    return { ok: true, index: { ...indexPicture(made.picture, made.sizeBytes, 'rendition'), kind } }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, detail: error.detail }
    throw error
  } finally {
    closeSync(fd)
  }
}
