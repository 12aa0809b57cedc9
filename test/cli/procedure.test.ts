import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { aPaper, POLICE_PAPERS } from '../support/a-case.ts'
import { commandLine } from '../support/command-line.ts'
import { LIN_ZHIYUAN } from '../support/identity.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

t.test('a case by the command line alone', async t => {
  const stack = await startStack(t, { worker: true })
  const anlian = commandLine(stack.url)
  const folder = mkdtempSync(join(tmpdir(), 'anlian-cli-'))
  t.teardown(async () => rmSync(folder, { recursive: true, force: true }))
  const done = async (...args: readonly string[]): Promise<string> => {
    const { code, said, told } = await anlian(...args)
    t.equal(code, 0, `${args.join(' ')} ${told}`)
    return said
  }
  let no = ''

  await t.test('a report is accepted, filed, and a suspect joins', async t => {
    const form = await done('case', 'open')
    t.match(form, /source\* {2}案件来源：report 报案/, 'without answers it says what may be answered')
    const opened = await done(
      'case',
      'open',
      '--set',
      'source=工作中发现',
      '--set',
      'chargeCode=X001',
      '--set',
      'circumstances=policeSuggestFastTrack',
    )
    no = /ETZF-\d{6}-\d{4}-\d+/.exec(opened)?.[0] ?? ''
    t.match(no, /^ETZF-350503-/)
    t.match(await done('act', no, '--as', 'fz-pl'), /○ file {2}\S+\n {4}--at {2}发生时间[^\n]*\n {4}docNo {2}文书号/)
    t.match(
      await done('act', no, 'file', '--as', 'fz-pl', '--set', 'docNo=丰公（交）立字〔2026〕1号'),
      /已办理 file .* {2}依据：刑事诉讼法 第112条/,
    )
    writeFileSync(join(folder, 'id'), `${LIN_ZHIYUAN}\n`)
    await done(
      'case',
      'join',
      no,
      '--set',
      'name=林志远',
      '--set',
      'sex=男',
      '--set',
      `idNo=@${join(folder, 'id')}`,
      '--set',
      'residence=泉州市丰泽区',
    )
    const shown = await done('case', 'show', no)
    t.match(shown, /阶段 {2}侦查（INVESTIGATION）\n {2}承办单位 {2}泉州市公安局丰泽分局/)
    t.match(shown, /1 林志远 {2}侦查 {2}无强制措施/)
  })

  await t.test('what the law refuses comes with code, sentence and article, and exit code 3', async t => {
    const arrest = await anlian('act', no, 'admitToCentre', '--person', '1')
    t.equal(arrest.code, 3)
    t.match(arrest.told, /（state-conflict）/)
    t.match(arrest.told, /，依据：\S+ 第\d+条/)
    const told = JSON.parse((await anlian('act', no, 'admitToCentre', '--person', '林志远', '--json')).said)
    t.match(told, { code: /^[a-z-]+$/, detail: /\S/, basis: /第\d+条/ })
    const wrong = await anlian('act', no, 'bail', '--as', 'fz-pl', '--set', 'measure=99')
    t.equal(wrong.code, 64)
    t.match(wrong.told, /保证方式应为 02（保证人）、03（保证金）/)
    t.equal((await anlian('act', no, 'fly')).code, 64)
  })

  await t.test('bail is decided, its clock runs, and a second person extends nothing that the law does not know', async t => {
    await done('act', no, 'bail', '--as', 'fz-pl', '--person', '1', '--set', 'measure=保证人')
    t.match(await done('case', 'show', no), /1 林志远 {2}侦查 {2}取保候审\(保证人\)，自 /)
    const clocks = await done('deadline', 'list', no)
    t.match(clocks, /BAIL_POLICE \S+ {2}1 林志远 {2}至 \d{4}-\d{2}-\d{2}/)
    const asked = await anlian('deadline', 'request', no, 'extend', 'BAIL_POLICE', 'NONE', '--set', 'documentNo=1号')
    t.equal(asked.code, 3)
    t.match(asked.told, /（extension-unknown）/)
  })

  await t.test('a step entered at the wrong time is corrected after a second person agreed', async t => {
    const steps = await done('correction', 'request', no)
    const at = /^ *(\d+) {2}\S+ \S+ {2}bail /m.exec(steps)?.[1] ?? ''
    await done('correction', 'request', no, at, '--set', 'reason=误登')
    t.match(await anlian('deadline', 'decide', no, 'approve', '--as', 'fz-po'), { code: 1, told: /没有待您决定的申请/ })
    t.match(await done('deadline', 'decide', no, 'approve'), /已决定：approved/)
    t.match(await done('case', 'show', no), /1 林志远 {2}侦查 {2}无强制措施/)
    await done('act', no, 'bail', '--as', 'fz-pl', '--set', 'measure=02')
  })

  await t.test('the dossier goes to the procuratorate: prepared, sent by a second person, received and accepted', async t => {
    const lacking = await anlian('hand-over', 'prepare', no, 'transferForProsecution', '--set', 'toAgency=350503-PRO')
    t.equal(lacking.code, 0, 'a draft may be incomplete')
    t.match(await anlian('hand-over', 'send', no), { code: 3, told: /（gate-not-passed）.*依据：/ })
    await done('hand-over', 'recall', no, '--as', 'fz-po', '--set', 'reason=材料不齐')
    for (const code of POLICE_PAPERS) {
      const { name, bytes } = await aPaper(code)
      writeFileSync(join(folder, name), bytes)
    }
    rmSync(join(folder, 'id'))
    t.match(await done('case', 'import', no, folder), new RegExp(`入卷 ${POLICE_PAPERS.length} 份`))
    t.match(await done('hand-over', 'prepare', no), /○ transferForProsecution {2}准备移送审查起诉/)
    await done('hand-over', 'prepare', no, 'transferForProsecution', '--set', 'toAgency=泉州市丰泽区人民检察院')
    t.match(await done('hand-over', 'send', no), /状态 delivered/)
    await done('hand-over', 'receive', no)
    t.match(await done('hand-over', 'show', no, '--as', 'fz-pc'), /○ accept {2}\S+\n/)
    t.match(await done('hand-over', 'accept', no, '--set', 'assignTo=林婉清'), /状态 accepted/)
    const shown = await done('case', 'show', no, '--as', 'fz-pp')
    t.match(shown, /承办单位 {2}泉州市丰泽区人民检察院/)
    t.match(shown, /○ act signUndertaking /)
  })
  await intact(t, stack)
})
