import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { revokePaper } from '../../../src/custody/certificate/commands.ts'
import { drawPapers } from '../../../src/custody/certificate/draw-papers.ts'
import { forCase } from '../../../src/db/orm.ts'
import { aPreparedTransfer, officers } from '../../support/a-case.ts'
import { aBody, announced, aPlatform, drawingDeps, issue } from '../../support/a-certificate.ts'
import { commandLine } from '../../support/command-line.ts'
import { startStack } from '../../support/stack.ts'

t.setTimeout(280_000)

t.test('a certificate on the command line', async t => {
  const stack = await startStack(t)
  const who = await officers(stack.url)
  const { caseId, personId } = await aPreparedTransfer(who)
  const deps = await drawingDeps(t, stack)
  const anlian = commandLine(stack.url)
  const folder = t.testdir()
  const keys = join(folder, 'keys.json')
  const save = async (paperId: string, name: string): Promise<string> => {
    await drawPapers(deps, { caseId, paperIds: [paperId] })
    const answer = await fetch(`${stack.url}/api/v1/custody-papers/${paperId}/pdf`, { headers: { cookie: who.po.cookie } })
    const path = join(folder, name)
    await writeFile(path, Buffer.from(await answer.arrayBuffer()))
    return path
  }
  const body = announced()
  const first = await save(await issue(deps.orm, caseId, personId, body), 'first.pdf')

  await t.test('a good file is valid, and says for whom and until when the person is held, but not who he is', async t => {
    const { code, said } = await anlian('certificate', 'verify', first)
    t.equal(code, 0)
    t.match(said, /^有效 valid：换押证 泉丰公换/)
    t.match(said, '泉州市公安局丰泽分局')
    t.match(said, '至 2027-01-02 24:00')
    t.notMatch(said, /林志远|350503198806149916/)
  })

  await t.test('with saved keys the file is proved while the platform is away, and it says that nobody was asked', async t => {
    t.equal((await anlian('certificate', 'keys', '--out', keys)).code, 0)
    const away = commandLine('http://127.0.0.1:9')
    const { code, said } = await away('certificate', 'verify', first, '--keys', keys, '--offline', '--json')
    t.equal(code, 0)
    t.match(JSON.parse(said), { ok: true, state: 'not-asked', certNo: body.certNo, seals: [{ name: '泉州市公安局丰泽分局' }] })
    t.equal((await away('certificate', 'verify', first, '--offline')).code, 64, 'without keys it cannot be')
    t.equal((await away('certificate', 'verify', first, '--keys', keys)).code, 1, 'whether it stands is not known')
  })

  await t.test('one byte changed, another file or another platform’s keys: refused', async t => {
    const changed = await readFile(first)
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
    await writeFile(join(folder, 'changed.pdf'), changed)
    const { code, said } = await anlian('certificate', 'verify', join(folder, 'changed.pdf'))
    t.equal(code, 1)
    t.match(said, '文件已被更改')
    await writeFile(join(folder, 'letter.pdf'), '%PDF-1.7\nletter')
    t.match((await anlian('certificate', 'verify', join(folder, 'letter.pdf'))).said, '不是本平台')
    await writeFile(join(folder, 'others.json'), JSON.stringify((await aPlatform()).keys))
    t.match((await anlian('certificate', 'verify', first, '--keys', join(folder, 'others.json'), '--json')).said, 'chain-untrusted')
  })

  await t.test('superseded and revoked papers are told apart, with an exit code of their own', async t => {
    const second = await save(await issue(deps.orm, caseId, personId, { ...aBody(), certNo: body.certNo, edition: 2 }), 'second.pdf')
    const old = await anlian('certificate', 'verify', first)
    t.equal(old.code, 2)
    t.match(old.said, /^已被新版本取代 superseded.*\n.*第 2 版/)
    t.equal((await anlian('certificate', 'verify', second)).code, 0)
    await forCase(deps.orm, caseId).transactional(async em => await revokePaper(em, body.certNo))
    const gone = await anlian('certificate', 'verify', second, '--json')
    t.equal(gone.code, 2)
    t.match(JSON.parse(gone.said), { ok: false, state: 'revoked' })
  })
})
