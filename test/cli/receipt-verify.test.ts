import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { ZipFile } from 'yazl'
import { compareDossier } from '../../src/cli/receipt/compare.ts'
import { measureDossier } from '../../src/cli/receipt/dossier-files.ts'
import { NotGenuine, readReceipt } from '../../src/cli/receipt/receipt-file.ts'
import { aDeliveredTransfer, officers } from '../support/a-case.ts'
import { untilSql } from '../support/case-end.ts'
import { startStack } from '../support/stack.ts'

const ANLIAN = join(import.meta.dirname, '../../src/cli/anlian.ts')

async function anlian(...args: string[]): Promise<{ code: unknown; out: string }> {
  const child = spawn('env', [
    '-u',
    'NODE_OPTIONS',
    '-u',
    'ANLIAN_SERVER',
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    ANLIAN,
    ...args,
  ])
  let out = ''
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString('utf8')
  })
  child.stderr.on('data', (part: Buffer) => {
    out += part.toString('utf8')
  })
  const [code]: unknown[] = await once(child, 'close')
  return { code, out }
}

const flipped = (bytes: Buffer, at: number): Buffer => {
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}

t.test('a receipt and its dossier prove themselves without the platform', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const { caseId, handOverId } = await aDeliveredTransfer(who)
  await who.pc.post(`/hand-overs/${handOverId}/receive`)
  await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId })
  await untilSql(admin, "exists (select 1 from receipt where hand_over_id = $1 and kind = 'acceptance')", [handOverId])
  const view = await who.po.get(`/hand-overs/${handOverId}`)
  const receipts = view.at('receipts')
  const id = Array.isArray(receipts) ? receipts.find(({ kind }) => kind === 'acceptance')?.id : ''
  const fetched = async (path: string): Promise<Buffer> =>
    Buffer.from(await (await fetch(`${stack.url}/api/v1${path}`, { headers: { cookie: who.po.cookie } })).arrayBuffer())
  const json = await fetched(`/hand-overs/${handOverId}/receipts/${id}`)
  const pdf = await fetched(`/hand-overs/${handOverId}/receipts/${id}/pdf`)

  const root = t.testdir({})
  const folder = join(root, 'dossier')
  await mkdir(folder)
  const zip = new ZipFile()
  const entries = view.at('manifest.entries')
  for (const { documentId, code } of Array.isArray(entries) ? entries : []) {
    const bytes = await fetched(`/cases/${caseId}/documents/${documentId}/content`)
    await writeFile(join(folder, `${code}_${documentId}.pdf`), bytes)
    zip.addBuffer(bytes, `${code}_${documentId}.pdf`)
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(join(root, 'dossier.zip')))
  await Promise.all([writeFile(join(root, 'receipt.json'), json), writeFile(join(root, 'receipt.pdf'), pdf)])
  const keys = JSON.parse((await fetched('/keys')).toString('utf8'))
  await writeFile(join(root, 'public.pem'), keys.items[0].publicKey)

  await t.test('good: as data or on paper, a folder or an archive, no server asked', async t => {
    for (const [receipt, dossier] of [
      ['receipt.json', 'dossier'],
      ['receipt.pdf', 'dossier.zip'],
    ] as const) {
      const { code, out } = await anlian('receipt', 'verify', join(root, receipt), join(root, dossier), '--key', join(root, 'public.pem'))
      t.equal(code, 0, out)
      t.match(out, /24 份材料与回执逐字节一致/)
    }
    await writeFile(
      join(root, 'other.pem'),
      keys.items[0].publicKey.replace(/\n.*\n/, '\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n'),
    )
    const other = await anlian('receipt', 'verify', join(root, 'receipt.json'), folder, '--key', join(root, 'other.pem'))
    t.match([other.code, other.out], [1, /不是由给定的公钥签发/])
  })

  await t.test('one byte of the receipt changed, wherever it is: refused', async t => {
    t.ok(readReceipt(json, null))
    const taken = [...json.keys()].filter(at => {
      try {
        readReceipt(flipped(json, at), null)
        return true
      } catch (error) {
        return !(error instanceof NotGenuine)
      }
    })
    t.same(taken, [], `${json.length} bytes of the data`)
    const step = Math.ceil(pdf.length / 1_500)
    const places = [...pdf.keys()].filter(at => at % step === 0 || at < 64 || at > pdf.length - 400)
    const passed = places.filter(at => {
      try {
        readReceipt(flipped(pdf, at), null)
        return true
      } catch (error) {
        return !(error instanceof NotGenuine)
      }
    })
    t.same(passed, [], `${places.length} of ${pdf.length} bytes of the paper`)
  })

  await t.test('one byte of a document changed, a document gone, one too many: refused, and the document is named', async t => {
    const { documents } = readReceipt(json, null)
    const names = (await measureDossier(folder)).map(({ path }) => path)
    for (const [n, name] of names.entries()) {
      const path = join(folder, name)
      const bytes = await readFile(path)
      await writeFile(path, flipped(bytes, [0, bytes.length >> 1, bytes.length - 1][n % 3] ?? 0))
      const line = documents.find(one => name.includes(one.documentId))
      t.same(compareDossier(documents, await measureDossier(folder)), [{ seq: line?.seq, code: line?.code, path: name, why: '内容被改动' }])
      await writeFile(path, bytes)
    }
    const path = join(folder, names[3] ?? '')
    await writeFile(path, flipped(await readFile(path), 100))
    const { code, out } = await anlian('receipt', 'verify', join(root, 'receipt.json'), folder, '--json')
    t.equal(code, 1)
    t.match(JSON.parse(out), { ok: false, faults: [{ path: names[3] }] })
    await writeFile(join(folder, '多余.pdf'), 'x')
    t.match((await anlian('receipt', 'verify', join(root, 'receipt.json'), folder)).out, /多余.pdf：不在回执所列材料之中/)
    const broken = await readFile(join(root, 'dossier.zip'))
    await writeFile(join(root, 'dossier.zip'), flipped(broken, broken.length >> 1))
    const archive = await anlian('receipt', 'verify', join(root, 'receipt.json'), join(root, 'dossier.zip'))
    t.match([archive.code, archive.out], [1, /GA\d\d/])
  })
})
