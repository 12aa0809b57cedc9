import type { Bilingual } from '../domain/codes.ts'
import type { Stage } from '../domain/stages.ts'

/** What the agency whose turn it is has to do next, by stage: shown on every list so that nothing waits unseen. */
const NEXT_STEP: Readonly<Record<Stage, Bilingual>> = {
  INTAKE: { zh: '审查并决定是否立案', en: 'Decide on filing' },
  FILED: { zh: '登记到案嫌疑人', en: 'Register the suspect' },
  INVESTIGATION: { zh: '侦查取证，准备移送', en: 'Investigate and prepare the transfer' },
  TRANSFERRED_PROSECUTION: { zh: '核验并送达收案台', en: 'Being checked and delivered' },
  SUPPLEMENTARY: { zh: '补充侦查，期满前重新移送', en: 'Supplement and transfer again in time' },
  PROSECUTION_REVIEW: { zh: '审查起诉', en: 'Review for prosecution' },
  COND_NONPROSECUTION: { zh: '监督考察', en: 'Supervise the probation' },
  INDICTED: { zh: '核验并送达收案台', en: 'Being checked and delivered' },
  COURT_CHECK: { zh: '立案审查', en: 'Check for acceptance' },
  ADJOURNED_SUPPLEMENT: { zh: '补充侦查，一个月内提请恢复审理', en: 'Supplement and ask to resume within a month' },
  TRIAL: { zh: '开庭审理', en: 'Hear the case' },
  TRIAL_SUSPENDED: { zh: '中止原因消失后恢复审理', en: 'Resume once the ground is gone' },
  JUDGED: { zh: '送达判决书', en: 'Serve the judgment' },
  APPEAL_PERIOD: { zh: '等待上诉、抗诉期满', en: 'Appeal period running' },
  SECOND_INSTANCE: { zh: '二审审理', en: 'Hear the appeal' },
  EFFECTIVE: { zh: '交付执行', en: 'Deliver for execution' },
  EXECUTION_DELIVERY: { zh: '送交监狱执行', en: 'Deliver to prison' },
  CORRECTION: { zh: '社区矫正', en: 'Community correction' },
  SERVING_CENTRE: { zh: '看守所服刑', en: 'Serving in the detention centre' },
  SERVING_PRISON: { zh: '监狱服刑', en: 'Serving in prison' },
  CLOSED_NOT_FILED: { zh: '不予立案，送达通知', en: 'Not filed: serve the notice' },
  CLOSED_WITHDRAWN: { zh: '已撤案，告知当事人', en: 'Withdrawn: tell those concerned' },
  CLOSED_NONPROSECUTION: { zh: '不起诉，送达决定', en: 'Not prosecuted: serve the decision' },
  CLOSED_TERMINATED: { zh: '已终止审理', en: 'Trial terminated' },
  CLOSED_ACQUITTED: { zh: '无罪，已生效', en: 'Acquitted' },
  CLOSED_RELEASED: { zh: '已释放或解除矫正', en: 'Released' },
  CLOSED_MOVED: { zh: '在另一案件中继续办理', en: 'Goes on in another case' },
}

export const nextStep = (stage: Stage): Bilingual => NEXT_STEP[stage]

/** What a receiving desk has to do with a delivered file. */
export const DESK_STEP: Bilingual = { zh: '签收并审查受理', en: 'Sign for receipt and decide on acceptance' }
/** What a sender has to do who was asked to supplement. */
export const SUPPLEMENT_STEP: Bilingual = { zh: '补充材料', en: 'Supplement the papers asked for' }
/** What a sender has to do whose dossier is to be bound anew. */
export const REBIND_STEP: Bilingual = { zh: '重新装订卷宗并移送', en: 'Bind the dossier anew and send it' }
/** What an agency has to do that works on the case beside its holder. */
export const BESIDE_STEP: Bilingual = { zh: '审查并作出决定，或者执行', en: 'Decide, or execute' }
