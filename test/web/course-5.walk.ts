import t from 'tap'
import { CASE_5 } from '../../src/cli/demo/course/stories/case-5.ts'
import { walkStory } from '../support/walk-story.ts'

t.setTimeout(600_000)

t.test(
  'a fast-track case is clicked through, its conditions answered by each agency, until the court turns to the ordinary procedure',
  async t => {
    await walkStory(t, CASE_5)
  },
)
