import t from 'tap'
import { countsOf, describeImport, exitCodeOf } from '../../src/cli/case-import.ts'
import type { ImportedFile } from '../../src/cli/import-folder.ts'

const file = (path: string, state: ImportedFile['state'], more: Partial<ImportedFile> = {}): ImportedFile => ({
  path,
  state,
  sizeBytes: 1024,
  code: null,
  why: null,
  remedy: null,
  sha256: null,
  ...more,
})
const outcome = (...files: ImportedFile[]) => ({ files, sizeBytes: 2048, ms: 1_000, skipped: [] })

t.test('the exit code tells whether somebody must look', async t => {
  t.equal(exitCodeOf(outcome(file('a', 'stored'), file('b', 'duplicate'), file('c', 'unsorted'))), 0)
  t.equal(exitCodeOf(outcome(file('a', 'stored'), file('b', 'refused'))), 2)
  t.equal(exitCodeOf(outcome(file('a', 'refused'), file('b', 'failed'))), 1)
})

t.test('what waits to be sorted counts as in the dossier', async t => {
  t.same(countsOf(outcome(file('a', 'stored'), file('b', 'unsorted'))), { stored: 2, unsorted: 1, duplicates: 0, refused: 0, failed: 0 })
})

t.test('a refused file is listed with its code, the reason and what to do', async t => {
  const text = describeImport(
    outcome(
      file('证据卷/鉴定.pdf', 'refused', { code: 'pdf-encrypted', why: '文件已加密', remedy: '去除密码后上传' }),
      file('照片/IMG_1.jpg', 'unsorted'),
    ),
  )
  t.match(text, '入卷 1 份，重复 0 份，拒收 1 份')
  t.match(text, '证据卷/鉴定.pdf\n    pdf-encrypted：文件已加密。去除密码后上传')
  t.match(text, '待归类 1 份')
})
