import { CENTRE, step, type Transition } from '../transition.ts'
import { DUTIES_OF_CUSTODY, RELEASE_STAGES } from './measures.ts'

/** What the detention centre reports and a case must know: custody is over without a release. Row 38. */
export const CENTRE_ROWS: readonly Transition[] = [
  step({
    act: 'dieInCustody',
    no: 38,
    zh: '在押人员死亡',
    en: 'Death in custody',
    basis: '看守所条例 第27条；刑事诉讼法 第16条',
    from: RELEASE_STAGES,
    unit: 'person',
    agency: CENTRE,
    who: ['DO'],
    by: 'centre',
    events: ['diedInCustody', 'measureChanged'],
    ends: DUTIES_OF_CUSTODY,
    effect: 'release',
  }),
  step({
    act: 'escapeFromCustody',
    no: 38,
    zh: '在押人员脱逃',
    en: 'Escape from custody',
    basis: '刑事诉讼法 第155条',
    from: RELEASE_STAGES,
    unit: 'person',
    agency: CENTRE,
    who: ['DO'],
    by: 'centre',
    events: ['escapedFromCustody', 'measureChanged'],
    ends: DUTIES_OF_CUSTODY,
    effect: 'release',
  }),
]
