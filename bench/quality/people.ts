import type { Random } from '../../src/cli/demo/papers/random.ts'
import { plainDay } from '../../src/domain/chinese.ts'
import { type LegalDate, legalDate } from '../../src/domain/legal-date.ts'

/** Somebody in a made case, with the words of the papers and the codes that they stand for. */
export type Made = {
  readonly name: string
  readonly sex: '男' | '女'
  readonly born: LegalDate
  readonly idNo: string
  readonly people: string
  readonly peopleCode: string
  readonly school: string
  readonly schoolCode: string
  readonly job: string
  readonly household: string
  readonly householdDivision: string | null
  readonly home: string
  readonly homeDivision: string | null
  readonly phone: string
}

const FAMILY: readonly [string, ...string[]] = [
  '陈',
  '林',
  '黄',
  '张',
  '吴',
  '李',
  '王',
  '郑',
  '蔡',
  '刘',
  '许',
  '苏',
  '庄',
  '洪',
  '施',
  '曾',
  '赖',
  '柯',
  '傅',
  '尤',
  '欧阳',
  '颜',
  '詹',
]
const MEN: readonly [string, ...string[]] = [
  '志远',
  '建国',
  '伟',
  '俊杰',
  '海生',
  '明辉',
  '国强',
  '阿水',
  '永福',
  '文斌',
  '泽宇',
  '超',
  '金龙',
  '小军',
  '天赐',
  '其昌',
]
const WOMEN: readonly [string, ...string[]] = ['小梅', '丽华', '婷婷', '秀英', '雅芳', '静', '晓燕', '美玲', '佳怡', '春兰', '玉珍']
type Coded = readonly [words: string, code: string]
const PEOPLES: readonly [Coded, ...Coded[]] = [
  ['汉族', '01'],
  ['汉族', '01'],
  ['汉族', '01'],
  ['畲族', '22'],
  ['回族', '03'],
  ['土家族', '15'],
  ['苗族', '06'],
]
const SCHOOLS: readonly [Coded, ...Coded[]] = [
  ['高中文化', '60'],
  ['初中文化', '70'],
  ['小学文化', '80'],
  ['大专文化', '30'],
  ['大学本科文化', '20'],
  ['初中毕业', '71'],
  ['中专文化', '40'],
  ['文盲', '90'],
]
const JOBS: readonly [string, ...string[]] = [
  '货车司机',
  '无业',
  '务工',
  '个体经营户',
  '外卖骑手',
  '石材厂工人',
  '农民',
  '快递员',
  '泉州市恒发鞋业有限公司员工',
  '餐馆服务员',
  '建筑工人',
]
type Home = readonly [text: string, division: string | null]
const HOMES: readonly [Home, ...Home[]] = [
  ['福建省泉州市丰泽区东海街道海棠路88号3栋502室', '350503'],
  ['福建省泉州市鲤城区开元街道西街116号', '350502'],
  ['福建省晋江市陈埭镇岸兜村中区27号', '350582'],
  ['福建省石狮市蚶江镇石湖村西环路9号', '350581'],
  ['福建省南安市水头镇朴里村顶厝12号', '350583'],
  ['福建省惠安县崇武镇潮乐村东街35号', '350521'],
  ['福建省安溪县感德镇龙通村尾寨6号', '350524'],
  ['泉州市洛江区万安街道塘西社区安吉路1号', '350504'],
  ['江西省上饶市广信区皂头镇周石村老屋组18号', null],
  ['四川省达州市渠县临巴镇凉桥村3组21号', null],
  ['贵州省毕节市织金县猫场镇川硐村烂坝组', null],
]

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A number whose check digit holds (GB 11643). */
function idNumber(division: string, born: string, order: number): string {
  const body = `${division}${born.replaceAll('-', '')}${String(order).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
  return `${body}${'10X98765432'[sum % 11]}`
}

const two = (value: number): string => String(value).padStart(2, '0')

export function madePerson(random: Random, name?: string): Made {
  const sex = random.chance(0.7) ? '男' : '女'
  const born = legalDate(`${random.whole(1962, 2004)}-${two(random.whole(1, 12))}-${two(random.whole(1, 28))}`)
  const [household, householdDivision] = random.pick(HOMES)
  const [home, homeDivision] = random.chance(0.4) ? [household, householdDivision] : random.pick(HOMES)
  const [people, peopleCode] = random.pick(PEOPLES)
  const [school, schoolCode] = random.pick(SCHOOLS)
  const uygur = name === undefined && random.chance(0.05)
  return {
    name: name ?? (uygur ? '买买提·艾力' : random.pick(FAMILY) + random.pick(sex === '男' ? MEN : WOMEN)),
    sex,
    born,
    idNo: idNumber(householdDivision ?? '362321', born, random.whole(1, 400) * 2 + (sex === '男' ? 1 : 0)),
    ...(uygur ? { people: '维吾尔族', peopleCode: '05' } : { people, peopleCode }),
    ...{ school, schoolCode, household, householdDivision, home, homeDivision },
    job: random.pick(JOBS),
    phone: `1${random.pick(['38', '59', '86', '77'])}${String(random.whole(10_000_000, 99_999_999))}`,
  }
}

/** 林志远，男，1988年6月14日出生，…: the ways in which papers tell who somebody is. */
export function described(person: Made, random: Random): string {
  const { name, sex, born, idNo, people, school, job, household, home } = person
  const number = `${random.pick(['公民身份号码', '身份证号码', '公民身份证号码：', '公民身份号码'])}${idNo}`
  const residence = `${random.pick(['现住', '住', '现住址：', '暂住'])}${home}`
  const registered = `${random.pick(['户籍所在地', '户籍地', '户籍所在地：', '户籍地址为'])}${household}`
  const birth = `${plainDay(born)}${random.pick(['出生', '出生', '生'])}`
  return random.chance(0.5)
    ? [name, sex, birth, number, people, school, job, registered, residence].join('，')
    : [name, sex, birth, people, school, job, registered, residence, number].join('，')
}
