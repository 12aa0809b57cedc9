import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import yauzl from 'yauzl'
import { readFolder } from '../folder.ts'
import { NotGenuine } from './receipt-file.ts'

/** A file of a dossier by what can be measured of it. */
export type MeasuredFile = { readonly path: string; readonly sizeBytes: number; readonly sha256: string; readonly sm3: string }

/** Every file of a dossier, in a folder or in an archive. @throws NotGenuine for an archive that cannot be read to its end */
export async function measureDossier(path: string): Promise<MeasuredFile[]> {
  if ((await stat(path)).isDirectory()) {
    const measured: MeasuredFile[] = []
    for (const file of (await readFolder(path)).files) measured.push(await measure(file.path, createReadStream(file.diskPath)))
    return measured
  }
  return await measureZip(path)
}

async function measure(path: string, stream: AsyncIterable<Uint8Array>): Promise<MeasuredFile> {
  const [first, second] = [createHash('sha256'), createHash('sm3')]
  let sizeBytes = 0
  for await (const chunk of stream) {
    first.update(chunk)
    second.update(chunk)
    sizeBytes += chunk.length
  }
  return { path, sizeBytes, sha256: first.digest('hex'), sm3: second.digest('hex') }
}

async function measureZip(path: string): Promise<MeasuredFile[]> {
  const measured: MeasuredFile[] = []
  let current = ''
  try {
    const zip = await yauzl.openPromise(path, { strictFileNames: false, lazyEntries: true })
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      current = entry.fileName
      measured.push(await measure(entry.fileName, await zip.openReadStreamPromise(entry)))
    }
  } catch (cause) {
    throw new NotGenuine(current === '' ? '压缩包无法读取' : `压缩包内“${current}”无法读取`, { cause })
  }
  return measured
}
