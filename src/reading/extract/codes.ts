import { Type } from 'typebox'
import { Value } from 'typebox/value'
import agencyTable from '../../domain/codes/agencies.json' with { type: 'json' }
import schoolingTable from '../../domain/codes/education.json' with { type: 'json' }
import ethnicTable from '../../domain/codes/ethnic.json' with { type: 'json' }
import politicalTable from '../../domain/codes/political-status.json' with { type: 'json' }
import { AGENCIES, CRIMES } from '../../domain/codes.ts'
import { compact } from './plain.ts'

const Items = Type.Array(Type.Object({ code: Type.String(), zh: Type.String() }))
const named = (items: unknown): { code: string; zh: string }[] => Value.Parse(Items, Value.Clean(Items, structuredClone(items)))

const SEX: ReadonlyMap<string, string> = new Map([
  ['男', '1'],
  ['男性', '1'],
  ['女', '2'],
  ['女性', '2'],
])
/** GB/T 2261.1. */
export const sexOf = (text: string): string | null => SEX.get(compact(text)) ?? null

const PEOPLES: ReadonlyMap<string, string> = new Map(named(ethnicTable.items).map(({ zh, code }) => [zh, code]))
/** GB/T 3304: 汉族, and 汉 where a form asks for the people. */
export const ethnicOf = (text: string, short: boolean): string | null =>
  PEOPLES.get(compact(text)) ?? (short ? (PEOPLES.get(`${compact(text)}族`) ?? null) : null)

const SCHOOLING: ReadonlyMap<string, string> = new Map(named(schoolingTable.items).map(({ zh, code }) => [zh, code]))
/** Daily words for a level, the longer first: level, and the codes of having finished, ended and left it. */
const LEVELS: readonly (readonly [RegExp, string, string, string])[] = [
  [/^(?:博士研究生|博士)/, '11', '11', '13'],
  [/^(?:硕士研究生|硕士)/, '14', '14', '16'],
  [/^研究生/, '10', '10', '10'],
  [/^(?:大学本科|本科|大学)(?!专科)/, '20', '21', '23'],
  [/^(?:大学专科|大专|专科|高职)/, '30', '31', '33'],
  [/^(?:职业高中|职高|职中)/, '44', '44', '40'],
  [/^(?:技工学校|技校)/, '47', '47', '40'],
  [/^(?:中等专科|中等专业学校|中专|中技|中等职业)/, '40', '41', '40'],
  [/^(?:普通高级中学|普通高中|高级中学|高中)/, '60', '61', '63'],
  [/^(?:初级中学|初中)/, '70', '71', '73'],
  [/^小学/, '80', '81', '83'],
  [/^(?:半文盲|文盲|不识字|未上过学)/, '90', '90', '90'],
]
const SCHOOL_END = /^(?:教育|文化程度|文化|学历|程度|在读)*(毕业|肄业|辍学)?(?:文化程度|文化|学历|程度)*$/

/** GB/T 4658 of 高中文化, 初中毕业, 大学本科; null where no word of a school is said. */
export function educationOf(text: string): string | null {
  const words = compact(text)
  const exact = SCHOOLING.get(words)
  if (exact !== undefined) return exact
  for (const [level, plain, finished, left] of LEVELS) {
    const begin = level.exec(words)?.[0]
    if (begin === undefined) continue
    const end = SCHOOL_END.exec(words.slice(begin.length))
    if (end === null) return null
    return end[1] === undefined ? plain : end[1] === '毕业' ? finished : left
  }
  return null
}

const PARTIES: ReadonlyMap<string, string> = new Map([
  ...named(politicalTable.items).map(({ zh, code }) => [zh, code] as const),
  ['中共党员', '01'],
  ['党员', '01'],
  ['中共预备党员', '02'],
  ['共青团员', '03'],
  ['团员', '03'],
  ['无党派人士', '12'],
])
/** GB/T 4762. */
export const politicalStatusOf = (text: string): string | null => PARTIES.get(compact(text)) ?? null

