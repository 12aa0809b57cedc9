import type { CaseFacts } from './papers/facts.ts'
import { DRUNK_DRIVING } from './papers/sample-facts.ts'
import { residentId } from './resident-id.ts'
import { shiftByDays, shiftFacts, shiftTo } from './shift-facts.ts'

/** A case that is to be there when people first look: its facts, and the step of the story after which it rests. */
export type SeedCase = { readonly facts: CaseFacts; readonly restsAfter: string }

type Person = {
  readonly name: string
  readonly sex: '男' | '女'
  readonly bornOn: string
  readonly serial: number
  readonly occupation: string
  readonly street: string
  readonly guarantor: string
  readonly guarantorBornOn: string
  readonly relation: string
}
type Ride = { readonly vehicle: string; readonly plate: string; readonly licence: string; readonly blood: number }

const DIVISION = '350503'
const TOWN = '福建省泉州市丰泽区'

function factsOf(person: Person, { vehicle, plate, licence, blood }: Ride, number: number): CaseFacts {
  const { name, sex, bornOn, serial, occupation, street, guarantor, guarantorBornOn, relation } = person
  const home = `${TOWN}${street}`
  const base = DRUNK_DRIVING
  return {
    ...base,
    suspect: {
      ...base.suspect,
      name,
      sex,
      bornOn,
      idNumber: residentId(DIVISION, bornOn, serial),
      occupation,
      household: home,
      home,
      phone: `139000002${String(number).padStart(2, '0')}`,
    },
    guarantor: {
      ...base.guarantor,
      name: guarantor,
      sex: sex === '男' ? '女' : '男',
      idNumber: residentId(DIVISION, guarantorBornOn, sex === '男' ? 992 : 995),
      relation,
      address: home,
      phone: `139000003${String(number).padStart(2, '0')}`,
    },
    conduct: {
      ...base.conduct,
      vehicle,
      plate,
      licenceClass: licence,
      breathAlcohol: blood - 5,
      bloodAlcohol: blood,
      tubes: [`FZ${number}-A`, `FZ${number}-B`],
    },
  }
}

const PEOPLE: readonly (readonly [Person, Ride])[] = [
  [
    {
      name: '陈晓岚',
      sex: '女',
      bornOn: '1992-11-03',
      serial: 992,
      occupation: '美容店店员',
      street: '临江街道玉兰巷7号',
      guarantor: '何俊杰',
      guarantorBornOn: '1990-02-18',
      relation: '丈夫',
    },
    { vehicle: '小型轿车', plate: '闽C00X12', licence: 'C1', blood: 96 },
  ],
  [
    {
      name: '吴家辉',
      sex: '男',
      bornOn: '1985-04-21',
      serial: 993,
      occupation: '石材厂工人',
      street: '清源街道石坊路22号',
      guarantor: '苏丽华',
      guarantorBornOn: '1987-09-09',
      relation: '妻子',
    },
    { vehicle: '小型面包车', plate: '闽C00X23', licence: 'C1', blood: 141 },
  ],
  [
    {
      name: '黄志鹏',
      sex: '男',
      bornOn: '1979-08-15',
      serial: 995,
      occupation: '个体经营者',
      street: '东海街道潮声路5号',
      guarantor: '林美珍',
      guarantorBornOn: '1981-12-30',
      relation: '妻子',
    },
    { vehicle: '小型越野客车', plate: '闽C00X34', licence: 'C1', blood: 158 },
  ],
  [
    {
      name: '庄明亮',
      sex: '男',
      bornOn: '1996-01-27',
      serial: 997,
      occupation: '外卖骑手',
      street: '华大街道学府路118号',
      guarantor: '庄秀英',
      guarantorBornOn: '1970-06-12',
      relation: '母亲',
    },
    { vehicle: '普通二轮摩托车', plate: '闽C00X45', licence: 'E', blood: 112 },
  ],
  [
    {
      name: '许丽娜',
      sex: '女',
      bornOn: '1988-07-07',
      serial: 994,
      occupation: '服装店店主',
      street: '泉秀街道锦绣巷31号',
      guarantor: '许国强',
      guarantorBornOn: '1961-03-25',
      relation: '父亲',
    },
    { vehicle: '小型轿车', plate: '闽C00X56', licence: 'C1', blood: 103 },
  ],
  [
    {
      name: '郭文斌',
      sex: '男',
      bornOn: '1990-10-10',
      serial: 999,
      occupation: '货运司机',
      street: '北峰街道霞美路9号',
      guarantor: '谢玉芳',
      guarantorBornOn: '1992-05-16',
      relation: '妻子',
    },
    { vehicle: '轻型厢式货车', plate: '闽C00X67', licence: 'B2', blood: 129 },
  ],
  [
    {
      name: '曾伟民',
      sex: '男',
      bornOn: '1983-02-02',
      serial: 991,
      occupation: '建筑工人',
      street: '城东街道浔江路66号',
      guarantor: '曾淑琴',
      guarantorBornOn: '1985-11-11',
      relation: '妹妹',
    },
    { vehicle: '小型轿车', plate: '闽C00X78', licence: 'C1', blood: 119 },
  ],
  [
    {
      name: '蔡建平',
      sex: '男',
      bornOn: '1975-12-19',
      serial: 993,
      occupation: '餐馆厨师',
      street: '丰泽街道后坂路14号',
      guarantor: '杨秋月',
      guarantorBornOn: '1977-08-08',
      relation: '妻子',
    },
    { vehicle: '小型轿车', plate: '闽C00X89', licence: 'C1', blood: 134 },
  ],
]

