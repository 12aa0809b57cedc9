import { act, admitted, type Centre, type Step, type Who } from './model.ts'

// The ways that several stories go, with their posts.

type Times = { readonly sent: string; readonly received: string; readonly accepted: string }

/** Detained, with the duties of the first day done in time. */
export function detained(
  person: string,
  at: string,
  documentNo: string,
  firstDay: { admitted: string; centre?: Centre; interrogated: string; family: string },
): Step[] {
  return [
    act(at, 'pl', 'detain', person, { docNo: documentNo }),
    act(firstDay.admitted, 'po', 'admitToCentre', person),
    ...(firstDay.centre ? [admitted(firstDay.admitted, firstDay.centre, person, documentNo)] : []),
    act(firstDay.interrogated, 'po', 'interrogate', person),
    act(firstDay.family, 'po', 'notifyFamily', person),
  ]
}

export const extendDetention = (at: string, person: string, extension: 'DET_EXT_30' | 'DET_EXT_1_4', documentNo: string): Step => ({
  do: 'extend',
  at,
  asks: 'po',
  grants: 'pl',
  period: 'DET_ARREST_REQUEST',
  extension,
  person,
  ...(extension === 'DET_EXT_1_4' ? { length: 4 } : {}),
  documentNo,
})

export const arrestRequest = (division: string, person: string, times: Times): Step => ({
  do: 'handOver',
  leg: 'arrestRequest',
  to: `${division}-PRO`,
  prepares: 'po',
  sends: 'pl',
  desk: 'pc',
  assign: 'pp',
  persons: [person],
  ...times,
})

/** Approved and executed, with the duties of an arrest. */
export function arrested(person: string, approved: string, executed: string, documentNo: string): Step[] {
  return [
    act(approved, 'pp', 'approveArrest', person, { docNo: documentNo.replace('公', '检') }),
    act(executed, 'pl', 'executeArrest', person, { docNo: documentNo }),
  ]
}

export const transfer = (division: string, times: Times, leg = 'transferForProsecution'): Step => ({
  do: 'handOver',
  leg,
  to: `${division}-PRO`,
  prepares: 'po',
  sends: 'pl',
  desk: 'pc',
  assign: 'pp',
  ...times,
})

export const returned = (division: string, times: Times): Step => ({
  do: 'handOver',
  leg: 'supplementaryReturn',
  to: `${division}-PSB`,
  prepares: 'pc',
  sends: 'pp',
  desk: 'pl',
  assign: 'po',
  ...times,
})

export const indictment = (division: string, times: Times, procedure: 'fastTrack' | 'summary' | 'ordinary'): Step => ({
  do: 'handOver',
  leg: 'indictment',
  to: `${division}-CRT`,
  prepares: 'pc',
  sends: 'pp',
  desk: 'cc',
  assign: 'cj',
  data: { procedure },
  ...times,
})

type Sentence = {
  readonly principal: string
  readonly principalMonths: number
  readonly suspensionMonths: number
  readonly fineYuan: number
}
export const judged = (at: string, person: string, sentence: Sentence, name = 'announceJudgment'): Step =>
  act(at, 'cj', name, person, sentence)

/** The person goes to community correction and reports. */
export const correction = (division: string, person: string, times: Times): Step => ({
  do: 'handOver',
  leg: 'correctionDelivery',
  to: `${division}-CCO`,
  prepares: 'cc',
  sends: 'cj',
  desk: 'co',
  assign: 'co',
  persons: [person],
  ...times,
})

export const toCentre = (centre: string, desk: Who, person: string, times: Times): Step => ({
  do: 'handOver',
  leg: 'executionDelivery',
  to: centre,
  prepares: 'cc',
  sends: 'cj',
  desk,
  assign: desk,
  persons: [person],
  ...times,
})

/** A file that goes between the first court and the city's. */
export const between = (leg: string, to: string, posts: { prepares: Who; sends: Who; desk: Who; assign: Who }, times: Times): Step => ({
  do: 'handOver',
  leg,
  to,
  ...posts,
  ...times,
})
