import t from 'tap'
import { CASE_7 } from '../../src/cli/demo/course/stories/case-7.ts'
import { walkStory } from '../support/walk-story.ts'

t.setTimeout(600_000)

t.test('a juvenile’s conditional non-prosecution is clicked through from the report to the end of the observation', async t => {
  await walkStory(t, CASE_7)
})
