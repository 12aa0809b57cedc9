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
  endSummons: [note],
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
      ],
    },
    { name: 'principalMonths', kind: 'integer', zh: '刑期（月）', en: 'Term in months', required: true },
    { name: 'suspensionMonths', kind: 'integer', zh: '缓刑考验期（月，无则填0）', en: 'Suspension in months, 0 if none', required: true },
    { name: 'fineYuan', kind: 'integer', zh: '罚金（元，无则填0）', en: 'Fine in yuan, 0 if none', required: true },
  ],
  serve: [note],
} satisfies Record<string, readonly Field[]>
