import type { CardSnapshot } from '../cards/model.ts'
import type { Json } from '../domain/json.ts'

/** How an agency's own system (业务系统) is reached: signed requests, a folder both sides see, or a robot (案管机器人) at its screens. */
export type ConnectorKind = 'webhook' | 'folder' | 'robot'

export type { CardSnapshot }

/** A record of the agency's own system. `values` by pointers into the document of the schema (`/persons/0/name`), as the card would have them; `raw` as the system shows them. */
export type SystemRecord = {
  /** What the system calls the record: never changes. */
  readonly reference: string
  /** The platform's number as the system has it; null for a record born there. */
  readonly platformCaseId: string | null
  readonly values: ReadonlyMap<string, Json>
  readonly raw: ReadonlyMap<string, string>
}

/** One line of the system's own list. `changed` is any mark that differs once the record does. */
export type SystemListing = { readonly reference: string; readonly changed: string }

/** Where a value would go, or went. `words` is what is put there. */
export type Placed = { readonly pointer: string; readonly zh: string; readonly place: string; readonly words: string }

/** Why a system did not take or give something. `needsPerson`: nothing goes on until somebody has looked. */
export const SYSTEM_FAULTS = {
  down: { zh: '对方系统无法访问', en: 'The system does not answer', needsPerson: false },
  slow: { zh: '对方系统响应超时', en: 'The system took too long', needsPerson: false },
  loggedOut: { zh: '登录状态失效', en: 'The system signed the robot out', needsPerson: false },
  badCredentials: { zh: '账号或密码被拒绝', en: 'Name or password was refused', needsPerson: true },
  captcha: { zh: '对方系统要求验证码', en: 'The system asks for a captcha', needsPerson: true },
  formChanged: { zh: '对方系统的表单与映射不符', en: 'The form is not the one that is mapped', needsPerson: true },
  rejected: { zh: '对方系统拒绝保存', en: 'The system refused to save', needsPerson: true },
  noPlace: { zh: '有值无法按映射转换', en: 'A value has no counterpart in the map', needsPerson: true },
} as const satisfies Record<string, { zh: string; en: string; needsPerson: boolean }>
export type SystemFaultCode = keyof typeof SYSTEM_FAULTS

/** Thrown by every way to a system. `detail` names fields and pages, never a person; `picture` is the screen as it was. */
export class SystemFault extends Error {
  readonly code: SystemFaultCode
  readonly detail: string
  readonly picture: Uint8Array | null

  constructor(code: SystemFaultCode, detail: string, picture: Uint8Array | null = null) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
    this.picture = picture
  }
}

/** One sign-in at an agency's own system. What it does is asked in order, one thing at a time. */
export interface AgencySystem {
  /** The record that carries the platform's number, or null. */
  find(platformCaseId: string): Promise<SystemRecord | null>
  /**
   * Puts the card there: a new record, or the one of this reference. `mayStillSubmit` is asked last of all before the record is
   * saved and throws where somebody else has taken over. Gives the reference and a picture of the saved record.
   * @throws SystemFault, with nothing saved, save where the answer to saving did not come: then `find` tells
   */
  write(
    snapshot: CardSnapshot,
    reference: string | null,
    mayStillSubmit: () => Promise<void>,
  ): Promise<{ reference: string; picture: Uint8Array | null }>
  read(reference: string): Promise<SystemRecord>
  /** Records of the system's list, the latest changed first. */
  list(): Promise<readonly SystemListing[]>
  /** Signs in, opens the form and says what would be put where; saves nothing. */
  trial(snapshot: CardSnapshot): Promise<{ placed: readonly Placed[]; picture: Uint8Array | null }>
  close(): Promise<void>
}
