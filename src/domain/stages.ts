/**
 * Stages of a person in a case (人案), in the order of the proceedings. Who went back for supplement stands before the review that
 * he comes back to. `CLOSED_MOVED`: the proceedings go on in another case. Names and holders are in `codes/stages.json`.
 */
export const STAGE_ORDER = [
  'INTAKE',
  'FILED',
  'INVESTIGATION',
  'TRANSFERRED_PROSECUTION',
  'SUPPLEMENTARY',
  'PROSECUTION_REVIEW',
  'COND_NONPROSECUTION',
  'INDICTED',
  'COURT_CHECK',
  'ADJOURNED_SUPPLEMENT',
  'TRIAL',
  'TRIAL_SUSPENDED',
  'JUDGED',
  'APPEAL_PERIOD',
  'SECOND_INSTANCE',
  'EFFECTIVE',
  'EXECUTION_DELIVERY',
  'CORRECTION',
  'SERVING_CENTRE',
  'SERVING_PRISON',
  'CLOSED_NOT_FILED',
  'CLOSED_WITHDRAWN',
  'CLOSED_NONPROSECUTION',
  'CLOSED_TERMINATED',
  'CLOSED_ACQUITTED',
  'CLOSED_RELEASED',
  'CLOSED_MOVED',
] as const

export type Stage = (typeof STAGE_ORDER)[number]

/** Whether the proceedings against a person are over. */
export const isClosed = (stage: Stage): boolean => stage.startsWith('CLOSED_')

const earlier = (a: Stage, b: Stage): Stage => (STAGE_ORDER.indexOf(b) < STAGE_ORDER.indexOf(a) ? b : a)

/**
 * The stage shown for a case: that of its least advanced person whose proceedings go on, and once they are over for all, the
 * first of their ends (procedure.md §1.1); a case without persons keeps its own.
 */
export function leastAdvanced(stages: readonly Stage[], fallback: Stage): Stage {
  const open = stages.filter(stage => !isClosed(stage))
  const [first = fallback, ...others] = open.length > 0 ? open : stages
  return others.reduce(earlier, first)
}

/** Stage numbers of the access matrix: 1 investigation, 2 prosecution review, 3 first instance, 4 appeal, 5 enforcement or closed. */
export const ACCESS_STAGE: Readonly<Record<Stage, 1 | 2 | 3 | 4 | 5>> = {
  INTAKE: 1,
  FILED: 1,
  INVESTIGATION: 1,
  TRANSFERRED_PROSECUTION: 1,
  SUPPLEMENTARY: 1,
  PROSECUTION_REVIEW: 2,
  COND_NONPROSECUTION: 2,
  INDICTED: 2,
  COURT_CHECK: 2,
  ADJOURNED_SUPPLEMENT: 2,
  TRIAL: 3,
  TRIAL_SUSPENDED: 3,
  JUDGED: 3,
  APPEAL_PERIOD: 3,
  SECOND_INSTANCE: 4,
  EFFECTIVE: 5,
  EXECUTION_DELIVERY: 5,
  CORRECTION: 5,
  SERVING_CENTRE: 5,
  SERVING_PRISON: 5,
  CLOSED_NOT_FILED: 5,
  CLOSED_WITHDRAWN: 5,
  CLOSED_NONPROSECUTION: 5,
  CLOSED_TERMINATED: 5,
  CLOSED_ACQUITTED: 5,
  CLOSED_RELEASED: 5,
  CLOSED_MOVED: 5,
}
