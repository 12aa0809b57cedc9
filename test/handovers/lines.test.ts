import t from 'tap'
import { linesOf } from '../../src/handovers/lines/rules.ts'

t.test('a line that is down is named at the clocks whose next step goes through it, and at no other', async t => {
  const police = '350503-PSB'
  const cases = [
    ['the request for arrest goes to the procuratorate of the district', 'DET_ARREST_REQUEST', police, ['350503-PRO'], ['350503-PRO']],
    ['the line of the police themselves', 'DET_ARREST_REQUEST', police, [police], [police]],
    ['nothing of another district', 'DET_ARREST_REQUEST', police, ['350502-PRO', '350502-PSB'], []],
    ['nor of the court, to which it does not go', 'DET_ARREST_REQUEST', police, ['350503-CRT'], []],
    ['the city’s procuratorate may be the one that reviews', 'DET_ARREST_REQUEST', police, ['350500-PRO'], ['350500-PRO']],
    ['a decision is taken at one’s own desk', 'ARREST_REVIEW_DETAINED', '350503-PRO', ['350503-PRO', '350503-PSB'], []],
    [
      'the review ends with the indictment to the court or the return to the police',
      'PROC_REVIEW',
      '350503-PRO',
      ['350503-CRT', police],
      ['350503-CRT', police],
    ],
  ] as const
  for (const [title, code, agency, down, expected] of cases) t.same(linesOf({ code, agency }, down, null), expected, title)
})

t.test('what is on its way waits for the line of its receiver alone', async t => {
  const clock = { code: 'DET_ARREST_REQUEST', agency: '350503-PSB' }
  const underWay = { fromAgency: '350503-PSB', toAgency: '350503-PRO', state: 'sent' }
  t.same(linesOf(clock, ['350500-PRO', '350503-PRO'], underWay), ['350503-PRO'])
  t.same(linesOf(clock, ['350500-PRO'], underWay), [])
})
