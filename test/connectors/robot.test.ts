import t from 'tap'
import { CARD_STAGES } from '../../src/cards/model.ts'
import type { CardSnapshot } from '../../src/connectors/model.ts'
import type { Json } from '../../src/domain/json.ts'
import { aCard, fieldsOf, said } from '../support/a-card.ts'
import { aBrowser, aLegacy, aRobot } from '../support/legacy.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const freely = async (): Promise<void> => undefined

const browser = await aBrowser(t)

for (const stage of CARD_STAGES)
  t.test(`the ${stage} system`, async t => {
    const legacy = await aLegacy(t, stage)
    const robot = aRobot(t, browser, legacy)
    const card = aCard(stage)

    t.equal(await robot.find(card.platformCaseId), null, 'has nothing of the case at first')
    const tried = await robot.trial(card)
    t.ok(
      tried.placed.some(({ pointer, words }) => pointer === '/persons/0/idNo' && words === '350503198806149916'),
      'a trial says what goes where',
    )
    t.equal(legacy.cases().length, 0, 'and saves nothing')

    let asked = 0
    const { reference, picture } = await robot.write(card, null, async () => {
      asked += 1
      t.equal(legacy.cases().length, 0, 'the robot asks before it saves')
    })
    t.equal(asked, 1, 'once')
    t.ok(
      Buffer.from(picture ?? [])
        .subarray(0, 4)
        .equals(PNG),
      'the saved record comes as a picture',
    )
    const found = await robot.find(card.platformCaseId)
    t.equal(found?.reference, reference, 'the case is found by the number of the platform')
    t.same(said(found?.values ?? []), fieldsOf(card.card), 'and every field reads back as the card has it')
    t.equal(found?.raw.get('/persons/1/name'), "O'Brien 𬱖", 'words come as the system shows them')

    const edited = aCard(stage, { caseName: '林志远危险驾驶案', secrecy: 'workSecret', victims: [], persons: onePerson(card) })
    t.equal((await robot.write(edited, reference, freely)).reference, reference, 'an edit keeps the reference')
    t.same(said((await robot.read(reference)).values), fieldsOf(edited.card), 'lines and persons that went are gone')
    t.match(legacy.cases(), [{ reference, saves: 2 }], 'and nothing is doubled')

    await robot.write(aCard(stage, {}, 102), null, freely)
    const listed = await robot.list()
    t.same(
      listed.map(one => one.reference),
      legacy.cases().map(one => one.reference),
      'the list has the latest change first',
    )
    t.equal(new Set(listed.map(({ changed }) => changed)).size, 2)
    t.equal(legacy.counters.logins, 1, 'all in one sign-in')
  })

function onePerson({ card }: CardSnapshot): Json {
  const [first] = Array.isArray(card.persons) ? card.persons : []
  return [{ ...(first instanceof Object ? first : {}), measures: [], aliases: [] }]
}

t.test('what the card does not say stays as people have it', async t => {
  const legacy = await aLegacy(t, 'procuratorate')
  const robot = aRobot(t, browser, legacy)
  const card = aCard('procuratorate')
  const { reference } = await robot.write(card, null, freely)
  const { factSummary: _, victims: __, ...rest } = card.card
  await robot.write({ ...card, card: rest }, reference, freely)
  t.same(said((await robot.read(reference)).values), fieldsOf(card.card))
})
