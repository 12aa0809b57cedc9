import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkDeadlines } from '../../src/cli/demo/checks.ts'
import { Cast } from '../../src/cli/demo/course/cast.ts'
import { checkCourse, compareCourse } from '../../src/cli/demo/course/check-course.ts'
import type { CourseStory } from '../../src/cli/demo/course/model.ts'
import { LegalClock } from '../../src/cli/demo/legal-clock.ts'
import { screensAreBuilt, startBrowser } from './browser.ts'
import { BrowserPlay } from './browser-play.ts'
import { openChecker } from './intact.ts'
import { startStack } from './stack.ts'

type Test = Parameters<typeof startStack>[0] &
  Parameters<typeof startBrowser>[0] & { same(found: unknown, wanted: unknown, message: string): unknown }

/** Where pictures of the screens go when somebody wants to look at them. */
const PICTURES = process.env.ANLIAN_PICTURES

/** The reminders that the platform writes on the way are nobody's step in a story, and so lie unanswered. */
const LETTER = /^stayed-too-long: .*: the letter has been /

/** Clicks a sample case through the screens from its report to its end, and holds it against what was worked out by hand. */
export async function walkStory(t: Test, story: CourseStory): Promise<void> {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const cast = await Cast.of(story, new URL(stack.url), () => undefined)
  const clock = new LegalClock(cast.as('po'), Number.POSITIVE_INFINITY)
  const browsing = await startBrowser(t, stack.url)
  const folder = mkdtempSync(join(tmpdir(), 'anlian-walk-'))
  t.teardown(async () => rmSync(folder, { recursive: true, force: true }))
  let steps = 0
  const play = new BrowserPlay({
    story,
    cast,
    clock,
    browsing,
    folder,
    look: async (what, page) => {
      steps++
      t.comment(`${(performance.now() / 1000).toFixed(1)} s ${what}`)
      if (PICTURES === undefined) return
      mkdirSync(PICTURES, { recursive: true })
      await page.screenshot({ path: join(PICTURES, `${story.number}-${String(steps).padStart(3, '0')}.png`) })
    },
  })
  try {
    await play.run()
  } catch (error) {
    await play.pictures(PICTURES)
    throw error
  }
  const checks = [checkDeadlines(compareCourse(story, play)), ...(await checkCourse(story, play))]
  t.same(
    checks.filter(({ ok }) => !ok).map(({ zh, detail }) => `${zh}：${detail}`),
    [],
    'every date, number and end is that of the sample',
  )
  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
  const { sentences } = await openChecker(t, stack)
  t.same(
    (await sentences()).filter(sentence => !LETTER.test(sentence)),
    [],
    'the rows agree with each other',
  )
}
