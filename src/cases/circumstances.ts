import type { Bilingual } from '../domain/codes.ts'

/**
 * Investigative facts that officers declare and that decide which conditional papers a gate asks for; `condition` is the
 * wording of the document table. What is not declared did not happen.
 */
export const CIRCUMSTANCES: readonly (Bilingual & { readonly code: string; readonly condition: string })[] = [
  { code: 'summoned', condition: 'summoned', zh: '传唤到案', en: 'Summoned' },
  { code: 'reporterKnown', condition: 'reporter known', zh: '有报案人', en: 'Reporter known' },
  { code: 'hasWitness', condition: 'has witness', zh: '有证人', en: 'Has witness' },
  { code: 'hasVictim', condition: 'has victim', zh: '有被害人', en: 'Has victim' },
  { code: 'settled', condition: 'settled', zh: '已和解或谅解', en: 'Settled' },
  { code: 'inspected', condition: 'inspected', zh: '进行了现场勘验', en: 'Scene inspected' },
  { code: 'examined', condition: 'examined', zh: '进行了检查', en: 'Examined' },
  { code: 'identified', condition: 'identified', zh: '进行了辨认', en: 'Identification made' },
  { code: 'experimentMade', condition: 'made', zh: '进行了侦查实验', en: 'Experiment made' },
  { code: 'searched', condition: 'searched', zh: '进行了搜查', en: 'Searched' },
  { code: 'seized', condition: 'seized', zh: '扣押了物品', en: 'Items seized' },
  { code: 'premisesSealed', condition: 'sealed', zh: '进行了查封', en: 'Premises sealed' },
  { code: 'evidenceProduced', condition: 'produced', zh: '调取了证据', en: 'Evidence produced' },
  { code: 'itemsReturned', condition: 'returned', zh: '发还了物品', en: 'Items returned' },
  { code: 'itemsMoved', condition: 'items moved', zh: '有随案移送物品', en: 'Items move with the case' },
  { code: 'expertUsed', condition: 'expert used', zh: '另行委托鉴定', en: 'Further expert used' },
  { code: 'propertyCrime', condition: 'property crime', zh: '侵财案件需价格认定', en: 'Property crime with valuation' },
  { code: 'accident', condition: 'accident', zh: '发生交通事故', en: 'Traffic accident' },
  { code: 'electronicData', condition: 'electronic data', zh: '提取了电子数据', en: 'Electronic data' },
  { code: 'audioVisual', condition: 'audio-visual', zh: '有视听资料', en: 'Audio-visual material' },
  {
    code: 'interrogationRecorded',
    condition: 'required by law or listed',
    zh: '讯问同步录音录像随案移送',
    en: 'Interrogation recording listed',
  },
  { code: 'priorRecord', condition: 'has a record', zh: '有前科', en: 'Has a record' },
  { code: 'lawyerRetained', condition: 'lawyer retained', zh: '已委托辩护人', en: 'Lawyer retained' },
  { code: 'lawyerOpinion', condition: 'submitted', zh: '律师提交了书面意见', en: 'Lawyer submitted an opinion' },
  { code: 'mandatoryDefence', condition: 'mandatory defence', zh: '应当通知辩护', en: 'Mandatory defence' },
  {
    code: 'jurisdictionMoved',
    condition: 'case came from or went to another PSB',
    zh: '案件由其他公安机关移送',
    en: 'Came from another PSB',
  },
  { code: 'designated', condition: 'designated', zh: '指定管辖', en: 'Designated jurisdiction' },
  {
    code: 'policeSuggestFastTrack',
    condition: 'police suggest fast-track (may also be a paragraph in GA73)',
    zh: '公安建议适用速裁',
    en: 'Police suggest fast-track',
  },
  { code: 'nonCustodialLikely', condition: 'non-custodial likely', zh: '拟非监禁刑并委托调查评估', en: 'Non-custodial sentence likely' },
  { code: 'assessmentCommissioned', condition: 'assessment commissioned', zh: '已委托社区矫正调查评估', en: 'Assessment commissioned' },
  { code: 'summaryProposed', condition: 'summary', zh: '建议适用简易程序', en: 'Summary procedure proposed' },
  { code: 'protectedPerson', condition: 'protected person', zh: '有受保护人员', en: 'Protected person' },
]

/** Codes that people may declare; `summoned` follows from the event itself. */
export const isCircumstance = (code: string): boolean => CIRCUMSTANCES.some(one => one.code === code)
