import { type CardField, type CardStage, type FieldNature, type Filling, type Need, readPath, type Section } from '../model.ts'

type Ways = readonly [police: string, procuratorate: string, court: string]
type Row = Pick<CardField, 'key' | 'zh' | 'en'> & {
  readonly nature: FieldNature
  readonly ways: Ways
  readonly need?: string
  readonly when?: Need
  readonly papers?: string
}

const WAYS: Readonly<Record<string, readonly Filling[]>> = {
  E: ['entered'],
  I: ['inherited'],
  X: ['extracted'],
  A: ['computed'],
  IE: ['inherited', 'entered'],
}
const STAGES = [
  ['P', 'police'],
  ['J', 'procuratorate'],
  ['C', 'court'],
] as const satisfies readonly (readonly [string, CardStage])[]

const fieldsOf = (scope: CardField['scope'], section: Section, rows: readonly Row[]): CardField[] =>
  rows.map(({ key, zh, en, nature, ways, need = '', when = 'always', papers = '' }) => ({
    ...{ key, zh, en, scope, section, nature },
    on: Object.fromEntries(STAGES.flatMap(([, stage], at) => (WAYS[ways[at] ?? ''] ? [[stage, WAYS[ways[at] ?? '']]] : []))),
    needed: Object.fromEntries(STAGES.flatMap(([letter, stage]) => (need.includes(letter) ? [[stage, when]] : []))),
    papers: papers.split(' ').filter(code => code !== ''),
  }))

const row = (key: string, zh: string, en: string, nature: FieldNature, ways: string, more: Partial<Omit<Row, 'ways'>> = {}): Row => {
  const [police = '-', procuratorate = '-', court = '-'] = ways.split(' ')
  return { key, zh, en, nature, ways: [police, procuratorate, court], ...more }
}

/**
 * The fields of the case card (案卡), in the order of the form. Ways: E entered first here, I inherited from the earlier card, X from a
 * paper and confirmed, A worked out, - not on that card. Needed for: P police, J procuratorate, C court, at that card's hand-over.
 * Source: case cards of the MPS, SPP and SPC; code tables GB/T 2260, 2261.1, 2659, 3304, 4658, 4762.
 */
