import t from 'tap'
import { CASE_8 } from '../../src/cli/demo/course/stories/case-8.ts'
import { walkStory } from '../support/walk-story.ts'

t.setTimeout(600_000)

t.test(
  'a case is clicked through both instances: custody, arrest, appeal by post, dismissal, and the file back to the first court',
  async t => {
    await walkStory(t, CASE_8)
  },
)
