import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Check } from '../checks.ts'
import { type ComparedDeadline, dueInstant, startInstant } from '../expected.ts'
import type { CourseStory } from './model.ts'
import type { CoursePlay } from './play-course.ts'

const Expected = Type.Array(Type.Object({ case: Type.Integer(), periodCode: Type.String(), start: Type.String(), due: Type.String() }))

/** The deadlines of the sample cases, worked out by hand. */
const EXPECTED = Value.Parse(Expected, Value.Clean(Expected, JSON.parse(readFileSync(new URL('deadlines.json', import.meta.url), 'utf8'))))

const same = (a: string, b: string): boolean => new Date(a).getTime() === new Date(b).getTime()

/** A story that was played, in whatever way. */
export type Played = Pick<CoursePlay, 'view' | 'personOf' | 'refused' | 'deadlines'>

/** Each expected deadline beside the end that the platform gave at some time on the way. */
export function compareCourse({ number }: CourseStory, play: Played): ComparedDeadline[] {
  return EXPECTED.filter(one => one.case === number).map(({ periodCode: code, start, due }) => {
    const [expectedStart, expectedDue] = [startInstant(start), dueInstant(due)]
    const ofCode = play.deadlines.all.filter(one => one.code === code)
    const found = ofCode.find(({ dueAt }) => same(dueAt, expectedDue))
    const shown = found ?? ofCode.at(-1)
    return {
      code,
      zh: shown?.zh ?? code,
      expectedStart,
      expectedDue,
      start: shown?.startedAt ?? null,
      due: shown?.dueAt ?? null,
      ok: found !== undefined,
    }
  })
}

const parted = (no: string): { series: string; seq: number } => {
  const [, series = '', seq = ''] = /^(.*?)(\d+)号?$/.exec(no) ?? []
  return { series, seq: Number(seq) }
}

/** The sample's number, or a later one of its series where the case was played before. */
function isOrFollows(given: string, expected: string): boolean {
  const [is, wanted] = [parted(given), parted(expected)]
  return is.series === wanted.series && is.seq >= wanted.seq
}

/** Numbers, ends of the persons and refusals, as the story says. */
export async function checkCourse(story: CourseStory, play: Played): Promise<Check[]> {
  const view = await play.view()
  const numbers = [view.platformNo, ...view.numbers.map(({ no }) => no)]
  const missing = story.numbers.filter(no => !numbers.some(given => isOrFollows(given, no)))
  const wrong = Object.entries(story.ends).filter(
    ([letter, stage]) => view.persons.find(({ id }) => id === play.personOf(letter))?.stage !== stage,
  )
  const toRefuse = story.steps.filter(({ do: kind }) => kind.startsWith('refused')).length
  return [
    {
      name: 'numbers',
      ok: missing.length === 0,
      zh: '案号与示例一致（重演时为其后的号）',
      detail: missing.join('、') || numbers.join('、'),
    },
    {
      name: 'ends',
      ok: wrong.length === 0,
      zh: '各人诉讼阶段与示例一致',
      detail: wrong.map(([letter, stage]) => `${letter} 应为 ${stage}`).join('、') || Object.values(story.ends).join('、'),
    },
    {
      name: 'refusals',
      ok: play.refused.length === toRefuse,
      zh: '依法应当拒绝的均被拒绝',
      detail: play.refused.map(({ code, basis }) => `${code}（${basis ?? ''}）`).join('、') || '无',
    },
  ]
}