export const CARD_FIELDS: readonly CardField[] = [
  ...fieldsOf('case', 'case', [
    row('platformCaseId', '平台案件编号', 'Platform number', 'procedure', 'A I I', { need: 'PJC' }),
    row('caseNo', '案件编号/案号', 'Case number', 'procedure', 'E E E', { need: 'PJC' }),
    row('caseName', '案件名称', 'Case name', 'procedure', 'A I A', { need: 'PJC' }),
    row('acceptedOn', '受案/受理日期', 'Accepted on', 'procedure', 'E A A', { need: 'PJC', papers: 'GA01' }),
    row('filedOn', '立案日期', 'Filed on', 'procedure', 'X I -', { need: 'PJ', papers: 'GA03' }),
    row('source', '案件来源', 'How it came up', 'procedure', 'E I I', { need: 'P', papers: 'GA01' }),
    row('caseCategory', '案由（主罪名）', 'Main charge', 'evaluation', 'E I I', { need: 'PJC' }),
    row('jointCrime', '是否共同犯罪', 'Joint crime', 'procedure', 'A I I'),
    row('juvenileInvolved', '是否涉未成年人', 'Juvenile involved', 'procedure', 'A I I', { need: 'PJC' }),
    row('sealed', '是否封存', 'Sealed', 'procedure', '- A A'),
    row('secrecy', '密级', 'Secrecy', 'procedure', 'E I I', { need: 'P' }),
    row('officers', '承办人', 'Officers', 'procedure', 'E E E', { need: 'PJC' }),
  ]),
  ...fieldsOf('case', 'offence', [
    row('occurredFrom', '案发时间（起）', 'Occurred from', 'description', 'X I I', { need: 'PJ', papers: 'GA73' }),
    row('occurredTo', '案发时间（止）', 'Occurred to', 'description', 'X I I', { need: 'PJ', papers: 'GA73' }),
    row('occurredPlace', '案发地点', 'Place', 'description', 'X I I', { need: 'PJ', papers: 'GA73' }),
    row('factSummary', '简要案情', 'Facts in brief', 'evaluation', 'X X X', { need: 'PJC', papers: 'GA73 JC21 FY18' }),
    row('lossAmount', '涉案金额', 'Amount involved', 'description', 'X I X', { need: 'PJC', when: 'property', papers: 'GA73 GA62 FY18' }),
    row('victims', '被害人', 'Victims', 'description', 'E I I', { papers: 'GA44 GA70' }),
    row('property', '涉案财物', 'Property', 'description', 'X I I', { need: 'PJC', when: 'listed', papers: 'GA52 GA58' }),
  ]),
  ...fieldsOf('case', 'procedure', [
    row('fastTrackSuggested', '建议适用速裁', 'Fast-track suggested', 'procedure', 'E E I', { papers: 'GA74 JC19' }),
    row('procedure', '适用程序', 'Procedure', 'procedure', '- E E', { need: 'C', papers: 'JC19 JC20 FY11' }),
    row('track48', '48小时速裁', '48-hour track', 'procedure', 'A I I'),
    row('transferredOn', '移送审查起诉日期', 'Transferred on', 'procedure', 'A I I', { need: 'P' }),
    row('reviewDecision', '审查结论', 'Review decision', 'procedure', '- E I', { need: 'J', papers: 'JC21 JC24 JC25 JC06' }),
    row('returnCount', '退补次数', 'Returns for supplement', 'procedure', '- A I', { need: 'J' }),
    row('indictedOn', '起诉日期', 'Indicted on', 'procedure', '- A I', { need: 'J', papers: 'JC21' }),
  ]),
  ...fieldsOf('case', 'trial', [
    row('courtLevel', '审级', 'Instance', 'procedure', '- - A', { need: 'C' }),
    row('bench', '审判组织', 'Bench', 'procedure', '- - E', { need: 'C' }),
    row('hearingOn', '开庭时间', 'Hearings', 'procedure', '- - E', { papers: 'FY12' }),
    row('announcedOn', '宣判时间', 'Announced on', 'procedure', '- - E', { need: 'C', papers: 'FY17' }),
    row('announcedHow', '宣判方式', 'How announced', 'procedure', '- - E', { need: 'C', papers: 'FY17' }),
    row('effectiveOn', '生效日期', 'Effective on', 'procedure', '- I A', { need: 'C' }),
  ]),
  ...fieldsOf('person', 'identity', [
    row('personSeq', '序号', 'Order', 'procedure', 'E I I', { need: 'PJC' }),
    row('name', '姓名', 'Name', 'identity', 'E I I', { need: 'PJC', papers: 'GA38' }),
    row('aliases', '曾用名、绰号', 'Other names', 'description', 'E I I', { papers: 'GA38' }),
    row('nameBasis', '姓名依据', 'Basis of the name', 'identity', 'E I I', { need: 'PJC' }),
    row('sex', '性别', 'Sex', 'identity', 'X I I', { need: 'PJC', papers: 'GA38' }),
    row('birthDate', '出生日期', 'Born on', 'identity', 'X I I', { need: 'PJC', papers: 'GA38' }),
    row('idType', '证件种类', 'Kind of document', 'identity', 'E I I', { need: 'PJC', papers: 'GA38' }),
    row('idNo', '证件号码', 'Number of document', 'identity', 'E I I', { need: 'PJC', papers: 'GA38' }),
    row('ethnic', '民族', 'Ethnic group', 'identity', 'X I I', { need: 'PJC', papers: 'GA38' }),
    row('nationality', '国籍', 'Nationality', 'identity', 'E I I', { need: 'PJC' }),
  ]),
  ...fieldsOf('person', 'background', [
    row('education', '文化程度', 'Education', 'description', 'E I I', { need: 'PJC', papers: 'GA41' }),
    row('politicalStatus', '政治面貌', 'Political status', 'description', 'E I I', { papers: 'GA41' }),
    row('occupation', '职业', 'Occupation', 'description', 'E I I', { need: 'PJ', papers: 'GA41' }),
    row('employer', '工作单位', 'Employer', 'description', 'E I I', { papers: 'GA41' }),
    row('duty', '职务', 'Post', 'description', 'E I I', { papers: 'GA41' }),
    row('specialIdentity', '特殊身份', 'Special identity', 'description', 'E I I', { need: 'P' }),
    row('birthplace', '出生地', 'Birthplace', 'description', 'X I I', { need: 'PJC', papers: 'GA38' }),
    row('household', '户籍地', 'Household registration', 'description', 'X I I', { need: 'PJC', papers: 'GA38' }),
    row('residence', '现住址', 'Residence', 'description', 'E I I', { need: 'PJC', papers: 'GA41' }),
    row('phone', '联系电话', 'Telephone', 'description', 'E I I'),
    row('disability', '盲聋哑', 'Blind, deaf or mute', 'description', 'E I I', { need: 'PJ', papers: 'GA41 KS02' }),
    row('mentalCapacity', '刑事责任能力', 'Criminal capacity', 'description', 'E I I', { need: 'PJ', papers: 'GA60' }),
    row('ageAtAct', '作案时年龄', 'Age at the act', 'procedure', 'A A A', { need: 'PJC' }),
    row('priorRecord', '前科劣迹', 'Prior record', 'description', 'X I X', { need: 'PJC', papers: 'GA39 GA40' }),
  ]),
  ...fieldsOf('person', 'charge', [
    row('charges', '涉嫌罪名', 'Charges', 'evaluation', 'E E E', { need: 'PJC', papers: 'GA73 JC21 FY18' }),
    row('role', '共同犯罪地位', 'Part in a joint crime', 'evaluation', 'E E E', { papers: 'GA73 JC21 FY18' }),
    row('recidivist', '累犯', 'Recidivist', 'evaluation', '- E E', { need: 'JC', papers: 'JC21 FY18' }),
    row('surrender', '自首', 'Surrender', 'evaluation', 'E E E', { papers: 'GA73 JC21 FY18' }),
    row('confession', '坦白', 'Confession', 'evaluation', 'E E E', { papers: 'GA73 JC21 FY18' }),
    row('merit', '立功', 'Merit', 'evaluation', 'E E E', { papers: 'GA73 JC21 FY18' }),
  ]),
  ...fieldsOf('person', 'plea', [
    row('pleaLeniency', '认罪认罚', 'Pleads for leniency', 'procedure', 'E E E', { need: 'PJC', papers: 'GA33 JC16' }),
    row('undertaking', '具结书', 'Undertaking', 'procedure', '- X I', { need: 'JC', when: 'plea', papers: 'JC16' }),
    row('sentenceSuggestion', '量刑建议', 'Suggested sentence', 'procedure', '- X I', { need: 'JC', when: 'plea', papers: 'JC18' }),
    row('fastTrackConsent', '同意速裁', 'Agrees to fast-track', 'procedure', 'E E E', {
      need: 'PJC',
      when: 'fastTrack',
      papers: 'GA33 JC14 FY10',
    }),
    row('defenders', '辩护人', 'Defenders', 'procedure', 'E IE IE', { need: 'PJC' }),
    row('settlement', '和解/谅解', 'Settlement', 'description', 'E IE IE', { papers: 'GA70' }),
    row('assessment', '调查评估', 'Assessment', 'procedure', 'E IE IE', { papers: 'SF03' }),
  ]),
  ...fieldsOf('person', 'measure', [
    row('measures', '强制措施', 'Compulsory measures', 'procedure', 'E IE IE', { need: 'PJC', papers: 'GA10 GA16 GA19 GA24' }),
    row('custody', '羁押', 'Custody', 'procedure', 'E I I', { need: 'PJC', when: 'held' }),
    row('arrestReview', '审查逮捕结果', 'Arrest review', 'procedure', '- E I', { need: 'J', when: 'listed', papers: 'JC02 JC03' }),
  ]),
  ...fieldsOf('person', 'outcome', [
    row('decision', '处理结果', 'Outcome', 'procedure', 'E E E', { need: 'PJC', papers: 'GA80 JC24 FY18' }),
    row('sentence', '判决', 'Sentence', 'procedure', '- I X', { need: 'C', papers: 'FY18' }),
    row('appeal', '上诉抗诉', 'Appeal or protest', 'procedure', '- I E', { papers: 'FY27 JC39' }),
    row('execution', '执行', 'Execution', 'procedure', '- - E', { papers: 'FY29' }),
    row('correction', '社区矫正', 'Community correction', 'procedure', '- - E', { papers: 'FY32 SF05' }),
  ]),
]

/** The field that a path names, of the case or of a person; undefined for no such field. */
export function fieldAt(path: string): CardField | undefined {
  const read = readPath(path)
  return read === null ? undefined : fieldOf(read.key, read.casePersonId === null ? 'case' : 'person')
}

/** Fields by scope and key. */
export const fieldOf = (key: string, scope: CardField['scope']): CardField | undefined => BY_KEY.get(`${scope}:${key}`)
const BY_KEY: ReadonlyMap<string, CardField> = new Map(CARD_FIELDS.map(field => [`${field.scope}:${field.key}`, field]))
