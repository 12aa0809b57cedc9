import t from 'tap'
import { CARD_STAGES, type CardStage } from '../../src/cards/model.ts'
import type { AgencySystem, SystemFault } from '../../src/connectors/model.ts'
import { aCard, fieldsOf, said } from '../support/a-card.ts'
import { aBrowser, aLegacy, aRobot, faultOf } from '../support/legacy.ts'

const FIELD: Readonly<Record<CardStage, string>> = { police: 'zjhm', procuratorate: 'ZJHM', court: 'zd002' }
/** How many requests pass before the session ends: in the middle of the steps, in the search window, at the form. */
const REQUESTS: Readonly<Record<CardStage, string>> = { police: '6', procuratorate: '2', court: '0' }
const freely = async (): Promise<void> => undefined
const browser = await aBrowser(t)

for (const stage of CARD_STAGES)
  t.test(`faults of the ${stage} system`, async t => {
    const legacy = await aLegacy(t, stage)
    const robot = aRobot(t, browser, legacy)
    const card = aCard(stage)
    const rows = (): number => legacy.cases().length
    /** Turns a switch, tries to write, and turns it back. */
    const under = async (name: string, value: string, by: AgencySystem = robot): Promise<SystemFault> => {
      legacy.turn(name, value)
      const fault = await faultOf(by.write(card, null, freely))
      legacy.turn(name, '')
      return fault
    }

    const renamed = await under('fieldRenamed', FIELD[stage])
    t.match(renamed, { code: 'formChanged', detail: stage === 'court' ? /案件编号/ : /第1人证件号码/ }, 'a renamed field is named')
    t.notOk(renamed.detail.includes('林志远'), 'and nobody else')
    t.ok(renamed.picture, 'with the screen as it was')
    const rejected = await under('rejects', '案件林志远已被锁定')
    t.match(rejected, { code: 'rejected', detail: /案件…已被锁定/ }, 'a refusal comes in the words of the system, without names')
    t.match(await under('down', 'closed'), { code: 'down' })
    t.match(await under('down', 'unavailable'), { code: 'down' })
    t.equal(rows(), 0, 'none of these saved anything')

    legacy.turn('loggedOut', REQUESTS[stage])
    const { reference } = await robot.write(card, null, freely)
    t.match(legacy, { faults: { loggedOut: null }, counters: { logins: 2 } }, 'signed out in the middle: one sign-in more')
    t.equal(rows(), 1, 'and the case is there once')
    t.match(await faultOf(robot.read('nobody-knows')), { code: 'rejected' }, 'a record that is not there is no record')

    legacy.turn('silentlyChanges', FIELD[stage])
    await robot.write(card, reference, freely)
    legacy.turn('silentlyChanges', '')
    t.notSame(said((await robot.read(reference)).values), fieldsOf(card.card), 'what is stored otherwise reads back otherwise')
    await robot.write(card, reference, freely)
    t.same(said((await robot.read(reference)).values), fieldsOf(card.card))

    legacy.signAllOut()
    legacy.turn('captcha', 'on')
    t.match(await faultOf(robot.read(reference)), { code: 'captcha' }, 'a captcha is for people')
    t.notOk(legacy.counters.logins > 2)
    legacy.turn('captcha', '')
    t.match(await faultOf(aRobot(t, browser, legacy, {}, 'wrong').list()), { code: 'badCredentials' })
    t.equal(rows(), 1)
  })

t.test('who may no longer save does not', async t => {
  const legacy = await aLegacy(t, 'court')
  const robot = aRobot(t, browser, legacy)
  const taken = new Error('somebody else has taken over')
  await t.rejects(
    robot.write(aCard('court'), null, async () => {
      throw taken
    }),
    taken,
  )
  t.equal(legacy.cases().length, 0)
  await robot.write(aCard('court'), null, freely)
  t.equal(legacy.cases().length, 1, 'and the next goes on from there')
})

t.test('the answer to saving may not come: the caller finds the case', async t => {
  for (const stage of CARD_STAGES) {
    const legacy = await aLegacy(t, stage)
    const robot = aRobot(t, browser, legacy, { patience: 6 })
    const card = aCard(stage)
    legacy.turn('dropsAnswerAfterSave', 'on')
    t.match(await faultOf(robot.write(card, null, freely)), { code: 'slow', detail: /提交/ }, stage)
    legacy.turn('dropsAnswerAfterSave', '')
    const found = await robot.find(card.platformCaseId)
    t.same(said(found?.values ?? []), fieldsOf(card.card), 'it was saved whole')
    t.equal(legacy.cases().length, 1, 'once')
    const fault = await faultOf(robot.write(aCard(stage, {}, 103), null, async () => legacy.turn('down', 'closed')))
    legacy.turn('down', '')
    t.equal(fault.code, 'down', 'a line that breaks at the last button')
    t.equal(await robot.find(aCard(stage, {}, 103).platformCaseId), null, 'saved nothing')
    t.equal(legacy.cases().length, 1)
  }
})

t.test('a system that ends every session, and one that takes too long', async t => {
  const legacy = await aLegacy(t, 'procuratorate')
  legacy.turn('loggedOut', '-1')
  const robot = aRobot(t, browser, legacy)
  t.match(await faultOf(robot.write(aCard('procuratorate'), null, freely)), { code: 'loggedOut' }, 'is not signed in to for ever')
  legacy.turn('loggedOut', '')
  legacy.turn('slow', '3000')
  t.match(await faultOf(aRobot(t, browser, legacy, { patience: 1 }).list()), { code: 'slow' })
  t.equal(legacy.cases().length, 0)
})

t.test('a value without a counterpart is nobody’s guess', async t => {
  const legacy = await aLegacy(t, 'court')
  const robot = aRobot(t, browser, legacy)
  const unknown = { ...aCard('court'), card: { ...aCard('court').card, caseCategory: 'X999' } }
  t.match(await faultOf(robot.write(unknown, null, freely)), { code: 'noPlace', detail: /案由/ })
  t.equal(legacy.cases().length, 0)
})
