import { act, type CourseStory, join } from '../model.ts'
import { arrestRequest, detained, extendDetention } from '../steps.ts'

/** Arrest not approved; reconsideration and review. */
export const CASE_4: CourseStory = {
  number: 4,
  zh: '故意伤害案，不批准逮捕，复议复核',
  letters: 'ss',
  division: '350581',
  chargeCode: 'X030',
  openedAt: '2026-04-20 18:00',
  persons: { A: { name: '黄立群', sex: '1', idNo: '350581200102179972' } },
  steps: [
    act('2026-04-20 18:30', 'pl', 'file'),
    join('2026-04-20 19:00', 'A', false),
    ...detained('A', '2026-04-20 20:00', '狮公(刑)拘字〔2026〕87号', {
      admitted: '2026-04-20 23:30',
      interrogated: '2026-04-21 09:00',
      family: '2026-04-21 10:00',
    }),
    extendDetention('2026-04-22 10:00', 'A', 'DET_EXT_1_4', '狮公(刑)延拘字〔2026〕20号'),
    arrestRequest('350581', 'A', { sent: '2026-04-27 10:00', received: '2026-04-27 10:30', accepted: '2026-04-27 11:00' }),
    act('2026-04-30 15:00', 'pp', 'rejectArrest', 'A', {
      ground: 'noNeed',
      reason: '轻伤二级，认罪，无社会危险性',
      docNo: '狮检不批捕〔2026〕12号',
    }),
    act('2026-04-30 15:30', 'po', 'receiveNonArrest', 'A'),
    act('2026-04-30 16:00', 'pl', 'bail', 'A', { measure: '02' }),
    act('2026-05-01 09:00', 'po', 'returnArrestReceipt', 'A'),
    act('2026-05-06 16:00', 'pl', 'requestNonArrestReconsideration', 'A', { docNo: '狮公(刑)要复字〔2026〕3号' }),
    act('2026-05-12 10:00', 'pp', 'decideNonArrestReconsideration', 'A', { outcome: 'upheld' }),
    act('2026-05-18 10:00', 'pl', 'requestNonArrestReview', 'A', { docNo: '狮公(刑)提复字〔2026〕2号' }),
    act('2026-05-29 10:00', 'pp', 'decideNonArrestReview', 'A', { outcome: 'upheld' }),
    { do: 'refusedAct', at: '2026-05-29 11:00', by: 'pl', act: 'executeArrest', person: 'A', code: 'state-conflict' },
  ],
  numbers: ['ETZF-350581-2026-000087'],
  ends: { A: 'INVESTIGATION' },
}
