import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { ZipFile } from 'yazl'
import { aFiledCase, officers } from '../support/a-case.ts'
import { untilSql } from '../support/case-end.ts'
import { libraryPdf } from '../support/hostile-pdfs.ts'
import { startStack } from '../support/stack.ts'

const GOOD = 100

/** An archive of small papers; three files that must be refused stand at its start, in its middle and at its end. */
async function anArchive(): Promise<Buffer> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.alloc(0), '证据卷/空.pdf')
  for (let at = 1; at <= GOOD; at++) {
    zip.addBuffer(await libraryPdf(false, `paper ${at}`), `证据卷/GA32_${at}.pdf`)
    if (at === GOOD / 2) zip.addBuffer(Buffer.from('<html>no paper</html>'), '证据卷/网页.pdf')
  }
  zip.addBuffer((await libraryPdf(false, 'cut')).subarray(0, 300), '证据卷/残缺.pdf')
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

t.test('an archive is unpacked into a dossier', async t => {
  const stack = await startStack(t, { worker: true })
  const { po, pl } = await officers(stack.url)
  const admin = await stack.as('admin')
  const archive = { name: '卷宗.zip', type: 'application/zip', bytes: await anArchive() }

  const begin = async (caseId: string): Promise<string> => {
    const answer = await po.sendFile(`/cases/${caseId}/imports/zip`, archive)
    if (answer.status !== 202) throw new Error(`the archive was refused: ${answer.text('code')}`)
    return answer.text('importId')
  }
  const untilDone = async (importId: string): Promise<unknown> => {
    for (; ; await sleep(100)) {
      const answer = await po.get(`/imports/${importId}`)
      if (answer.text('state') === 'running') continue
      const { rows } = await admin.query<{ path: string; state: string; code: string | null }>(
        'select path, state, code from import_item where import_id = $1 order by path',
        [importId],
      )
      return { state: answer.text('state'), totalFiles: answer.at('totalFiles'), rows }
    }
  }
  const papersOf = async (caseId: string): Promise<number> =>
    (await admin.query<{ n: number }>('select count(*)::int as n from document where case_id = $1', [caseId])).rows[0]?.n ?? -1

  const undisturbed = await aFiledCase({ po, pl })
  const quiet = await untilDone(await begin(undisturbed.caseId))

  await t.test('every good paper is in, every bad one is listed with its code', async t => {
    t.equal(await papersOf(undisturbed.caseId), GOOD)
    const refused = (await admin.query('select path, code from import_item where state = $1 order by path', ['refused'])).rows
    t.same(refused, [
      { path: '证据卷/残缺.pdf', code: 'pdf-malformed' },
      { path: '证据卷/空.pdf', code: 'upload-empty' },
      { path: '证据卷/网页.pdf', code: 'upload-type-mismatch' },
    ])
  })

  await t.test('a worker that is killed in the middle is followed by one that goes on, to the end of a quiet run', async t => {
    const { caseId } = await aFiledCase({ po, pl })
    const importId = await begin(caseId)
    await untilSql(admin, '(select count(*) from import_item where import_id = $1) > 30', [importId])
    await stack.kill('worker')
    t.ok((await papersOf(caseId)) < GOOD, 'it was in the middle')
    await stack.start('worker')
    t.same(await untilDone(importId), quiet)
    t.equal(await papersOf(caseId), GOOD)
  })

  await t.test('the same archive once more brings nothing twice', async t => {
    const importId = await begin(undisturbed.caseId)
    await untilDone(importId)
    const counted = await po.get(`/imports/${importId}`)
    t.match(counted.body, { stored: 0, duplicates: GOOD, refused: 3 })
    t.equal(await papersOf(undisturbed.caseId), GOOD)
  })
})
