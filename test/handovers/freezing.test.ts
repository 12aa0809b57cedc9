import type { Client } from 'pg'
import t from 'tap'
import { aFiledCase, fileAll, officers } from '../support/a-case.ts'
import { startStack } from '../support/stack.ts'

/** One line of a manifest, as the platform writes it. */
const lineOf = (documentId: string) => ({
  ...{ documentId, seq: 1, supplement: 0, volume: 'litigation', volumeSeq: 1, code: 'GA01', title: '受案登记表' },
  ...{ pageFrom: 1, pageTo: 2, pageCount: 2, sizeBytes: 1_000, sha256: '00', sm3: '00' },
})

t.test('a manifest holds papers of its own case, frozen by who sends it', async t => {
  const stack = await startStack(t)
  const who = await officers(stack.url)
  const [first, second] = [await aFiledCase(who), await aFiledCase(who)]
  for (const { caseId } of [first, second]) await fileAll(who.po, caseId, ['GA01'])
  const prepared = await who.po.post(`/cases/${first.caseId}/hand-overs`, { leg: 'transferForProsecution', toAgency: '350503-PRO' })
  const handOverId = prepared.text('handOverId')
  const [admin, app] = [await stack.as('admin'), await stack.as('app')]
  const paperOf = async (caseId: string): Promise<string> =>
    (await admin.query<{ id: string }>('select id from document where case_id = $1', [caseId])).rows[0]?.id ?? ''
  const [own, foreign] = [await paperOf(first.caseId), await paperOf(second.caseId)]

  const freeze = async (agency: string, documentId: string): Promise<string> =>
    await freezing(app, who.pl.userId, agency, handOverId, documentId)
  t.equal(await freeze('350503-PSB', own), '42501', 'a draft is not being sent')
  await admin.query("update hand_over set state = 'sent' where id = $1", [handOverId])
  t.equal(await freeze('350503-PRO', own), '42501', 'not by its receiver')
  t.equal(await freeze('350503-PSB', foreign), '42501', 'not a paper of another case')
  t.equal(await freeze('350503-PSB', own), 'frozen')
})

/** Freezes one line as this person, and takes it back. @returns `frozen`, or the code of the refusal */
async function freezing(app: Client, user: string, agency: string, handOverId: string, documentId: string): Promise<string> {
  await app.query('begin')
  try {
    await app.query("select set_config('app.user', $1, true), set_config('app.agency', $2, true), set_config('app.roles', 'PL', true)", [
      user,
      agency,
    ])
    await app.query('select freeze_lines($1::uuid, $2::jsonb)', [handOverId, JSON.stringify([lineOf(documentId)])])
    const { rows } = await app.query<{ lines: number }>('select count(*)::int as lines from hand_over_entry where hand_over_id = $1', [
      handOverId,
    ])
    return rows[0]?.lines === 1 ? 'frozen' : 'nothing'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  } finally {
    await app.query('rollback')
  }
}
