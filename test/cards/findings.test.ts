import t from 'tap'
import { saidByPapers } from '../../src/cards/findings.ts'
import type { Finding } from '../../src/reading/model.ts'

const LIN = { id: '7b0f8a52-3f6e-4c2a-9f65-1d2c3b4a5e6f', name: '林志远', idNo: '350503198806149916' }
const CHEN = { id: '8c0f8a52-3f6e-4c2a-9f65-1d2c3b4a5e6f', name: '陈大勇', idNo: '350582199011029937' }
const NAMESAKE = { id: '9d0f8a52-3f6e-4c2a-9f65-1d2c3b4a5e6f', name: '林志远', idNo: '350503199001019918' }

const about = (said: Finding['about'], more: Partial<Finding> = {}): Finding => ({
  ...{ key: 'birthplace', about: said, value: { text: '泉州' }, words: '出生地：泉州', page: 1 },
  ...{ box: { x: 0, y: 0, w: 1, h: 0.1 }, confidence: 0.97, rule: 'label', ...more },
})
const whose = (
  finding: Finding,
  persons: (typeof LIN)[],
  casePersonId: string | null = null,
  code = 'GA38',
  stage: 'police' | 'court' = 'police',
) =>
  saidByPapers([{ documentId: 'd', documentVersion: 1, code, casePersonId, findings: [finding] }], persons, stage).map(({ path }) => path)

t.test('whose a finding is, the identity number says before the name', async t => {
  t.same(whose(about({ name: '林志远', idNo: CHEN.idNo }), [LIN, CHEN]), [`/persons/${CHEN.id}/birthplace`])
  t.same(whose(about({ name: '陈大勇' }), [LIN, CHEN]), [`/persons/${CHEN.id}/birthplace`])
})

t.test('two suspects of one name are never guessed at', async t => {
  t.same(whose(about({ name: '林志远' }), [LIN, NAMESAKE]), [])
  t.same(
    whose(about({ name: '林志远' }), [LIN, NAMESAKE], NAMESAKE.id),
    [`/persons/${NAMESAKE.id}/birthplace`],
    'save by the person the paper is filed for',
  )
  t.same(whose(about({}), [LIN, CHEN]), [])
})

t.test('somebody else who is named, a witness or a victim, is none of the suspects', async t => {
  t.same(whose(about({ name: '王雅琴' }), [LIN]), [])
})

t.test('the papers of another agency do not say when a court accepted the case', async t => {
  const accepted = about(null, { key: 'acceptedOn', value: '2026-03-10T08:30:00+08:00' })
  t.same(whose(accepted, [LIN], null, 'GA01'), ['/acceptedOn'])
  t.same(whose(accepted, [LIN], null, 'GA01', 'court'), [])
})

t.test('the facts in brief are each agency’s own words', async t => {
  const facts = about(null, { key: 'factSummary', value: '经审理查明……' })
  t.same(whose(facts, [LIN], null, 'GA73', 'court'), [])
  t.same(whose(facts, [LIN], null, 'FY18', 'court'), ['/factSummary'])
})
