import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { checkFile } from '../../src/pdf/check-file.ts'
import { parseIndex } from '../../src/pdf/file-index.ts'
import { goodFiles, hostileFiles, type UploadedFile } from '../support/hostile-pdfs.ts'

const folder = mkdtempSync(join(tmpdir(), 'pdf-scanner-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

async function check(file: UploadedFile) {
  const path = join(folder, 'file')
  writeFileSync(path, file.bytes)
  return await checkFile({ path, fileName: file.fileName, declaredType: file.declaredType, renditionPath: join(folder, 'rendition') })
}

t.test('every file of the upload table is refused with its own code', async t => {
  for (const file of await hostileFiles()) {
    const verdict = await check(file)
    t.equal(verdict.ok ? 'accepted' : verdict.code, file.code, file.title)
  }
})

t.test('files as real writers make them are taken', async t => {
  for (const file of await goodFiles()) {
    const verdict = await check(file)
    t.equal(verdict.ok ? 'accepted' : `${verdict.code} ${verdict.detail}`, 'accepted', file.title)
    if (!verdict.ok) continue
    t.same(parseIndex(JSON.stringify(verdict.index)), verdict.index, `${file.title}: its index survives JSON`)
  }
})
