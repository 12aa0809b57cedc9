import type { Field } from './model.ts'

const docNo: Field = { name: 'docNo', kind: 'text', zh: '文书号', en: 'Document number', required: false }
const note: Field = { name: 'note', kind: 'longText', zh: '备注', en: 'Note', required: false }

const procedures = [
  { value: 'fastTrack', zh: '速裁程序', en: 'Fast-track' },
  { value: 'summary', zh: '简易程序', en: 'Summary' },
  { value: 'ordinary', zh: '普通程序', en: 'Ordinary' },
]

const reason: Field = { name: 'reason', kind: 'longText', zh: '理由', en: 'Reason', required: true }

/** What each act asks beyond its time and person. */
export const ACT_FIELDS = {
  file: [docNo],
  docNo: [docNo],
  note: [note],
  custody: [{ ...docNo, required: true }],
  conversion: [reason],
  grounds: [reason, docNo],
  endSummons: [note],
  surveillance: [
    {
      name: 'measure',
      kind: 'choice',
      zh: '执行处所',
      en: 'Place',
      required: true,
      options: [
        { value: '04', zh: '住处', en: 'At home' },
        { value: '05', zh: '指定居所', en: 'At a designated place' },
      ],
    },
    docNo,
  ],
  rejectArrest: [
    {
      name: 'ground',
      kind: 'choice',
      zh: '不批准逮捕的情形',
      en: 'Ground',
      required: true,
      options: [
        { value: 'noCrime', zh: '不构成犯罪', en: 'No crime' },
        { value: 'insufficient', zh: '证据不足', en: 'Evidence insufficient' },
        { value: 'noNeed', zh: '无社会危险性，无逮捕必要', en: 'No need to arrest' },
      ],
    },
    reason,
    { ...docNo, required: true },
  ],
  reconsideration: [
    {
      name: 'outcome',
      kind: 'choice',
      zh: '决定',
      en: 'Decision',
      required: true,
      options: [
        { value: 'upheld', zh: '维持', en: 'Upheld' },
        { value: 'changed', zh: '变更，批准逮捕', en: 'Changed: arrest approved' },
      ],
    },
    docNo,
  ],
  nonProsecution: [
    {
      name: 'ground',
      kind: 'choice',
      zh: '不起诉种类',
      en: 'Kind',
      required: true,
      options: [
        { value: 'statutory', zh: '法定不起诉（第177条第1款）', en: 'Statutory, CPL 177(1)' },
        { value: 'discretionary', zh: '相对不起诉（第177条第2款）', en: 'Discretionary, CPL 177(2)' },
        { value: 'doubt', zh: '存疑不起诉（第175条第4款）', en: 'Doubt, CPL 175(4)' },
        { value: 'special', zh: '特殊不起诉（第182条）', en: 'Special, CPL 182' },
      ],
    },
    reason,
    { ...docNo, required: true },
  ],
  conditional: [
    { name: 'probationMonths', kind: 'integer', zh: '考验期（月，六至十二）', en: 'Probation in months, six to twelve', required: true },
    reason,
    { ...docNo, required: true },
  ],
  scheduleHearing: [{ name: 'hearingAt', kind: 'dateTime', zh: '开庭时间', en: 'Time of the hearing', required: true }, note],
  appeal: [
    {
      name: 'form',
      kind: 'choice',
      zh: '上诉方式',
      en: 'Form',
      required: true,
      options: [
        { value: 'writing', zh: '书面', en: 'In writing' },
        { value: 'oral', zh: '口头', en: 'Orally' },
        { value: 'post', zh: '邮寄（以交邮日为准）', en: 'By post: the day of posting counts' },
      ],
    },
    note,
  ],
  secondInstance: [
    {
      name: 'outcome',
      kind: 'choice',
      zh: '裁判结果',
      en: 'Result',
      required: true,
      options: [
        { value: 'upheld', zh: '驳回上诉、抗诉，维持原判', en: 'Dismissed, upheld' },
        { value: 'changed', zh: '改判', en: 'Changed' },
        { value: 'withdrawn', zh: '准许撤回上诉、抗诉', en: 'Withdrawal permitted' },
      ],
    },
    { ...docNo, required: true },
  ],
  bail: [
    {
      name: 'measure',
      kind: 'choice',
      zh: '保证方式',
      en: 'Guarantee',
      required: true,
      options: [
        { value: '02', zh: '保证人', en: 'Guarantor' },
        { value: '03', zh: '保证金', en: 'Money' },
      ],
    },
    docNo,
  ],
  notifyRights: [note],
  signUndertaking: [
    {
      name: 'counsel',
      kind: 'choice',
      zh: '在场律师',
      en: 'Lawyer present',
      required: true,
      options: [
        { value: 'dutyLawyer', zh: '值班律师', en: 'Duty lawyer' },
        { value: 'defence', zh: '辩护人', en: 'Defence counsel' },
      ],
      hint: '签署具结书须有辩护人或者值班律师在场（刑事诉讼法第174条）',
    },
    { name: 'fastTrackConsent', kind: 'boolean', zh: '同意适用速裁程序', en: 'Consents to fast-track', required: true },
    { name: 'suggestion', kind: 'text', zh: '量刑建议', en: 'Sentencing recommendation', required: true },
  ],
  acceptIndictment: [{ name: 'procedure', kind: 'choice', zh: '适用程序', en: 'Procedure', required: true, options: procedures }],
  announceJudgment: [
    {
      name: 'principal',
      kind: 'choice',
      zh: '主刑',
      en: 'Principal penalty',
      required: true,
      options: [
        { value: 'P1', zh: '管制', en: 'Control' },
        { value: 'P2', zh: '拘役', en: 'Criminal detention' },
        { value: 'P3', zh: '有期徒刑', en: 'Fixed-term imprisonment' },
        { value: 'P4', zh: '无期徒刑', en: 'Life imprisonment' },
        { value: 'P0', zh: '单处附加刑', en: 'Additional penalty alone' },
        { value: 'S2', zh: '免予刑事处罚', en: 'Exempted from punishment' },
        { value: 'N0', zh: '无罪', en: 'Not guilty' },
      ],
    },
    { name: 'principalMonths', kind: 'integer', zh: '刑期（月）', en: 'Term in months', required: true },
    { name: 'suspensionMonths', kind: 'integer', zh: '缓刑考验期（月，无则填0）', en: 'Suspension in months, 0 if none', required: true },
    { name: 'fineYuan', kind: 'integer', zh: '罚金（元，无则填0）', en: 'Fine in yuan, 0 if none', required: true },
    {
      name: 'acquittalGround',
      kind: 'choice',
      zh: '无罪的理由（判决无罪时填）',
      en: 'Ground of an acquittal (only for one)',
      required: false,
      options: [
        { value: 'law', zh: '依据法律认定无罪（第200条第2项）', en: 'Not guilty by law (Art. 200(2))' },
        { value: 'evidence', zh: '证据不足，指控的犯罪不能成立（第200条第3项）', en: 'Evidence does not suffice (Art. 200(3))' },
      ],
    },
  ],
  serve: [note],
  separate: [
    { name: 'relatedCase', kind: 'text', zh: '另案（案号或者编号）', en: 'The other case, by its number', required: true },
    reason,
  ],
} satisfies Record<string, readonly Field[]>

/** Why a case leaves the 48-hour track; `defenceRequest` counts against nobody. */
const LEAVE_REASONS = [
  {
    value: 'defenceRequest',
    zh: '当事人或者辩护方要求（不计入任何单位的负面评价）',
    en: 'At the request of the defence (counts against nobody)',
  },
  { value: 'notEligible', zh: '不符合适用条件', en: 'A condition does not hold' },
  { value: 'appraisalPending', zh: '鉴定等事项不能在数小时内完成', en: 'An appraisal cannot be done within hours' },
  { value: 'converted', zh: '转为普通审查、普通程序', en: 'Changed to the ordinary course' },
  { value: 'other', zh: '其他', en: 'Other' },
]

/** What the steps of the 48-hour track ask. */
export const TRACK_FIELDS = {
  confirmTrack48: [note],
  convertTrackReview: [reason],
  leaveTrack48: [{ name: 'reason', kind: 'choice', zh: '退出原因', en: 'Reason', required: true, options: LEAVE_REASONS }, note],
} satisfies Record<string, readonly Field[]>
