import type { Role } from '../agencies/model.ts'

/** Stages of the matrix: 1 investigation, 2 review, 3 first instance, 4 appeal, 5 enforcement or closed, 6 archived. */
export type AccessStage = 1 | 2 | 3 | 4 | 5 | 6

/** `assigned`: only people assigned to the case. `sent`: of an earlier stage, what the agency had sent stays readable. */
export type Grant = { readonly stages: readonly AccessStage[]; readonly assigned: boolean; readonly sentAfter?: boolean }

const ALL: readonly AccessStage[] = [1, 2, 3, 4, 5, 6]
const anyone = (...stages: AccessStage[]): Grant => ({ stages, assigned: false })
const assigned = (...stages: AccessStage[]): Grant => ({ stages, assigned: true })
const always: Grant = { stages: ALL, assigned: false }
const alwaysAssigned: Grant = { stages: ALL, assigned: true }

const CASE_WORK = { PO: assigned(1), PL: anyone(1), PP: assigned(2), PC: assigned(2), CJ: assigned(3, 4), CC: assigned(3, 4) }
const SIGNED = { PL: anyone(1), PP: assigned(2), CJ: assigned(3, 4) }
const PAPERS = {
  PO: assigned(1, 5),
  PL: anyone(1, 5),
  PP: assigned(1, 2, 3, 4, 5),
  PC: assigned(1, 2, 3, 4, 5),
  CJ: assigned(2, 3, 4, 5),
  CC: assigned(2, 3, 4, 5),
  DO: anyone(1, 2, 3, 4, 5),
  JB: anyone(1, 2, 3, 4, 5),
}
const ANSWERS_DESK = {
  PL: anyone(1),
  PP: assigned(2),
  PC: assigned(2),
  CJ: assigned(3, 4),
  CC: assigned(3, 4),
  DO: anyone(5),
  JB: anyone(5),
}
const ANSWERING = {
  PO: assigned(1),
  PL: anyone(1),
  PP: assigned(2),
  PC: assigned(2),
  CJ: assigned(3, 4),
  CC: assigned(3, 4),
  DO: anyone(1, 2, 3, 4, 5),
  JB: anyone(1, 2, 3, 4, 5),
}

