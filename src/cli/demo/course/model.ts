/** A post in a story: of the case's own district (`po`, `pl`, `pc`, `pp`, `cc`, `cj`, `co`), or a login of its own. */
export const DISTRICT_POSTS = ['po', 'pl', 'pc', 'pp', 'cc', 'cj', 'co'] as const
export type Who = (typeof DISTRICT_POSTS)[number] | 'qz-cc' | 'qz-cj' | Centre
/** The desks of the detention centres. */
export type Centre = 'qz-do' | 'jj-do' | 'na-do' | 'ax-do'

type Data = Readonly<Record<string, string | number | boolean>>

/** One thing that happens; times are local, `YYYY-MM-DD HH:mm`, persons are named by the letter of the story. */
export type Step =
  | { readonly do: 'act'; readonly at: string; readonly by: Who; readonly act: string; readonly person?: string; readonly data?: Data }
  /** The centre takes the person in, and later acknowledges what comes for him: a certificate of transfer, a notice of a changed period. */
  | { readonly do: 'admit'; readonly at: string; readonly by: Centre; readonly person: string; readonly warrant: string }
  | { readonly do: 'acknowledge'; readonly at: string; readonly by: Centre; readonly person: string; readonly until: string }
  | { readonly do: 'join'; readonly at: string; readonly by: Who; readonly person: string; readonly summoned: boolean }
  /** Says of every row of the fast track's conditions that this post can know that it holds, with the sentence expected. */
  | { readonly do: 'eligible'; readonly at: string; readonly by: Who; readonly months: number }
  | {
      readonly do: 'extend'
      readonly at: string
      readonly asks: Who
      readonly grants: Who
      readonly period: string
      readonly extension: string
      readonly person?: string
      readonly length?: number
      readonly documentNo: string
    }
  | {
      readonly do: 'handOver'
      readonly leg: string
      readonly to: string
      readonly prepares: Who
      readonly sends: Who
      readonly desk: Who
      readonly assign: Who
      readonly sent: string
      readonly received: string
      readonly accepted: string
      readonly persons?: readonly string[]
      readonly data?: Data
    }
  /** What the platform must refuse: a hand-over that may not be sent, or a step that may not be taken. */
  | {
      readonly do: 'refusedHandOver'
      readonly at: string
      readonly leg: string
      readonly to: string
      readonly prepares: Who
      readonly sends: Who
      readonly code: string
    }
  | {
      readonly do: 'refusedAct'
      readonly at: string
      readonly by: Who
      readonly act: string
      readonly person?: string
      readonly code: string
    }

type Accused = { readonly name: string; readonly sex: '1' | '2'; readonly idNo: string }

/** A sample case as a story: who, where, what happens, and what must be true at its end. */
export type CourseStory = {
  readonly number: number
  readonly zh: string
  readonly letters: string
  readonly division: string
  readonly chargeCode: string
  readonly openedAt: string
  readonly persons: Readonly<Record<string, Accused>>
  readonly steps: readonly Step[]
  readonly numbers: readonly string[]
  /** Where each person stands at the end. */
  readonly ends: Readonly<Record<string, string>>
}

type More = Pick<Extract<Step, { do: 'act' }>, 'person' | 'data'>

export const act = (at: string, by: Who, name: string, person?: string, data?: Data): Step => {
  const more: More = { ...(person === undefined ? {} : { person }), ...(data === undefined ? {} : { data }) }
  return { do: 'act', at, by, act: name, ...more }
}
export const eligible = (at: string, by: Who, months: number): Step => ({ do: 'eligible', at, by, months })
export const join = (at: string, person: string, summoned = true): Step => ({ do: 'join', at, by: 'po', person, summoned })
/** The centre acknowledges what it has for a person; `until` is the day on which the new period must end. */
export const acknowledged = (at: string, by: Centre, person: string, until: string): Step => ({ do: 'acknowledge', at, by, person, until })
export const admitted = (at: string, by: Centre, person: string, warrant: string): Step => ({ do: 'admit', at, by, person, warrant })
