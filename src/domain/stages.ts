/**
 * Stages of a person in a case (人案), in the order of the proceedings. Who went back for supplement stands before the review that
 * he comes back to. Names and holders are in `codes/stages.json`.
 */
export const STAGE_ORDER = [
  'INTAKE',
  'FILED',
  'INVESTIGATION',
  'TRANSFERRED_PROSECUTION',
  'SUPPLEMENTARY',
  'PROSECUTION_REVIEW',
  'INDICTED',
  'COURT_CHECK',
  'TRIAL',
  'JUDGED',
  'APPEAL_PERIOD',
  'EFFECTIVE',
] as const

export type Stage = (typeof STAGE_ORDER)[number]

/** The stage shown for a case: that of its least advanced person (procedure.md §1.1); a case without persons keeps its own. */
export function leastAdvanced(stages: readonly Stage[], fallback: Stage): Stage {
  return (
    stages.reduce<Stage | null>(
      (least, one) => (least === null || STAGE_ORDER.indexOf(one) < STAGE_ORDER.indexOf(least) ? one : least),
      null,
    ) ?? fallback
  )
}

/** Stage numbers of the access matrix: 1 investigation, 2 prosecution review, 3 first instance, 5 enforcement or closed. */
export const ACCESS_STAGE: Readonly<Record<Stage, 1 | 2 | 3 | 5>> = {
  INTAKE: 1,
  FILED: 1,
  INVESTIGATION: 1,
  TRANSFERRED_PROSECUTION: 1,
  SUPPLEMENTARY: 1,
  PROSECUTION_REVIEW: 2,
  INDICTED: 2,
  COURT_CHECK: 2,
  TRIAL: 3,
  JUDGED: 3,
  APPEAL_PERIOD: 3,
  EFFECTIVE: 5,
}
