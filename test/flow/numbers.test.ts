import t from 'tap'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { officers } from '../support/a-case.ts'
import { ARREST_PAPERS, aTriedCase, carry, fileAppealPapers, filePapers, judge, ok, twoDetained, type Way } from '../support/carrying.ts'
import { type Person, signIn } from '../support/http-client.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

const Numbers = Type.Object({
  numbers: Type.Array(
    Type.Object({ agency: Type.Object({ code: Type.String() }), no: Type.String(), kind: Type.String(), inUse: Type.Boolean() }),
  ),
})

/** An agency's numbers of a case in the order in which it gave them: number, kind, in use. */
async function numbersOf(who: Person, caseId: string, agency: string): Promise<[string, string, boolean][]> {
  const { numbers } = Value.Parse(Numbers, Value.Clean(Numbers, (await who.get(`/cases/${caseId}`)).body))
  return numbers.filter(one => one.agency.code === agency).map(({ no, kind, inUse }) => [no, kind, inUse])
}

const seqOf = (no: string | undefined): number => Number(/(\d+)号?$/.exec(no ?? '')?.[1])

t.test('what has a number of its own, without gaps', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)

  await t.test('each review of arrest bears an intake number of its own', async t => {
    const { caseId, persons } = await twoDetained(who)
    await filePapers(who.po, caseId, ARREST_PAPERS, persons)
    const request: Way = { leg: 'arrestRequest', prepares: who.po, sends: who.pl, desk: who.pc, gets: who.pp, toAgency: '350503-PRO' }
    for (const person of persons) {
      await carry(caseId, { ...request, persons: [person] })
      ok(await who.pp.post(`/cases/${caseId}/acts/approveArrest`, { casePersonId: person, docNo: '丰检批捕〔2026〕9号' }))
      ok(await who.pl.post(`/cases/${caseId}/acts/executeArrest`, { casePersonId: person, docNo: '丰公捕字〔2026〕9号' }))
    }
    const [first, second, ...more] = await numbersOf(who.pp, caseId, '350503-PRO')
    t.same([first?.[1], second?.[1], more], ['arrestReview', 'arrestReview', []], 'two reviews, and no number of the case yet')
    t.equal(seqOf(second?.[0]), seqOf(first?.[0]) + 1)
  })

  await t.test('tried again after a remand, the case bears a new number of the first court; a second appeal a new one above', async t => {
    const [clerk, judgeAbove] = await Promise.all(['qz-cc', 'qz-cj'].map(async login => await signIn(stack.url, login)))
    if (!clerk || !judgeAbove) throw new Error('nobody is at the court above')
    const { caseId, personId } = await aTriedCase(who)
    const up: Way = { leg: 'appeal', prepares: who.cc, sends: who.cj, desk: clerk, gets: judgeAbove, toAgency: '350500-CRT' }
    const appeal = async (): Promise<void> => {
      await judge(who, caseId, personId, { principal: 'P3', principalMonths: 10, suspensionMonths: 0, fineYuan: 2000 })
      ok(await who.cc.post(`/cases/${caseId}/acts/fileAppeal`, { casePersonId: personId, form: 'writing' }))
    }
    await appeal()
    await fileAppealPapers(who.cc, caseId, ['FY27'])
    await carry(caseId, up)
    const [before] = await numbersOf(who.cj, caseId, '350503-CRT')
    t.match(before, [/刑初/, 'case', true], 'one while the appeal is heard')
    await carry(caseId, { leg: 'remand', prepares: clerk, sends: judgeAbove, desk: who.cc, gets: who.cj, toAgency: '350503-CRT' })
    const [old, anew, ...none] = await numbersOf(who.cj, caseId, '350503-CRT')
    t.same([old, none], [[before?.[0], 'case', false], []], 'the earlier number stays with the case, no longer in use')
    t.match(anew, [/刑初/, 'case', true])
    t.equal(seqOf(anew?.[0]), seqOf(old?.[0]) + 1, 'the next of the court’s own series')
    const steps = JSON.stringify((await who.cj.get(`/cases/${caseId}`)).at('timeline'))
    t.match(steps, new RegExp(`"numbers":\\[\\{[^\\]]*${anew?.[0].replace(/[()]/g, '\\$&')}`), 'the timeline names the step that gave it')
    await appeal()
    await carry(caseId, up)
    const above = await numbersOf(judgeAbove, caseId, '350500-CRT')
    t.same(
      above.map(([no, kind, inUse]) => [/刑终/.test(no), kind, inUse]),
      [
        [true, 'case', false],
        [true, 'case', true],
      ],
    )
  })

  await intact(t, stack)
})