type Resting = { readonly restsAfter: string; readonly shift: (facts: CaseFacts, now: Date) => number }

/** Where each of the eight rests, and how long ago its last step was. */
const RESTING: readonly Resting[] = [
  { restsAfter: 'interrogated', shift: ({ times }, now) => shiftTo(times.arrivedAt, now, 360) },
  { restsAfter: 'dossierReady', shift: ({ times }, now) => shiftTo(times.transferredAt, now, -10) },
  { restsAfter: 'transferSent', shift: ({ times }, now) => shiftTo(times.transferredAt, now, 40) },
  { restsAfter: 'undertakingSigned', shift: ({ times }, now) => shiftTo(times.undertakingAt, now, 30) },
  { restsAfter: 'indictmentSent', shift: ({ times }, now) => shiftTo(times.indictedAt, now, 20) },
  { restsAfter: 'courtPapersIn', shift: ({ times }, now) => shiftTo(times.courtAcceptedAt, now, 120) },
  { restsAfter: 'judged', shift: ({ times }, now) => shiftTo(times.judgmentAt, now, 10) },
  { restsAfter: 'judgmentPapersIn', shift: ({ times }, now) => shiftByDays(times.deliveredAt, now, 4) },
]

/** Eight drunk-driving cases with invented people, each at another stage, their times told from `now`. */
export function seedCases(now: Date): SeedCase[] {
  return PEOPLE.flatMap(([person, ride], at) => {
    const resting = RESTING[at]
    if (resting === undefined) return []
    const facts = factsOf(person, ride, at + 11)
    return [{ facts: shiftFacts(facts, resting.shift(facts, now)), restsAfter: resting.restsAfter }]
  })
}

/** Two cases that have only just come in, without a suspect and without papers. Minutes are before now. */
export const YOUNG_CASES = [
  {
    name: '盗窃案',
    chargeCode: 'X042',
    source: 'report',
    minutesAgo: 40,
    happenedMinutesAgo: 540,
    filedMinutesAgo: null,
    place: `${TOWN}东海街道潮声路观海商城地下停车场`,
    facts: '报案人称停放在地下停车场的电动自行车被撬锁盗走，车内另有手机一部，价值约 5200 元，现场有监控。',
  },
  {
    name: '帮助信息网络犯罪活动案',
    chargeCode: 'X056',
    source: 'discovery',
    minutesAgo: 1_500,
    happenedMinutesAgo: 20_000,
    filedMinutesAgo: 180,
    place: `${TOWN}泉秀街道锦绣巷`,
    facts: '工作中发现有人将名下三张银行卡出借他人用于转移涉诈资金，流水合计 37 万余元，获利 2100 元。',
  },
] as const
