import type { Bilingual } from '../../domain/codes.ts'

/** How a person leaves a centre. The last three have commands of their own. */
export const LEFT_REASONS = {
  RELEASED: { zh: '释放', en: 'Released' },
  BAIL: { zh: '取保候审', en: 'On bail' },
  SURVEILLANCE: { zh: '监视居住', en: 'Under residential surveillance' },
  TO_PRISON: { zh: '投送监狱执行', en: 'Taken to prison' },
} as const satisfies Record<string, Bilingual>
export type LeftReason = keyof typeof LEFT_REASONS

/** What the doctor found (健康检查): fit, held with care, or one of the bars. 看守所条例 10. */
export const HEALTH_BARS = {
  MENTAL_OR_INFECTIOUS: { zh: '患有精神病或者急性传染病', en: 'Mental illness or acute infectious disease' },
  SEVERE_ILLNESS: {
    zh: '患有其他严重疾病，羁押中可能发生生命危险或者生活不能自理',
    en: 'Severe illness: life in danger, or unable to live alone',
  },
  PREGNANT_OR_NURSING: { zh: '怀孕或者哺乳自己不满一周岁的婴儿', en: 'Pregnant, or nursing an own child under one' },
} as const satisfies Record<string, Bilingual>
export type HealthBar = keyof typeof HEALTH_BARS
export type Health = 'FIT' | 'CARE' | HealthBar

/** Papers and person as the centre has them before it. `idNo` null: the person shows no document. */
export type Presented = {
  readonly warrantNo: string
  readonly name: string
  readonly idNo: string | null
  readonly health: Health
  /** 罪大恶极不羁押对社会有危险性: the one exception to the second bar. */
  readonly dangerous: boolean
}

/** What the register has of the person to be admitted. `titleHere`: held for somebody, in this centre. */
export type Expected = {
  readonly titleHere: boolean
  readonly name: string
  readonly idNo: string | null
  readonly warrantNo: string | null
  readonly isHere: boolean
}

export type Admission = { readonly admitted: true; readonly health: 'FIT' | 'CARE' } | { readonly admitted: false; readonly bar: HealthBar }

/** A stay that is to end. `titleOpen`: somebody still holds the person. `unasked`: second cases whose agency was not asked yet. */
export type Leaving = {
  readonly titleOpen: boolean
  readonly lastEnd: string | null
  readonly unasked: number
  readonly admittedAt: Date
}

/** What the gate answers to a permit (提讯提解证). 看守所条例 19; 公通字〔2006〕17号 28. */
export const GATE_CODES = {
  ALLOWED: { zh: '准予提讯（提解）', en: 'Allowed' },
  TWO_OFFICERS: { zh: '提讯人员不得少于二人', en: 'Two officers at least' },
  UNKNOWN: { zh: '没有此证', en: 'No such permit' },
  NOT_HERE: { zh: '该人不在本所', en: 'The person is not here' },
  NOT_HOLDER: { zh: '持证机关已不是羁押所属机关', en: 'The agency does not hold the person any more' },
  EXPIRED: { zh: '提讯提解证已过期', en: 'The permit has expired' },
  TITLE_ENDED: { zh: '羁押已经解除', en: 'Custody has ended' },
} as const satisfies Record<string, Bilingual>
export type GateCode = keyof typeof GATE_CODES

/** The document that makes a refused permit good again. */
export const RESTORED_BY = {
  newPermitAfterTransfer: { zh: '换押后由接收机关开具新的提讯提解证', en: 'A new permit of the agency that took the person over' },
  newPermitAfterChangeNotice: { zh: '凭变更羁押期限通知书换发提讯提解证', en: 'A new permit, with the notice of the changed period' },
  changeNotice: { zh: '须先有变更羁押期限通知书或者换押证', en: 'First a notice of the changed period, or a transfer certificate' },
} as const satisfies Record<string, Bilingual>
export type RestoredBy = keyof typeof RESTORED_BY

