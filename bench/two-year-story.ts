import { act, type CourseStory } from '../src/cli/demo/course/model.ts'
import { between, judged, toCentre } from '../src/cli/demo/course/steps.ts'
import { CASE_3 } from '../src/cli/demo/course/stories/case-3.ts'

const FIRST_COURT = '350502-CRT'
const SENTENCE = { principal: 'P3', principalMonths: 42, suspensionMonths: 0, fineYuan: 30_000 }

/** Sample case 3, returned twice, up to the service of its judgment; then appeal, remand, second trial, effect, execution. */
export const TWO_YEARS: CourseStory = {
  ...CASE_3,
  steps: [
    ...CASE_3.steps.slice(0, -1),
    act('2026-06-26 10:00', 'cc', 'fileAppeal', 'A', { form: 'writing' }),
    between(
      'appeal',
      '350500-CRT',
      { prepares: 'cc', sends: 'cj', desk: 'qz-cc', assign: 'qz-cj' },
      { sent: '2026-06-29 10:00', received: '2026-07-01 10:00', accepted: '2026-07-03 10:00' },
    ),
    act('2026-07-03 16:00', 'qz-cc', 'certificateDelivered', 'A'),
    between(
      'remand',
      FIRST_COURT,
      { prepares: 'qz-cc', sends: 'qz-cj', desk: 'cc', assign: 'cj' },
      { sent: '2026-08-28 10:00', received: '2026-08-31 10:00', accepted: '2026-09-01 10:00' },
    ),
    act('2026-09-01 16:00', 'cc', 'certificateDelivered', 'A'),
    act('2026-09-07 09:00', 'cj', 'scheduleHearing', undefined, { hearingAt: '2026-10-20T09:00:00+08:00' }),
    act('2026-09-10 09:00', 'cc', 'serveIndictment', 'A'),
    act('2026-10-13 09:00', 'cc', 'serveHearingNotices'),
    act('2026-10-13 10:00', 'cc', 'publishHearing'),
    {
      do: 'extend',
      at: '2026-10-26 10:00',
      asks: 'cc',
      grants: 'cj',
      period: 'TRIAL_ORDINARY',
      extension: 'TRIAL_TO_3M',
      documentNo: '（2026）闽0502刑初188号之二',
    },
    judged('2026-11-20 10:00', 'A', SENTENCE),
    act('2026-11-20 11:00', 'cc', 'serveOnPerson', 'A'),
    act('2026-11-20 11:00', 'cc', 'serveOnProcuratorate'),
    act('2026-12-02 09:00', 'cj', 'takeEffect'),
    toCentre('350500-DET', 'qz-do', 'A', { sent: '2026-12-07 10:00', received: '2026-12-07 11:00', accepted: '2026-12-08 10:00' }),
  ],
  numbers: [],
  ends: {},
}
/** Two years after the case was opened. */
export const TWO_YEARS_LATER = new Date('2027-06-08T09:00:00+08:00')
