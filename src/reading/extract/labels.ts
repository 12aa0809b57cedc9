import { compact } from './plain.ts'

/** What a label of a form or the head of a column stands for. Words without blanks. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  name: [
    '姓名',
    '本人姓名',
    '犯罪嫌疑人',
    '犯罪嫌疑人姓名',
    '被告人',
    '被告人姓名',
    '被讯问人',
    '被讯问人姓名',
    '被查询人',
    '当事人姓名',
    '当事人',
    '被羁押人',
    '社区矫正对象',
    '矫正对象',
    '罪犯',
    '罪犯姓名',
    '被询问人',
    '被询问人姓名',
    '被提取人',
  ],
  sex: ['性别'],
  birthDate: ['出生日期', '出生年月日', '出生时间'],
  idNo: [
    '公民身份号码',
    '公民身份证号码',
    '居民身份证号',
    '居民身份证号码',
    '身份证号码',
    '身份证号',
    '身份号码',
    '证件号码',
    '身份证件号码',
    '身份证件种类及号码',
  ],
  ethnic: ['民族'],
  education: ['文化程度', '受教育程度', '学历'],
  occupation: ['职业', '职业状况', '职业类别'],
  employer: ['工作单位', '单位', '服务处所'],
  duty: ['职务'],
  politicalStatus: ['政治面貌'],
  household: ['户籍地址', '户籍所在地', '户籍地', '户口所在地', '户籍所在地详址', '户籍住址'],
  residence: ['现住址', '住址', '现住地', '居住地', '住所', '现居住地', '现住地址', '经常居住地', '现住'],
  birthplace: ['出生地'],
  nativePlace: ['籍贯'],
  phone: ['联系电话', '联系方式', '电话', '手机号码', '手机'],
  aliases: ['曾用名', '别名', '绰号', '曾用名、绰号', '曾用名/绰号', '别名/绰号'],
  nationality: ['国籍'],
  marriage: ['婚姻状况'],
  caseName: ['案件名称'],
  charge: ['案由', '涉嫌罪名', '罪名'],
  caseNo: ['案件编号', '案号'],
  source: ['案件来源'],
  acceptedOn: ['受案时间', '受案日期', '受理时间', '受理日期', '接报时间', '接报案时间'],
  occurredAt: ['发案时间', '案发时间', '发生时间'],
  occurredPlace: ['发案地点', '案发地点', '发生地点'],
  summary: ['简要案情', '简要案情或者报案记录'],
  time: ['时间', '开庭时间', '宣判时间', '询问时间', '讯问时间'],
  place: ['地点', '开庭地点', '宣判地点', '询问地点', '讯问地点', '接报地点'],
  item: ['名称', '物品名称', '财物名称', '物品、文件名称', '财物、文件名称'],
  quantity: ['数量'],
  unit: ['计量单位'],
  feature: ['特征', '特征及数量', '规格型号', '规格', '型号'],
  worth: ['价值', '估价', '价值(元)', '认定价格', '金额'],
  order: ['序号', '编号'],
  note: ['备注'],
  officer: [
    '审判员',
    '书记员',
    '公诉人',
    '检察官',
    '记录人',
    '讯问人',
    '询问人',
    '办案民警',
    '受案民警',
    '接报民警',
    '承办人',
    '检察官助理',
    '审判长',
  ],
  other: [
    '报案人',
    '移送单位',
    '移送人',
    '证件种类',
    '到庭人员',
    '审判人员',
    '受案意见',
    '受案审批',
    '持有人',
    '保管人',
    '执业证号',
    '辩护人',
    '值班律师',
    '律师事务所',
    '与户主关系',
    '户口状态',
  ],
}

const CONCEPTS: ReadonlyMap<string, string> = new Map(
  Object.entries(WORDS).flatMap(([concept, words]) => words.map(word => [plainWord(word), concept])),
)

function plainWord(word: string): string {
  return word.replaceAll('（', '(').replaceAll('）', ')')
}

/** What this text, alone in its cell, is the label of; null for any other text. */
export function labelOf(text: string): string | null {
  const word = compact(text).replace(/[:(]$/, '')
  if (word.startsWith('简要案情') && word.length < 60) return 'summary'
  return word.length > 14 ? null : (CONCEPTS.get(word) ?? null)
}

/** The words of a label, for a pattern in which blanks may stand between the letters. */
export const wordsOf = (concept: string): readonly string[] => WORDS[concept] ?? []

/** All words that begin a new entry of a form. */
export const LABEL_WORDS: readonly string[] = Object.values(WORDS).flat()
