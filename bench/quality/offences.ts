import type { Random } from '../../src/cli/demo/papers/random.ts'
import { chineseNumber, plainDay } from '../../src/domain/chinese.ts'
import { legalDate } from '../../src/domain/legal-date.ts'

/** What was done, as the papers tell it, and what a card should have of it. */
export type Offence = {
  readonly charge: string
  readonly chargeCode: string
  readonly article: string
  readonly articleWords: string
  readonly story: (accused: readonly string[]) => string
  readonly day: string
  readonly from: string
  readonly to: string
  readonly place: string
  readonly division: string
  readonly loss: string | null
  readonly victims: readonly string[]
}

type Scene = readonly [text: string, division: string]
const PLACES: readonly [Scene, ...Scene[]] = [
  ['泉州市丰泽区津淮街与田安路交叉路口', '350503'],
  ['泉州市鲤城区温陵路凯鸿花园小区', '350502'],
  ['晋江市梅岭街道世纪大道万达广场', '350582'],
  ['石狮市八七路东港路段', '350581'],
  ['南安市美林街道江北大道', '350583'],
  ['惠安县螺阳镇城南工业区', '350521'],
]
const GOODS: readonly [string, ...string[]] = ['苹果牌手机一部', '雅迪牌电动自行车一辆', '黄金项链一条', '联想牌笔记本电脑一台']

const two = (value: number): string => String(value).padStart(2, '0')
const at = (day: string, hour: number, minute: number): string => `${day}T${two(hour)}:${two(minute)}:00+08:00`

export function madeOffence(random: Random, victims: readonly [string, string]): Offence {
  const kind = random.pick([drunkDriving, theft, fraud, injury])
  return kind(random, victims)
}

function base(random: Random): { day: string; words: string; hour: number; minute: number; place: string; division: string } {
  const day = `2026-${two(random.whole(1, 4))}-${two(random.whole(1, 28))}`
  const [place, division] = random.pick(PLACES)
  return { day, words: plainDay(legalDate(day)), hour: random.whole(0, 21), minute: random.whole(0, 29), place, division }
}

function drunkDriving(random: Random): Offence {
  const { day, words, hour, minute, place, division } = base(random)
  const plate = `闽C${random.whole(10_000, 99_999)}`
  const alcohol = random.whole(82, 210)
  const later = minute + random.whole(8, 28)
  return {
    ...{ charge: '危险驾驶', chargeCode: 'X001', article: '133-1', articleWords: '第一百三十三条之一第一款第（二）项' },
    story: ([name = '']) =>
      `${words}${hour}时${minute}分许，${name}饮酒后驾驶号牌为${plate}的小型轿车上道路行驶，${hour}时${later}分许行驶至${place}处时，被执勤民警当场查获。经鉴定，${name}血液中乙醇含量为${alcohol}mg/100ml，属醉酒驾驶机动车。`,
    ...{ day, place, division, from: at(day, hour, minute), to: at(day, hour, later), loss: null, victims: [] },
  }
}

function theft(random: Random, [first]: readonly [string, string]): Offence {
  const { day, words, hour, minute, place, division } = base(random)
  const worth = random.whole(11, 480) * 100
  const sum = random.pick([`人民币${worth}元`, `${worth}元`, `人民币${worth.toLocaleString('en-US')}元`, `${worth}余元`])
  return {
    ...{ charge: '盗窃', chargeCode: 'X042', article: '264', articleWords: '第二百六十四条' },
    story: accused =>
      `${words}${hour}时${minute}分许，${accused.join('、')}${accused.length > 1 ? '经事先商量，' : ''}窜至${place}内，趁被害人${first}不备，窃取被害人${first}的${random.pick(GOODS)}。经认定，被盗物品价值${sum}。案发后，赃物已追回并发还被害人。`,
    ...{ day, place, division, from: at(day, hour, minute), to: at(day, hour, minute), loss: `${worth}.00`, victims: [first] },
  }
}

function fraud(random: Random, [first, second]: readonly [string, string]): Offence {
  const { day, words, hour, minute, place, division } = base(random)
  const sums = [random.whole(3, 90) * 1000, random.whole(3, 90) * 1000] as const
  const total = sums[0] + sums[1]
  return {
    ...{ charge: '诈骗', chargeCode: 'X043', article: '266', articleWords: '第二百六十六条' },
    story: accused =>
      `${words}${two(hour)}时${two(minute)}分至${two(hour + 2)}时${two(minute)}分，${accused.join('、')}在${place}，以帮忙办理低息贷款为由，先后骗取被害人${first}人民币${sums[0]}元、被害人${second}人民币${sums[1]}元，共计${random.pick([`人民币${total}元`, `人民币${chineseNumber(total)}元`, `${total / 10_000}万元`])}。上述款项已被挥霍。`,
    ...{ day, place, division, from: at(day, hour, minute), to: at(day, hour + 2, minute), loss: `${total}.00`, victims: [first, second] },
  }
}

function injury(random: Random, [first]: readonly [string, string]): Offence {
  const { day, words, hour, minute, place, division } = base(random)
  return {
    ...{ charge: '故意伤害', chargeCode: 'X030', article: '234', articleWords: '第二百三十四条第一款' },
    story: accused =>
      `${words}${hour}时${minute}分许，${accused.join('、')}在${place}附近，因琐事与被害人${first}发生争执，${accused.length > 1 ? '共同' : ''}持木棍殴打被害人${first}，致其左侧第5、6肋骨骨折。经鉴定，被害人${first}的损伤程度为轻伤二级。`,
    ...{ day, place, division, from: at(day, hour, minute), to: at(day, hour, minute), loss: null, victims: [first] },
  }
}
