import type { AgencyType } from '../domain/codes.ts'

/** The roles of the access matrix, as people see them. */
export const ROLES = {
  PO: { zh: '办案民警', en: 'Police officer' },
  PL: { zh: '公安审批人', en: 'Police approver' },
  PP: { zh: '检察官', en: 'Prosecutor' },
  PC: { zh: '检察官助理（案管）', en: "Prosecutor's clerk" },
  CJ: { zh: '法官', en: 'Judge' },
  CC: { zh: '书记员（立案）', en: 'Court clerk' },
  DO: { zh: '看守所民警', en: 'Detention officer' },
  JB: { zh: '司法局工作人员', en: 'Justice bureau' },
  SV: { zh: '政法委督查员', en: 'Supervisor' },
  LW: { zh: '律师', en: 'Lawyer' },
  SA: { zh: '系统管理员', en: 'System administrator' },
  SE: { zh: '安全管理员', en: 'Security administrator' },
  AU: { zh: '审计管理员', en: 'Audit administrator' },
} as const satisfies Record<string, { zh: string; en: string }>

export type Role = keyof typeof ROLES
export const isRole = (text: string): text is Role => Object.hasOwn(ROLES, text)

/** Who acts, in which post, by which request. `name` is for papers that the person signs, never for logs. */
export type Actor = {
  readonly userId: string
  readonly name: string
  readonly agency: string
  readonly agencyType: AgencyType
  readonly roles: readonly Role[]
  readonly requestId: string
  readonly address: string | null
}
