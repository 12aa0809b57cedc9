import { act, type CourseStory, join } from '../model.ts'
import { transfer } from '../steps.ts'

/** A juvenile: conditional non-prosecution, eight months. */
export const CASE_7: CourseStory = {
  number: 7,
  zh: '盗窃案，未成年人，附条件不起诉',
  letters: 'qg',
  division: '350505',
  chargeCode: 'X042',
  openedAt: '2026-08-15 20:00',
  persons: { A: { name: '刘子轩', sex: '1', idNo: '350505200910219999' } },
  steps: [
    act('2026-08-16 10:00', 'pl', 'file'),
    join('2026-08-17 09:00', 'A', false),
    act('2026-08-17 09:00', 'po', 'findMandatoryDefence', 'A'),
    act('2026-08-18 10:00', 'po', 'notifyLegalAid', 'A'),
    act('2026-08-18 11:00', 'pl', 'bail', 'A', { measure: '02' }),
    act('2026-08-19 10:00', 'po', 'appointLawyer', 'A'),
    transfer('350505', { sent: '2026-10-08 10:00', received: '2026-10-08 16:00', accepted: '2026-10-09 10:00' }),
    act('2026-10-09 15:00', 'pp', 'notifyRights', 'A'),
    act('2026-10-12 10:00', 'pp', 'bail', 'A', { measure: '02' }),
    act('2026-11-02 10:00', 'pp', 'decideConditionalNonProsecution', 'A', {
      probationMonths: 8,
      reason: '初犯，悔罪，监护人无异议',
      docNo: '泉港检刑附不诉〔2026〕4号',
    }),
    act('2026-11-03 10:00', 'pc', 'serveConditionalDecision', 'A'),
    { do: 'refusedAct', at: '2027-06-30 10:00', by: 'pp', act: 'passObservation', person: 'A', code: 'state-conflict' },
    act('2027-07-03 10:00', 'pp', 'passObservation', 'A', { docNo: '泉港检刑不诉〔2027〕2号' }),
  ],
  numbers: ['ETZF-350505-2026-000071'],
  ends: { A: 'CLOSED_NONPROSECUTION' },
}
