/** A request for the duty lawyer: it waits, is taken, the lawyer was there, the opinion is given; or it was withdrawn. */
export type LawyerState = 'waiting' | 'taken' | 'met' | 'done' | 'cancelled'
export type LawyerStep = 'take' | 'meet' | 'opinion' | 'cancel'

/** One hearing of a row. */
export type HearingPlan = { readonly caseId: string; readonly startsAt: Date; readonly endsAt: Date }
