import type { ProblemFacts } from './problem.ts'
import { type ProblemCode, problemText } from './problem-codes.ts'

type Text = ReturnType<typeof problemText>

/** Why the present state does not allow a step, where a rule says so by name. */
const REASONS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'done-already': { zh: '该事项已经办理', en: 'This has been done already' },
  'not-served-on-all': { zh: '判决尚未送达全部当事人和人民检察院', en: 'The judgment has not been served on everybody yet' },
  'appeal-period-running': { zh: '上诉、抗诉期未满', en: 'The appeal period is still running' },
  'appeal-pending': {
    zh: '有人上诉或者抗诉，判决未生效，应当移送第二审法院',
    en: 'An appeal or protest stands: the file goes to the higher court',
  },
  'not-appealed': { zh: '没有上诉或者抗诉', en: 'Nobody has appealed or protested' },
  'period-over': { zh: '法定期限已过', en: 'The legal period is over' },
  'release-due': { zh: '有人应当释放而尚未释放，先办理释放', en: 'Somebody is still held who has to be free: release first' },
  'custody-out-of-order': {
    zh: '时间早于该人已有的羁押记录，前后不接',
    en: 'Dated before what is already recorded of the custody of somebody: the times do not follow each other',
  },
  'arrest-not-approved': { zh: '人民检察院没有批准逮捕', en: 'The procuratorate has not approved the arrest' },
  'announced-in-court-only': { zh: '速裁程序应当当庭宣判', en: 'In the fast-track procedure the judgment is announced in court' },
  'no-return-before': { zh: '存疑不起诉须先退回补充侦查', en: 'Doubt asks for a return for supplement first' },
  'probation-running': { zh: '考验期未满', en: 'The probation is still running' },
  'term-running': { zh: '刑期或者矫正期未满', en: 'The term is still running' },
  'nothing-to-serve': { zh: '判决没有需要收监执行的刑罚', en: 'The judgment leaves nothing to serve in custody' },
  'no-correction': { zh: '判决不涉及社区矫正', en: 'The judgment does not lead to community correction' },
  'no-sentence': { zh: '没有可以执行的原判刑罚', en: 'There is no sentence to execute' },
  'remanded-before': { zh: '已因事实不清发回重审一次，不得再次发回', en: 'Remanded once before: not a second time' },
  'recalled-before': { zh: '受理前只能撤回一次', en: 'A file may be recalled once' },
}

/** A refusal in words: its code's, or, where the rule names the reason, that. */
export function refusalText(code: ProblemCode, facts: ProblemFacts): Text {
  const text = problemText(code)
  const named = code === 'state-conflict' && typeof facts.reason === 'string' ? REASONS[facts.reason] : undefined
  return named ? { ...text, ...named } : text
}