/** A permit as the gate finds it. */
export type PermitAtGate = {
  readonly holder: string
  readonly validUntil: Date
  readonly endedReason: string | null
  readonly titleHolder: string | null
  /** End of custody now; null where nothing runs or the count stands still. */
  readonly custodyDue: Date | null
  readonly isHere: boolean
}

export const CLOSE_REASONS = {
  RELEASED: { zh: '已释放', en: 'Released' },
  MEASURE_CHANGED: { zh: '已变更强制措施', en: 'The measure was changed' },
  PERIOD_CHANGED: { zh: '已送达变更羁押期限通知书', en: 'A notice of the changed period came' },
  TRANSFERRED: { zh: '已换押，新的羁押期限起算', en: 'Transferred, with a new period' },
} as const satisfies Record<string, Bilingual>
export type CloseReason = keyof typeof CLOSE_REASONS

/** An incident that somebody wants to close. */
export type OpenIncident = {
  readonly expiredAt: Date
  readonly isHeld: boolean
  /** In the centre still, whether or not anybody holds him. */
  readonly isInside: boolean
  readonly titleEndedAt: Date | null
  readonly leftAt: Date | null
  /** End of what runs now; null where nothing runs or the count stands still. */
  readonly dueAt: Date | null
}

/** What befalls a person at the centre and is told at once. */
export const CENTRE_FACTS = {
  ILLNESS: { zh: '患病', en: 'Illness' },
  DEATH: { zh: '死亡', en: 'Death' },
  ESCAPED: { zh: '脱逃', en: 'Escape' },
  RELEASED_IN_ERROR: { zh: '错误释放', en: 'Released in error' },
} as const satisfies Record<string, Bilingual>
export type CentreFact = keyof typeof CENTRE_FACTS

/** Steps of a case that a centre takes; the worker enters them. */
export const CENTRE_STEPS = { admission: 'admitToCentre', DEATH: 'dieInCustody', ESCAPED: 'escapeFromCustody' } as const

/** What agencies and resident procurators are told, and what it obliges the holder to, where it does. */
export const NOTICE_KINDS = {
  NOT_ADMITTED: { zh: '因健康原因不予收押', en: 'Not admitted, for health', duty: { zh: '依法变更强制措施', en: 'Change the measure' } },
  ILLNESS: { zh: '在押人员患病', en: 'A detainee is ill', duty: { zh: '审查是否变更强制措施', en: 'Consider a change of measure' } },
  DEATH: { zh: '在押人员死亡', en: 'A detainee died', duty: null },
  ESCAPED: { zh: '在押人员脱逃', en: 'A detainee escaped', duty: null },
  RELEASED_IN_ERROR: { zh: '错误释放', en: 'Released in error', duty: { zh: '立即采取措施收押归案', en: 'Bring the person back at once' } },
  RELEASED_ON_NOTICE: {
    zh: '已凭释放通知书释放',
    en: 'Released on your notice',
    duty: { zh: '在案件中登记释放', en: 'Enter the release in the case' },
  },
  MOVED: { zh: '已变更羁押地点', en: 'Moved to another centre', duty: null },
  EXPIRY: {
    zh: '羁押期限即将届满',
    en: 'Custody is about to end',
    duty: { zh: '届满前延长、移送，或者释放、变更强制措施', en: 'Extend, hand over, release or change the measure before the end' },
  },
  OVERDUE: {
    zh: '超期羁押',
    en: 'Custody past its end',
    duty: { zh: '立即释放或者变更强制措施', en: 'Release or change the measure at once' },
  },
  OVERDUE_REPORT: {
    zh: '超期羁押报告',
    en: 'Report of overdue custody',
    duty: { zh: '立即释放或者变更强制措施', en: 'Release or change the measure at once' },
  },
  CUSTODY_CASE_ENDED: {
    zh: '另案羁押已经解除',
    en: 'Custody in the other case has ended',
    duty: { zh: '决定是否在本案中羁押', en: 'Decide on custody in your case' },
  },
} as const satisfies Record<string, Bilingual & { readonly duty: Bilingual | null }>
export type NoticeKind = keyof typeof NOTICE_KINDS