const DIVISIONS = named(agencyTable.divisions)
const CITY = '350500'
const OTHER_PROVINCE = /^(?!福建)[\u4e00-\u9fa5]{2,8}(?:省|自治区)|^(?:北京|上海|天津|重庆)市/

/** GB/T 2260 of an address: the district or county that it names, else the city; null for places elsewhere. */
export function divisionOf(address: string): string | null {
  if (OTHER_PROVINCE.test(address)) return null
  const district = DIVISIONS.find(({ code, zh }) => code !== CITY && address.slice(0, 24).includes(zh))
  return district?.code ?? (address.slice(0, 12).includes('泉州市') ? CITY : null)
}

/** Names of one crime where the table has a choice of acts. */
const PARTIAL: Readonly<Record<string, readonly string[]>> = {
  X006: ['非法制造枪支罪', '非法买卖枪支罪', '非法运输枪支罪', '非法制造、买卖枪支罪'],
  X007: ['非法持有枪支罪', '非法持有弹药罪', '非法持有枪支、弹药罪'],
  X011: ['生产伪劣产品罪', '销售伪劣产品罪'],
  X013: ['销售不符合安全标准的食品罪', '生产不符合安全标准的食品罪'],
  X014: ['销售有毒、有害食品罪', '生产有毒、有害食品罪'],
  X033: ['强制猥亵罪', '强制侮辱罪'],
  X053: ['伪造国家机关证件罪', '伪造国家机关公文罪', '伪造国家机关印章罪', '买卖国家机关证件罪'],
  X054: ['使用虚假身份证件罪', '盗用身份证件罪'],
  X055: ['非法获取计算机信息系统数据罪', '非法控制计算机信息系统罪'],
  X067: ['窝藏罪', '包庇罪'],
  X068: ['掩饰、隐瞒犯罪所得罪', '掩饰、隐瞒犯罪所得收益罪'],
  X069: ['拒不执行判决罪', '拒不执行裁定罪'],
  X074: ['危害珍贵野生动物罪', '危害濒危野生动物罪'],
  X079: ['走私毒品罪', '贩卖毒品罪', '运输毒品罪', '制造毒品罪', '贩卖、运输毒品罪', '走私、贩卖毒品罪'],
  X082: ['引诱卖淫罪', '容留卖淫罪', '介绍卖淫罪', '容留、介绍卖淫罪'],
}
const CRIME_NAMES: ReadonlyMap<string, string> = new Map(
  [...CRIMES.values()].flatMap(({ code, zh }) =>
    [zh, ...(PARTIAL[code] ?? [])].map(name => [name.replace(/罪$/, '').replaceAll('（', '(').replaceAll('）', ')'), code] as const),
  ),
)
const escaped = (text: string): string => text.replace(/[()]/g, sign => `\\${sign}`)
/** The name of a crime, for a pattern; 罪 may follow it. The longer names come first. */
export const CRIME = `(?:${[...CRIME_NAMES.keys()]
  .sort((a, b) => b.length - a.length)
  .map(escaped)
  .join('|')})`

/** The platform's code of a crime, and its article in the Criminal Law. */
export function crimeOf(name: string): { code: string; article: string } | null {
  const crime = CRIMES.get(CRIME_NAMES.get(compact(name).replace(/罪$/, '')) ?? '')
  return crime === undefined ? null : { code: crime.code, article: crime.article }
}

const AGENCY_CODES: ReadonlyMap<string, string> = new Map([...AGENCIES.values()].map(({ zh, code }) => [zh, code]))
/** Agencies are named with the province before them, and police by their brigades. */
export function agencyCodeOf(name: string): string | null {
  const words = compact(name).replace(/^福建省/, '')
  const exact = AGENCY_CODES.get(words)
  if (exact !== undefined) return exact
  const begin = [...AGENCY_CODES].filter(([zh]) => words.startsWith(zh)).sort((a, b) => b[0].length - a[0].length)[0]
  return begin?.[1] ?? null
}
