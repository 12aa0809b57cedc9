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
  INDICTED: { zh: '核验并送达收案台', en: 'Being checked and delivered' },
  COURT_CHECK: { zh: '立案审查', en: 'Check for acceptance' },
  TRIAL: { zh: '开庭审理', en: 'Hear the case' },
  JUDGED: { zh: '送达判决书', en: 'Serve the judgment' },
  APPEAL_PERIOD: { zh: '等待上诉、抗诉期满', en: 'Appeal period running' },
  EFFECTIVE: { zh: '交付执行', en: 'Deliver for execution' },
}

export const nextStep = (stage: Stage): Bilingual => NEXT_STEP[stage]

/** What a receiving desk has to do with a delivered file. */
export const DESK_STEP: Bilingual = { zh: '签收并审查受理', en: 'Sign for receipt and decide on acceptance' }
/** What a sender has to do who was asked to supplement. */
export const SUPPLEMENT_STEP: Bilingual = { zh: '补充材料', en: 'Supplement the papers asked for' }
