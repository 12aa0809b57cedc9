import { legalDate } from '../../src/domain/legal-date.ts'
import type { EventSource, PaperSource, PersonSource } from '../../src/papers/model.ts'
import type { ClockEvent } from '../../src/periods/clocks.ts'
import { CHEN_DAYONG, WU_XIAOMEI } from './identity.ts'

const at = (wall: string): Date => new Date(`2026-${wall.replace(' ', 'T')}:00+08:00`)

const person = (more: Partial<PersonSource> & Pick<PersonSource, 'id' | 'seq' | 'name'>): PersonSource => ({
  role: 'defendant',
  sex: '1',
  birthDate: legalDate('1990-11-02'),
  idType: '111',
  idNo: CHEN_DAYONG,
  nameBasis: 'verified',
  ethnic: '01',
  education: '70',
  residence: '福建省晋江市青阳街道',
  phone: null,
  occupation: '务工',
  measure: null,
  pleads: true,
  fastTrackConsent: false,
  counsel: 'dutyLawyer',
  sentence: null,
  ...more,
})

export const HELD = '11111111-1111-4111-8111-111111111111'
export const BAILED = '22222222-2222-4222-8222-222222222222'

const NAMES: Readonly<Record<string, string[]>> = { takeEffect: ['judgmentEffective'] }
const event = (act: string, when: string, casePersonId: string | null, data: EventSource['data'] = {}): EventSource => ({
  act,
  names: NAMES[act] ?? [],
  casePersonId,
  occurredAt: at(when),
  data,
})

const clockOf = ({ act, names, casePersonId, occurredAt }: EventSource, seq: number): ClockEvent => ({
  id: String(seq),
  occurredAt,
  seq,
  names,
  persons: casePersonId === null ? [HELD, BAILED] : [casePersonId],
  wholeCase: casePersonId === null,
  starts: [],
  keeps: [],
  ends: [],
  custody: act === 'detain' || act === 'executeArrest' ? true : null,
  deadline: null,
})

const EVENTS: readonly EventSource[] = [
  event('intake', '01-12 09:00', null),
  event('file', '01-12 10:00', null, { docNo: '晋公(刑)立字〔2026〕00031号' }),
  event('joinPerson', '01-12 11:00', HELD),
  event('detain', '01-12 16:30', HELD, { docNo: '晋公(刑)拘字〔2026〕00012号' }),
  event('joinPerson', '01-13 10:00', BAILED),
  event('bail', '01-13 18:00', BAILED, { docNo: '晋公(刑)取保字〔2026〕00009号' }),
  event('bail', '01-13 18:00', null, { docNo: '晋公(刑)取保字〔2026〕00009号' }),
  event('sendArrestRequest', '02-04 10:00', HELD),
  event('executeArrest', '02-10 15:00', HELD, { docNo: '晋公(刑)捕字〔2026〕00009号' }),
  event('sendForProsecution', '04-02 17:00', null),
  event('acceptForProsecution', '04-03 10:00', null),
  event('sendSupplementaryReturn', '04-10 10:00', null),
  event('signUndertaking', '04-20 10:00', HELD, { suggestion: '有期徒刑十个月，并处罚金人民币五千元' }),
  event('signUndertaking', '04-20 11:00', BAILED, { suggestion: '有期徒刑六个月，缓刑一年，并处罚金人民币三千元' }),
  event('sendIndictment', '04-28 10:00', null),
  event('acceptIndictment', '04-29 10:00', null),
  event('announceJudgment', '05-15 16:00', null),
  event('serveOnPerson', '05-15 16:30', HELD),
  event('serveOnPerson', '05-18 10:00', BAILED),
  event('takeEffect', '05-29 00:00', null),
]

/** Sample case 2 to its end, with all that a paper may ask of it: 陈大勇 in custody, 吴小梅 on bail, both sentenced. */
export function sampleCase(agency: string): PaperSource {
  return {
    agency,
    maker: '许文斌',
    signer: '林婉清',
    today: legalDate('2026-05-15'),
    case: {
      platformNo: 'ETZF-350582-2026-000044',
      name: '陈大勇等人盗窃案',
      originAgency: '350582-PSB',
      chargeCode: 'X042',
      source: 'report',
      openedAt: at('01-12 09:00'),
      occurredFrom: at('01-08 22:00'),
      occurredPlace: '晋江市青阳街道某工厂宿舍',
      factSummary: '2026年1月间，陈大勇、吴小梅先后四次盗窃电动车，价值人民币18600元。',
      procedure: 'summary',
    },
    numbers: [
      { agency: '350582-PSB', no: 'A3505820000002026010007' },
      { agency: '350582-PRO', no: '35058220260000044' },
      { agency: '350582-CRT', no: '(2026)闽0582刑初233号' },
    ],
    persons: [
      person({
        id: HELD,
        seq: 1,
        name: '陈大勇',
        measure: { code: '07', from: at('02-10 15:00'), by: '350582-PSB', docNo: null },
        sentence: { principal: 'P3', principalMonths: 10, suspensionMonths: 0, fineYuan: 5000 },
      }),
      person({
        id: BAILED,
        seq: 2,
        name: '吴小梅',
        sex: '2',
        birthDate: legalDate('1995-04-18'),
        idNo: WU_XIAOMEI,
        measure: { code: '02', from: at('01-13 18:00'), by: '350582-PSB', docNo: null },
        sentence: { principal: 'P3', principalMonths: 6, suspensionMonths: 12, fineYuan: 3000 },
      }),
    ],
    events: EVENTS,
    clock: EVENTS.map(clockOf),
    papers: [
      { code: 'GA13', casePersonId: null, number: '晋公(刑)提捕字〔2026〕00009号', signedOn: legalDate('2026-02-04') },
      { code: 'JC02', casePersonId: HELD, number: '晋检批捕〔2026〕7号', signedOn: legalDate('2026-02-10') },
      { code: 'JC03', casePersonId: BAILED, number: '晋检不批捕〔2026〕2号', signedOn: legalDate('2026-02-10') },
      { code: 'JC21', casePersonId: null, number: '晋检刑诉〔2026〕120号', signedOn: legalDate('2026-04-28') },
      { code: 'FY18', casePersonId: null, number: '(2026)闽0582刑初233号', signedOn: legalDate('2026-05-15') },
    ],
    officers: ['蔡雅琳'],
    services: [
      {
        code: 'FY18',
        number: '(2026)闽0582刑初233号',
        casePersonId: HELD,
        recipient: '陈大勇',
        method: 'direct',
        servedAt: at('05-15 16:30'),
        servedBy: '蔡雅琳',
        witness: null,
      },
    ],
  }
}
