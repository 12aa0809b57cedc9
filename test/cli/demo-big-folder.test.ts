import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import t from 'tap'
import { type MixedFile, writeMixedFolder } from '../../src/cli/demo/papers/big-folder.ts'

const OPTIONS = { files: 40, totalBytes: 24 * 2 ** 20, seed: 'load', bad: 8 }
const dir = t.testdir()
const files = await writeMixedFolder(dir, OPTIONS)
const good = files.filter(({ expected }) => expected === 'accepted')
const badOf = (expected: MixedFile['expected']): MixedFile[] => files.filter(file => file.expected === expected)
const digest = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
const firstOf = async (expected: MixedFile['expected']): Promise<Buffer> => await readFile(badOf(expected)[0]?.path ?? '')

t.test('the folder holds as many files and as many bytes as asked', async t => {
  t.equal(files.length, OPTIONS.files)
  const total = good.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  t.ok(Math.abs(total / OPTIONS.totalBytes - 1) < 0.03, `${total} bytes`)
  for (const { path, sizeBytes } of files) t.equal((await stat(path)).size, sizeBytes)
})

t.test('every good file opens and has the pages it is said to have', async t => {
  for (const { path, pageCount } of good) {
    const bytes = await readFile(path)
    if (path.endsWith('.pdf')) t.equal((await PDFDocument.load(bytes, { updateMetadata: false })).getPageCount(), pageCount, basename(path))
    else t.ok((await sharp(bytes).stats()).entropy > 0, `${basename(path)} can be read`)
  }
  t.ok(good.some(({ path }) => path.endsWith('.png')) && good.some(({ path }) => path.endsWith('.jpg')), 'pictures are among them')
  t.ok(
    good.some(({ unrecognised }) => unrecognised),
    'so are files whose name says nothing',
  )
})

t.test('no two files are alike but the duplicate', async t => {
  const digests = await Promise.all(files.map(({ path }) => digest(path)))
  const twice = digests.filter((each, i) => digests.indexOf(each) !== i)
  t.equal(twice.length, 1)
  t.equal(twice[0], await digest(badOf('document-duplicate')[0]?.path ?? ''))
})

t.test('each bad file has the fault it is listed for', async t => {
  const truncated = await firstOf('pdf-malformed')
  t.ok(truncated.subarray(0, 5).equals(Buffer.from('%PDF-')) && !truncated.includes('%%EOF'), 'a PDF without its end')
  const encrypted = await firstOf('pdf-encrypted')
  await t.rejects(PDFDocument.load(encrypted), /encrypted/, 'pdf-lib refuses the encrypted one')
  const scripted = await firstOf('pdf-active-content')
  t.ok(scripted.includes('/JavaScript') && scripted.includes('/OpenAction'))
  t.equal(badOf('upload-empty')[0]?.sizeBytes, 0)
  const heads = await Promise.all(
    badOf('upload-type-mismatch').map(async ({ path }) => (await readFile(path)).subarray(0, 2).toString('latin1')),
  )
  t.same(new Set(heads), new Set(['MZ', 'PK', Buffer.from('情').subarray(0, 2).toString('latin1')]), 'program, Word file and text')
})

t.test('the same options give the same folder', async t => {
  const small = { files: 10, totalBytes: 2 ** 22, seed: 3, bad: 8 }
  const [one, two] = [await writeMixedFolder(t.testdir({ a: {} }), small), await writeMixedFolder(`${t.testdirName}/b`, small)]
  t.same(await Promise.all(one.map(({ path }) => digest(path))), await Promise.all(two.map(({ path }) => digest(path))))
})
