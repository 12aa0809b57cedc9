import type { CourseStory } from './model.ts'
import { CASE_2 } from './stories/case-2.ts'
import { CASE_3 } from './stories/case-3.ts'
import { CASE_4 } from './stories/case-4.ts'
import { CASE_5 } from './stories/case-5.ts'
import { CASE_6 } from './stories/case-6.ts'
import { CASE_7 } from './stories/case-7.ts'
import { CASE_8 } from './stories/case-8.ts'

/** The sample cases that are told as stories of steps; the first has a play of its own. */
export const STORIES: readonly CourseStory[] = [CASE_2, CASE_3, CASE_4, CASE_5, CASE_6, CASE_7, CASE_8]
