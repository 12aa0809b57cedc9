import fc from 'fast-check'
import t from 'tap'
import { STAGES } from '../../src/domain/codes.ts'
import { ACCESS_STAGE, isClosed, leastAdvanced, STAGE_ORDER } from '../../src/domain/stages.ts'

t.test('every stage has its names and holder in the code table, in the same order', async t => {
  const named = STAGES.map(({ code }) => code).filter(code => STAGE_ORDER.some(stage => stage === code))
  t.same(named, [...STAGE_ORDER])
  for (const stage of STAGE_ORDER)
    t.match(
      STAGES.find(({ code }) => code === stage),
      { zh: /\p{Script=Han}/u, en: /[a-z]/, holder: /[a-z]/ },
    )
})

t.test('a case stands where its least advanced person stands', async t => {
  t.equal(leastAdvanced(['JUDGED', 'TRIAL', 'EFFECTIVE'], 'INTAKE'), 'TRIAL')
  t.equal(leastAdvanced(['CLOSED_WITHDRAWN', 'TRIAL'], 'INTAKE'), 'TRIAL', 'who is out of it does not count')
  t.equal(leastAdvanced([], 'FILED'), 'FILED', 'a case without persons keeps its own')
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STAGE_ORDER), { minLength: 1 }), stages => {
      const least = leastAdvanced(stages, 'EFFECTIVE')
      const counted = stages.every(isClosed) ? stages : stages.filter(stage => !isClosed(stage))
      return counted.includes(least) && counted.every(stage => STAGE_ORDER.indexOf(least) <= STAGE_ORDER.indexOf(stage))
    }),
  )
})

t.test('the stages of the access table never go back as the proceedings go on', async t => {
  const numbers = STAGE_ORDER.map(stage => ACCESS_STAGE[stage])
  t.same(
    numbers,
    numbers.toSorted((a, b) => a - b),
  )
})
