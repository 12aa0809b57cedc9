import type { Stage } from '../../domain/stages.ts'
import { TRACK_FIELDS } from '../fields.ts'
import type { Transition } from '../transition.ts'

const BEFORE_TRANSFER: readonly Stage[] = ['INTAKE', 'FILED', 'INVESTIGATION']
const UNTIL_SERVED: readonly Stage[] = [
  ...BEFORE_TRANSFER,
  'TRANSFERRED_PROSECUTION',
  'SUPPLEMENTARY',
  'PROSECUTION_REVIEW',
  'INDICTED',
  'COURT_CHECK',
  'TRIAL',
  'JUDGED',
  'APPEAL_PERIOD',
]
const SCHEME = '一站式速裁协作机制（地方）'
const CLOCKS = ['FT48_TOTAL', 'FT48_POLICE', 'FT48_PROC', 'FT48_COURT']

/** Steps of the 48-hour track: a service level beside the proceedings, of no effect in law. */
export const TRACK: readonly Transition[] = [
  {
    act: 'confirmTrack48',
    no: 1,
    zh: '确认适用48小时速裁',
    en: 'Confirm the 48-hour track',
    basis: SCHEME,
    from: BEFORE_TRANSFER,
    to: null,
    unit: 'case',
    agency: ['publicSecurity'],
    who: ['PO', 'PL'],
    by: 'act',
    events: ['track48Confirmed'],
    starts: [],
    needsRunning: ['FT48_TOTAL'],
    effect: 'confirmTrack48',
    fields: TRACK_FIELDS.confirmTrack48,
  },
  {
    act: 'leaveTrack48',
    no: 1,
    zh: '退出48小时速裁',
    en: 'Leave the 48-hour track',
    basis: SCHEME,
    from: UNTIL_SERVED,
    to: null,
    unit: 'case',
    agency: ['publicSecurity', 'procuratorate', 'court'],
    who: ['PO', 'PL', 'PP', 'PC', 'CJ', 'CC'],
    by: 'act',
    seldom: true,
    events: ['track48Left'],
    starts: [],
    needsRunning: ['FT48_TOTAL'],
    ends: CLOCKS,
    effect: 'leaveTrack48',
    fields: TRACK_FIELDS.leaveTrack48,
  },
  {
    act: 'convertTrackReview',
    no: 18,
    zh: '转为普通审查并退出48小时速裁',
    en: 'Change to ordinary review and leave the 48-hour track',
    basis: '人民检察院刑事诉讼规则 第273条',
    from: ['PROSECUTION_REVIEW'],
    to: null,
    unit: 'case',
    agency: ['procuratorate'],
    who: ['PP'],
    by: 'act',
    seldom: true,
    events: ['convertedToOrdinaryReview', 'track48Left'],
    starts: [{ code: 'PROC_REVIEW', since: 'PROC_REVIEW_FAST' }],
    needsRunning: ['PROC_REVIEW_FAST'],
    ends: CLOCKS,
    effect: 'convertTrackReview',
    fields: TRACK_FIELDS.convertTrackReview,
    tellsCentre: true,
  },
]
