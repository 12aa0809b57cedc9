import type { Bilingual } from '../domain/codes.ts'
import type { Check, Repair, Severity } from './model.ts'

type Row = { readonly title: Bilingual; readonly sentence: Bilingual; readonly basis: string; readonly severity: Severity }

/** Most kinds are a matter of one case, and for people to mend. */
const check = (code: string, row: Row, special: { repair?: Repair; perCase?: false } = {}): Check => ({
  code,
  ...row,
  repair: special.repair ?? null,
  perCase: special.perCase ?? true,
})

/** What the rows must say of each other, in the order in which it is looked at. What is wrong is a sentence with its case and its owner. */
export const CHECKS: readonly Check[] = [
  check('open-under-closed', {
    title: { zh: '办结案件下的未结事项', en: 'Open matters under a closed case' },
    sentence: { zh: '案件{case}已经办结，仍有{what}处于“{state}”', en: 'Case {case} is closed, yet its {what} is still "{state}"' },
    basis: '办结案件不得留有未结事项',
    severity: 'fault',
  }),
  check('person-without-holder', {
    title: { zh: '无持有单位的人员', en: 'Persons without a holder' },
    sentence: { zh: '案件{case}{person}没有持有单位', en: 'Case {case}: {person} has no holding agency' },
    basis: '移送规则：受理前由移送单位负责',
    severity: 'incident',
  }),
  check('custody-without-period', {
    title: { zh: '在押而无羁押期限', en: 'In custody without a custody period' },
    sentence: {
      zh: '案件{case}{person}在押（{measure}），没有在途的羁押期限',
      en: 'Case {case}: {person} is in custody ({measure}) and no custody period runs',
    },
    basis: '刑事诉讼法 第98条',
    severity: 'incident',
  }),
  check('hand-over-broken', {
    title: { zh: '状态不完整的移送', en: 'Hand-overs neither open nor ended' },
    sentence: {
      zh: '案件{case}的{leg}处于“{state}”，缺少{missing}',
      en: 'Case {case}: the hand-over "{leg}" is "{state}" without {missing}',
    },
    basis: '移送规则：每一状态有其时间',
    severity: 'fault',
  }),
  check('period-astray', {
    title: { zh: '无责任单位或者归属错误的期限', en: 'Periods without an agency or of a stranger' },
    sentence: { zh: '案件{case}的期限“{period}”{fault}', en: 'Case {case}: the period "{period}" {fault}' },
    basis: '刑事诉讼法 第105条',
    severity: 'incident',
  }),
  check(
    'period-not-by-events',
    {
      title: { zh: '与案件事件不符的期限', en: 'Periods that the events do not give' },
      sentence: {
        zh: '案件{case}的期限“{period}”与事件不符：{fault}',
        en: 'Case {case}: the period "{period}" is not what the events give: {fault}',
      },
      basis: '期限依事件计算',
      severity: 'incident',
    },
    { repair: 'recountClocks' },
  ),
  check(
    'title-not-by-events',
    {
      title: { zh: '与案件事件不符的羁押名义', en: 'Custody titles that the events do not give' },
      sentence: {
        zh: '案件{case}{person}的羁押名义与事件不符：{fault}',
        en: 'Case {case}: a custody title of {person} is not what the events give: {fault}',
      },
      basis: '看守所条例 第15条；公监管〔2014〕96号',
      severity: 'incident',
    },
    { repair: 'recountTitles' },
  ),
  check(
    'flow-missing',
    {
      title: { zh: '没有流程的在办事项', en: 'Open matters without a flow' },
      sentence: { zh: '案件{case}的{flow}没有在运行的流程', en: 'Case {case}: no flow carries its {flow}' },
      basis: '平台规则：在办事项有流程',
      severity: 'fault',
    },
    { repair: 'startFlow' },
  ),
  check('stayed-too-long', {
    title: { zh: '停留超过最长时限', en: 'Waiting longer than the longest stay' },
    sentence: {
      zh: '案件{case}{person}的{what}停留在“{state}”已超过{longest}，应由{agency}处理',
      en: 'Case {case}{person}: the {what} has been "{state}" for more than {longest}; {agency} must act',
    },
    basis: '平台规则：等待有责任单位和最长时限',
    severity: 'notice',
  }),
  check('stage-not-least', {
    title: { zh: '案件阶段与人员不符', en: 'Stage of a case not that of its least advanced person' },
    sentence: {
      zh: '案件{case}显示“{stage}”，其最靠前的在办人员处于“{should}”',
      en: 'Case {case} shows "{stage}", its least advanced person is at "{should}"',
    },
    basis: '案件阶段取进度最慢的在办人员',
    severity: 'fault',
  }),
  check('access-astray', {
    title: { zh: '与持有单位不符的查阅权', en: 'Access that does not fit the holder' },
    sentence: { zh: '案件{case}：{of}{fault}', en: 'Case {case}: {of} {fault}' },
    basis: '查阅权随案件持有单位',
    severity: 'incident',
  }),
  check(
    'outbox-waiting',
    {
      title: { zh: '未转达的事实', en: 'Facts that were not told' },
      sentence: {
        zh: '案件{case}的事实“{type}”{fault}（已试{attempts}次）',
        en: 'Case {case}: the fact "{type}" {fault} (tried {attempts} times)',
      },
      basis: '平台规则：每一事实转达流程',
      severity: 'fault',
    },
    { repair: 'retell' },
  ),
  check(
    'numbers-not-gapless',
    {
      title: { zh: '编号缺号、重号', en: 'Numbers with gaps or doubles' },
      sentence: {
        zh: '{issuer} {year}年“{series}”：缺{missing}个（{gaps}），重{doubled}个（{doubles}），超出已发{beyond}个',
        en: '{issuer} {year} "{series}": {missing} missing ({gaps}), {doubled} doubled ({doubles}), {beyond} beyond the last given',
      },
      basis: '案号、文号连续不重',
      severity: 'fault',
    },
    { perCase: false },
  ),
  check('audit-broken', {
    title: { zh: '断裂的审计链', en: 'Broken audit chains' },
    sentence: { zh: '审计链{chain}第{seq}条不符：{why}', en: 'Audit chain {chain}, entry {seq}, does not hold: {why}' },
    basis: '数据安全法 第27条',
    severity: 'incident',
  }),
  check('object-missing', {
    title: { zh: '缺失的卷宗文件', en: 'Papers without their bytes' },
    sentence: { zh: '案件{case}的一份文件{fault}', en: 'Case {case}: the bytes of a paper {fault}' },
    basis: '电子卷宗完整',
    severity: 'incident',
  }),
  check(
    'object-unknown',
    {
      title: { zh: '无登记的文件', en: 'Stored bytes that no paper names' },
      sentence: { zh: '存储中的“{key}”没有登记', en: 'The stored object "{key}" belongs to no paper' },
      basis: '电子卷宗完整',
      severity: 'notice',
    },
    { perCase: false },
  ),
]

const byCode = new Map(CHECKS.map(one => [one.code, one]))

/** @throws RangeError for a check that there is not */
export function checkOf(code: string): Check {
  const found = byCode.get(code)
  if (found === undefined) throw new RangeError(`no check is called ${code}`)
  return found
}
