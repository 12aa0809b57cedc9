import t from 'tap'
import { CASE_3 } from '../../src/cli/demo/course/stories/case-3.ts'
import { walkStory } from '../support/walk-story.ts'

t.setTimeout(600_000)

t.test(
  'a fraud that is returned twice for supplementary investigation is clicked through to the effective judgment, a third return being closed',
  async t => {
    await walkStory(t, CASE_3)
  },
)
