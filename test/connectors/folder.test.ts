import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openFolderSystem } from '../../src/connectors/folder/system.ts'
import { type CardSnapshot, SystemFault } from '../../src/connectors/model.ts'
import type { Settings } from '../../src/connectors/ways.ts'

type Test = { teardown(end: () => void): void }

async function aFolder(t: Test, settings: Settings = {}) {
  const root = mkdtempSync(join(tmpdir(), 'anlian-folder-'))
  t.teardown(() => rmSync(root, { recursive: true, force: true }))
  const way = { agency: '350503-PRO', kind: 'folder', address: root, map: null, perMinute: 60, secrets: new Map() } as const
  return { root, system: await openFolderSystem({ ...way, settings: { receiptSeconds: 1, ...settings } }) }
}

const snapshot: CardSnapshot = {
  cardId: 'c',
  cardVersion: 3,
  platformCaseId: 'ETZF-350503-2026-000001',
  stage: 'procuratorate',
  agencyCode: '350503-PRO',
  card: { caseName: '甲 & 乙 <案>', lossAmount: '3000.00', persons: [{ personId: 'p', name: '林志远', aliases: ['阿远'] }] },
}
const STEM = `${snapshot.platformCaseId}_v3`
const receipt = { accepted: true, reference: '检〔2026〕1号', platformCaseId: snapshot.platformCaseId, card: snapshot.card }
const freely = async (): Promise<void> => undefined
const faultOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'none',
    (error: unknown) => (error instanceof SystemFault ? error.code : String(error)),
  )

t.test('a card goes out with its marker, and its receipt brings the record back', async t => {
  for (const format of ['json', 'xml'] as const) {
    const { root, system } = await aFolder(t, { format })
    writeFileSync(join(root, '回执', `${STEM}.json`), JSON.stringify(receipt))
    writeFileSync(join(root, '回执', `${STEM}.json.ok`), '')
    t.match(await system.write(snapshot, null, freely), { reference: '检〔2026〕1号' })
    t.ok(existsSync(join(root, '发往系统', `${STEM}.${format}.ok`)))
    t.match(readFileSync(join(root, '发往系统', `${STEM}.${format}`), 'utf8'), format === 'xml' ? /甲 &amp; 乙 &lt;案&gt;/ : /甲 & 乙 <案>/)
    const found = await system.find(snapshot.platformCaseId)
    t.equal(found?.values.get('/persons/0/name'), '林志远')
    t.notOk(
      readdirSync(join(root, '发往系统')).some(name => name.endsWith('.part')),
      'nothing half written',
    )
  }
})

t.test('without a receipt the card is waited for; a refusal says where its reason lies, and the card can go again', async t => {
  const { root, system } = await aFolder(t)
  t.equal(await faultOf(system.write(snapshot, null, freely)), 'slow')
  writeFileSync(join(root, '回执', `${STEM}.json`), JSON.stringify({ accepted: false, reason: '案由不在本院管辖' }))
  writeFileSync(join(root, '回执', `${STEM}.json.ok`), '')
  t.equal(await faultOf(system.write(snapshot, null, freely)), 'rejected')
  t.match(readFileSync(join(root, '问题', `${STEM}.json.原因.txt`), 'utf8'), /案由不在本院管辖/)
  t.notOk(existsSync(join(root, '发往系统', `${STEM}.json.ok`)), 'not sent any more until it is tried again')
})

t.test('a file is taken once it is proved to be whole, never because it is quiet', async t => {
  const { root, system } = await aFolder(t)
  const into = (name: string): string => join(root, '系统报送', name)
  const record = (reference: string): string => JSON.stringify({ reference, card: { caseName: '甲案' } })
  const known = async (): Promise<string[]> => (await system.list()).map(({ reference }) => reference).toSorted()

  writeFileSync(into('half.json'), record('半').slice(0, -4))
  t.same([await known(), await known()], [[], []], 'half a file stays however long it lies')
  writeFileSync(into('half.json'), record('半'))
  t.same([await known(), await known()], [[], ['半']], 'its end and the same length twice')
  writeFileSync(into('marked.json'), record('标'))
  writeFileSync(into('marked.json.ok'), '')
  t.same(await known(), ['半', '标'].toSorted(), 'a marker')
  const listed = record('单')
  writeFileSync(into('listed.json'), listed)
  const sha256 = createHash('sha256').update(listed).digest('hex')
  writeFileSync(into('manifest.json'), JSON.stringify({ files: [{ name: 'listed.json', size: Buffer.byteLength(listed), sha256 }] }))
  t.ok((await known()).includes('单'), 'a manifest')
  t.ok(existsSync(into('marked.回执.json')), 'each has its receipt')
  t.notOk(existsSync(into('marked.json')), 'and is moved')
})

t.test('what is not right is put aside with its reason, and the others go on', async t => {
  const { root, system } = await aFolder(t)
  const put = (name: string, text: string): void => {
    writeFileSync(join(root, '系统报送', name), text)
    writeFileSync(join(root, '系统报送', `${name}.ok`), '')
  }
  put(
    'entity.xml',
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><record reference="1"><value pointer="/caseName">&x;</value></record>',
  )
  put('broken.json', '{"reference": ')
  put('big.json', `{"reference": "${'x'.repeat(6 << 20)}"}`)
  put('field.xml', '<record reference="2"><value pointer="/../x">1</value></record>')
  symlinkSync('/etc/hostname', join(root, '系统报送', 'link.json'))
  put(
    'good.xml',
    '<record reference="3" officer="fz-po"><value pointer="/caseName">乙案</value><value pointer="/persons/0/sex">1</value></record>',
  )
  t.match(await system.list(), [{ reference: '3' }])
  const bad = readdirSync(join(root, '问题')).filter(name => name.endsWith('.原因.txt'))
  t.same(bad.length, 4)
  t.match(readFileSync(join(root, '问题', 'entity.xml.原因.txt'), 'utf8'), /DOCTYPE/)
  const good = await system.read('3')
  t.same([good.values.get('/persons/0/sex'), good.raw.get('officer')], ['1', 'fz-po'])
})

t.test('a folder that is not there is a system that is down', async t => {
  const way = {
    agency: '350503-PRO',
    kind: 'folder',
    address: '/nowhere/at/all',
    map: null,
    perMinute: 60,
    settings: {},
    secrets: new Map(),
  } as const
  t.equal(await faultOf(openFolderSystem(way)), 'down')
})
