import { act, type CourseStory, eligible, join } from '../model.ts'
import { arrested, arrestRequest, detained, extendDetention, indictment, transfer } from '../steps.ts'

/** Fast-track converted to ordinary. */
export const CASE_5: CourseStory = {
  number: 5,
  zh: '帮助信息网络犯罪活动案，速裁转普通程序',
  letters: 'na',
  division: '350583',
  chargeCode: 'X056',
  openedAt: '2026-04-30 09:00',
  persons: { A: { name: '蔡宏伟', sex: '1', idNo: '350583198512309912' } },
  steps: [
    act('2026-04-30 10:00', 'pl', 'file'),
    join('2026-05-01 09:00', 'A', false),
    ...detained('A', '2026-05-01 10:00', '南公(刑)拘字〔2026〕120号', {
      admitted: '2026-05-01 16:00',
      interrogated: '2026-05-01 18:00',
      family: '2026-05-02 09:00',
    }),
    extendDetention('2026-05-03 10:00', 'A', 'DET_EXT_1_4', '南公(刑)延拘字〔2026〕44号'),
    arrestRequest('350583', 'A', { sent: '2026-05-06 08:30', received: '2026-05-06 08:45', accepted: '2026-05-06 09:00' }),
    ...arrested('A', '2026-05-08 10:00', '2026-05-08 16:00', '南公(刑)捕字〔2026〕61号'),
    act('2026-05-08 18:00', 'po', 'interrogate', 'A'),
    act('2026-05-09 09:00', 'po', 'notifyFamily', 'A'),
    act('2026-05-09 10:00', 'po', 'returnArrestReceipt', 'A'),
    eligible('2026-05-31 09:00', 'po', 8),
    eligible('2026-05-31 09:30', 'pl', 8),
    transfer('350583', { sent: '2026-05-31 10:00', received: '2026-05-31 16:00', accepted: '2026-06-01 10:00' }),
    act('2026-06-01 11:00', 'pp', 'notifyRights', 'A'),
    act('2026-06-01 15:00', 'pc', 'certificateDelivered', 'A'),
    act('2026-06-05 10:00', 'pp', 'signUndertaking', 'A', {
      counsel: 'dutyLawyer',
      fastTrackConsent: true,
      suggestion: '有期徒刑八个月，并处罚金',
    }),
    eligible('2026-06-08 10:00', 'pp', 8),
    indictment('350583', { sent: '2026-06-10 09:00', received: '2026-06-10 10:00', accepted: '2026-06-11 10:00' }, 'fastTrack'),
    act('2026-06-11 15:00', 'cc', 'notifyRights', 'A'),
    act('2026-06-11 16:00', 'cc', 'certificateDelivered', 'A'),
    act('2026-06-18 15:30', 'cj', 'convertToOrdinary', undefined, { reason: '被告人当庭辩称不知用途' }),
    act('2026-06-18 16:30', 'cj', 'scheduleHearing', undefined, { hearingAt: '2026-07-08T09:00:00+08:00' }),
    act('2026-06-24 10:00', 'cc', 'serveIndictment', 'A'),
    act('2026-07-01 10:00', 'cc', 'serveHearingNotices'),
    act('2026-07-01 11:00', 'cc', 'publishHearing'),
  ],
  numbers: ['ETZF-350583-2026-000120', '(2026)闽0583刑初402号'],
  ends: { A: 'TRIAL' },
}
