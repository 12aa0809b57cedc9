import { act, type CourseStory, join } from '../model.ts'
import { transfer } from '../steps.ts'

/** Discretionary non-prosecution. */
export const CASE_6: CourseStory = {
  number: 6,
  zh: '盗窃案，相对不起诉',
  letters: 'ha',
  division: '350521',
  chargeCode: 'X042',
  openedAt: '2026-05-25 09:00',
  persons: { A: { name: '许美娟', sex: '2', idNo: '350521196803099945' } },
  steps: [
    act('2026-05-25 10:00', 'pl', 'file'),
    join('2026-05-25 11:00', 'A'),
    act('2026-05-25 17:00', 'pl', 'bail', 'A', { measure: '02' }),
    transfer('350521', { sent: '2026-06-30 10:00', received: '2026-06-30 16:00', accepted: '2026-07-01 10:00' }),
    act('2026-07-01 15:00', 'pp', 'notifyRights', 'A'),
    act('2026-07-02 10:00', 'pp', 'bail', 'A', { measure: '02' }),
    act('2026-07-20 10:00', 'pp', 'decideNonProsecution', 'A', {
      ground: 'discretionary',
      reason: '情节轻微，退赔并取得谅解',
      docNo: '惠检刑不诉〔2026〕33号',
    }),
    act('2026-07-20 11:00', 'pc', 'serveNonProsecutionOnPerson', 'A'),
    act('2026-07-21 10:00', 'pc', 'serveNonProsecutionOnPolice', 'A'),
    act('2026-07-22 10:00', 'pc', 'serveNonProsecutionOnVictim', 'A'),
  ],
  numbers: ['ETZF-350521-2026-000066'],
  ends: { A: 'CLOSED_NONPROSECUTION' },
}