/** Who may do what in which stage while the agency holds the case. What is not listed is forbidden. */
export const MATRIX = {
  'case.list': {
    PO: alwaysAssigned,
    PL: always,
    PP: alwaysAssigned,
    PC: alwaysAssigned,
    CJ: alwaysAssigned,
    CC: alwaysAssigned,
    DO: alwaysAssigned,
    JB: alwaysAssigned,
  },
  'case.card.read': {
    PO: alwaysAssigned,
    PL: always,
    PP: assigned(2, 3, 4, 5, 6),
    PC: assigned(2, 3, 4, 5, 6),
    CJ: assigned(3, 4, 5, 6),
    CC: assigned(3, 4, 5, 6),
    DO: assigned(5),
    JB: assigned(5),
  },
  'case.card.edit': CASE_WORK,
  /** What a later agency says of one's own card: read and answered by whoever worked on it, also after the case has gone on. */
  'card.notice': { PO: alwaysAssigned, PL: always, PP: alwaysAssigned, PC: alwaysAssigned, CJ: alwaysAssigned, CC: alwaysAssigned },
  /** Whether one's own agency hands over complete cards only. */
  'card.require': { PL: always, PP: always, CJ: always },
  /** How much of the cards nobody had to type: counts, no case. */
  'card.meter.read': { PO: always, PL: always, PP: always, PC: always, CJ: always, CC: always, SV: always, SA: always },
  /** Steps of the holder: with enforcement too, where decisions are served and executed. */
  'case.act': {
    PO: assigned(1, 5),
    PL: anyone(1, 5),
    PP: assigned(2, 5),
    PC: assigned(2, 5),
    CJ: assigned(3, 4, 5),
    CC: assigned(3, 4, 5),
    DO: anyone(5),
    JB: anyone(5),
  },
  /** Steps of an agency that works beside the holder: arrest review, centre, prison, correction office. */
  'case.act.beside': { PP: assigned(1, 5), PC: assigned(1, 5), DO: anyone(5), JB: anyone(5) },
  /** Papers of the execution too, which the court makes and hands over after the effect. */
  'dossier.upload': { ...CASE_WORK, CJ: assigned(3, 4, 5), CC: assigned(3, 4, 5) },
  'handover.prepare': { ...CASE_WORK, CJ: assigned(3, 4, 5), CC: assigned(3, 4, 5) },
  'timeliness.read': {
    PO: alwaysAssigned,
    PL: always,
    PP: alwaysAssigned,
    PC: alwaysAssigned,
    CJ: alwaysAssigned,
    CC: alwaysAssigned,
    SV: always,
  },
  'dossier.read': {
    PO: { stages: [1], assigned: true, sentAfter: true },
    PL: { stages: [1], assigned: false, sentAfter: true },
    PP: assigned(2, 3, 4, 5, 6),
    PC: assigned(2, 3, 4, 5, 6),
    CJ: assigned(3, 4, 5, 6),
    CC: assigned(3, 4, 5, 6),
    DO: assigned(5),
    JB: assigned(5),
  },
  /** A new version of a paper that its maker had sent, also after the case went on. */
  'dossier.replace': {
    PO: assigned(1, 2, 3, 4, 5),
    PL: anyone(1, 2, 3, 4, 5),
    PP: assigned(1, 2, 3, 4, 5),
    PC: assigned(1, 2, 3, 4, 5),
    CJ: assigned(2, 3, 4, 5),
    CC: assigned(2, 3, 4, 5),
  },
  /** Saying that one knows of the new version of a paper that one has. */
  'dossier.acknowledge': {
    PL: anyone(1, 5),
    PP: assigned(1, 2, 5),
    PC: assigned(1, 2, 5),
    CJ: assigned(2, 3, 4, 5),
    CC: assigned(2, 3, 4, 5),
    DO: anyone(5),
    JB: anyone(5),
  },
  'dossier.withdraw': { PO: assigned(1), PL: anyone(1), PP: assigned(2), CJ: assigned(3, 4) },
  // Who drafts and who signs which paper is in the paper's own template; here only who makes papers at all.
  'paper.draft': PAPERS,
  'paper.issue': PAPERS,
  'handover.send': { ...SIGNED, CJ: assigned(3, 4, 5), CC: assigned(5) },
  'deadline.event': SIGNED,
  /** Splitting persons off, merging cases, handling a person separately: who signs for the holder. */
  'case.part': SIGNED,
  'handover.accept': ANSWERS_DESK,
  'handover.return': ANSWERS_DESK,
  /** Says that one's own agency's line is down, or up again; the system administrator says it of any. */
  'line.pause': { PL: always, PP: always, CJ: always, DO: always, JB: always, SA: always },
  'line.read': {
    PO: always,
    PL: always,
    PP: always,
    PC: always,
    CJ: always,
    CC: always,
    DO: always,
    JB: always,
    SV: always,
    SA: always,
  },
  /** The lines of all agencies with what waits for each. */
  'line.survey': { SA: always },
  /** Whether the deadlines were watched: counts and instants of all agencies, no case. */
  'watch.read': { PL: always, SV: always, SA: always, AU: always },
  // Addressees by their post; justice bureaus answer for legal aid and correction. Acknowledging never silences what comes next.
  'alert.acknowledge': { ...ANSWERING, SV: always },
  'letter.read': { ...ANSWERING, SV: always },
  'letter.answer': ANSWERING,
  'letter.settle': { PL: always, PC: always, CC: always, DO: always, JB: always },
  'letter.sign': { SV: always },
  'letter.review': { SV: always },
  /** Asking for the duty lawyer; a justice bureau reads what was asked of it, and answers. No dossier goes with it. */
  'lawyer.request': CASE_WORK,
  'lawyer.read': { ...CASE_WORK, JB: always },
  'lawyer.answer': { JB: always },
  /** The court's hearings: planned by those who work on the case, listed for the whole court. */
  'hearing.plan': { CJ: assigned(3, 4), CC: assigned(3, 4) },
  'hearing.read': { CJ: always, CC: always },
  /** The receiver's or the holder's paper on a title; a second person has sent the case before. */
  'custody.cert.issue': { PL: anyone(1), PP: assigned(2), CJ: assigned(3, 4) },
  'custody.cert.confirm': { DO: anyone(1, 2, 3, 4, 5) },
  'custody.register.read': {
    PO: assigned(1),
    PL: anyone(1),
    PP: assigned(2),
    PC: assigned(2),
    CJ: assigned(3, 4, 5),
    CC: assigned(3, 4, 5),
    DO: anyone(1, 2, 3, 4, 5),
  },
  /** What a centre does with those in it: admission, leaving, permits at its gate, notices, reports. Its own house alone. */
  'custody.centre.keep': { DO: anyone(1, 2, 3, 4, 5) },
  /** Permits to interrogate, of the agency that holds the person. */
  'custody.permit.issue': CASE_WORK,
  /** Saying that one's own case is the second one of a person who is held for another. */
  'custody.second-case': CASE_WORK,
  /** What one's agency is told of detained persons, and custody past its end. */
  'custody.notice.read': { PO: always, PL: always, PP: always, PC: always, CJ: always, CC: always, DO: always },
  /** Which holiday lists are in force, what changes them and how far the recount is: no case. */
  'calendar.read': {
    PO: always,
    PL: always,
    PP: always,
    PC: always,
    CJ: always,
    CC: always,
    DO: always,
    JB: always,
    SV: always,
    SA: always,
    SE: always,
    AU: always,
  },
  'calendar.load': { SA: always },
  'calendar.confirm': { SA: always, SE: always },
  /** Periods that had run out and stay although a later list would have moved them. */
  'calendar.held.read': { PL: always, PP: always, PC: always, CJ: always, CC: always, SV: always },
  'calendar.held.confirm': { SV: always },
  /** Whether the rows agree with each other: case numbers and counts, no content. */
  'integrity.read': { SV: always, SA: always },
  /** The registers of numbers, figures and no case: leaders and desks of their own agency, supervisors of their division, the administrator of all. */
  'numbers.read': { PL: always, PP: always, PC: always, CJ: always, CC: always, DO: always, JB: always, SV: always, SA: always },
  'integrity.run': { SV: always, SA: always },
  /** How the agencies' own systems are reached, and how it goes: no case. */
  'connector.read': { SA: always },
  /** Switching them, their secrets, dry runs and comparisons. */
  'connector.keep': { SA: always },
  /** Fields that an agency's own system has otherwise than its card. */
  'connector.difference': { PO: always, PL: always, PP: always, PC: always, CJ: always, CC: always },
  'audit.read': { AU: always },
} as const satisfies Record<string, Partial<Record<Role, Grant>>>

export type CaseAction = keyof typeof MATRIX

/** The grant of a role for an action, or undefined: unlisted means never. */
export function grantOf(action: CaseAction, role: Role): Grant | undefined {
  const row: Partial<Record<Role, Grant>> = MATRIX[action]
  return row[role]
}
