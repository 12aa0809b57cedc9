import t from 'tap'
import { DRUNK_DRIVING } from '../../src/cli/demo/papers/sample-facts.ts'
import { residentId, residentIdLike } from '../../src/cli/demo/resident-id.ts'
import { seedCases } from '../../src/cli/demo/seed-cases.ts'
import { shiftByDays, shiftFacts } from '../../src/cli/demo/shift-facts.ts'
import { storyOf } from '../../src/cli/demo/story.ts'
import { instantOf } from '../../src/cli/instants.ts'
import { readIdNumber } from '../../src/domain/id-number.ts'

const NOW = new Date('2026-11-21T10:47:00+08:00')

t.test('invented identity numbers have a right check character and say what they should', async t => {
  t.equal(residentId('350503', '1988-06-14', 991), DRUNK_DRIVING.suspect.idNumber)
  for (const { facts } of seedCases(NOW)) {
    for (const { name, idNumber, sex } of [facts.suspect, facts.guarantor]) {
      t.equal(readIdNumber(idNumber)?.sex, sex === '女' ? '2' : '1', name)
      t.match(idNumber, /^\d{14}99/, 'a serial that nobody has')
    }
  }
})

t.test('others of the same birth date and sex have numbers of their own, more than a day has serials', async t => {
  for (const person of ['350503198806149916', '350521196803099945', '350505200910219999']) {
    const others = Array.from({ length: 1_200 }, (_, nth) => residentIdLike(person, nth))
    t.equal(others[0], person, 'the first is himself')
    t.equal(new Set(others).size, others.length)
    t.ok(
      others.slice(0, 499).every(other => other.startsWith(person.slice(0, 14))),
      'born where he was',
    )
    for (const other of others) t.same(readIdNumber(other), readIdNumber(person), other)
    t.notOk(others.some(other => other.slice(14, 17) === '000'))
  }
})

t.test('every case rests in the past, at another step, and nobody is there twice', async t => {
  const cases = seedCases(NOW)
  t.equal(cases.length, 8)
  t.equal(new Set(cases.map(({ restsAfter }) => restsAfter)).size, 8)
  t.equal(new Set(cases.flatMap(({ facts }) => [facts.suspect.idNumber, facts.guarantor.idNumber])).size, 16)
  t.equal(new Set(cases.map(({ facts }) => facts.conduct.plate)).size, 8)
  for (const { facts, restsAfter } of cases) {
    const steps = storyOf(facts)
    const last = steps.find(({ name }) => name === restsAfter)
    t.ok(last && instantOf(last.at) <= NOW, `${restsAfter} at ${last?.at}`)
  }
})

t.test('a case on the track is still inside its 48 hours', async t => {
  for (const { facts, restsAfter } of seedCases(NOW)) {
    const hours = (NOW.getTime() - instantOf(facts.times.arrivedAt).getTime()) / 3_600_000
    if (restsAfter !== 'judgmentPapersIn') t.ok(hours >= 0 && hours < 48, `${restsAfter}: ${hours.toFixed(1)} h`)
  }
})

t.test('moved by whole days a case keeps its hours, and its days move along', async t => {
  const moved = shiftFacts(DRUNK_DRIVING, shiftByDays(DRUNK_DRIVING.times.deliveredAt, NOW, 4))
  t.equal(moved.times.deliveredAt, '2026-11-16T16:10')
  t.equal(moved.times.arrivedAt, '2026-11-15T08:30')
  t.equal(moved.conduct.droveAt, '2026-11-15T07:20')
  t.equal(moved.outcome.effectiveOn, '2026-11-29')
})
