import type { Option } from './form.ts'
import standards from './standards.json' with { type: 'json' }

type Standard = readonly (readonly string[])[]

/** National lists that all such systems load: GB/T 3304, 4658, 4762, 2659, GA/T 517, the charges and the compulsory measures. */
export const STANDARDS = standards

/** The short lists of the forms, as people read them. */
export const WORDS = {
  yesNo: ['是', '否'],
  source: ['群众报案', '扭送', '工作中发现', '行政机关移送', '其他机关移送', '投案自首'],
  secrecy: ['无', '工作秘密'],
  sex: ['男', '女', '未知', '未说明'],
  keeping: ['扣押', '查封', '冻结', '随案移送', '已返还', '已没收', '已销毁'],
  procedure: ['速裁程序', '简易程序', '普通程序'],
  track: ['进行中', '已办结', '转其他程序', '退出', '超时'],
  review: ['起诉', '法定不起诉', '相对不起诉', '存疑不起诉', '特殊不起诉', '附条件不起诉', '退回'],
  level: ['一审', '二审', '再审'],
  bench: ['独任庭', '三人合议庭', '五人合议庭', '七人合议庭'],
  announced: ['当庭宣判', '定期宣判'],
  basis: ['已核实', '自报'],
  special: ['人大代表', '政协委员', '国家工作人员', '军人', '外国人', '香港居民', '澳门居民', '台湾居民'],
  disability: ['无', '盲', '聋', '哑', '又聋又哑'],
  capacity: ['完全', '限制', '无', '鉴定中'],
  prior: ['刑事处罚', '行政处罚', '不起诉'],
  role: ['主犯', '从犯', '胁从犯', '教唆犯', '不区分'],
  since: ['侦查阶段', '审查起诉阶段', '审判阶段'],
  lawyer: ['委托', '法律援助', '值班律师'],
  defender: ['委托', '法律援助', '值班律师', '其他'],
  principal: ['管制', '拘役', '有期徒刑', '无期徒刑', '死刑', '无主刑', '免予刑事处罚', '无罪'],
  additional: ['罚金', '剥夺政治权利', '没收财产', '驱逐出境'],
  opinion: ['适宜社区矫正', '不适宜社区矫正', '评估中'],
  arrest: ['批准逮捕', '不构成犯罪不捕', '证据不足不捕', '无逮捕必要不捕'],
  appealBy: ['被告人上诉', '检察院抗诉', '上诉并抗诉'],
  appealResult: ['审理中', '撤回', '维持原判', '改判', '发回重审'],
} as const satisfies Record<string, readonly string[]>

/** Lists whose form sends what people read. */
export const plain = (words: readonly string[]): readonly Option[] => words.map(word => [word, word])
export const labelled = (standard: Standard): readonly Option[] => standard.map(([, label = '']) => [label, label])

/** Lists whose form sends internal codes (内码) of the list. */
export const coded = (list: number, words: readonly string[]): readonly Option[] =>
  words.map((word, at) => [`99${String(list).padStart(2, '0')}${String(at + 1).padStart(4, '0')}`, word])
export const internal = (standard: Standard): readonly Option[] => standard.map(([code = '', label = '']) => [`GB${code}`, label])
