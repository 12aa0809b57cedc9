import type { Accounts, Session } from './accounts.ts'
import type { Faults } from './faults.ts'
import type { Form, Naming, Posted } from './form.ts'
import type { Charset } from './gbk.ts'
import type { CaseStore, Columns } from './store.ts'

export type LegacyKind = 'police' | 'procuratorate' | 'court'

/** A request as a system sees it. */
export type Asked = {
  readonly method: string
  readonly path: string
  readonly query: (name: string) => string
  readonly posted: Posted
  readonly session: Session | null
}

/** `saved` marks the answer to a saving, which a fault may swallow. `session` sets the cookie, null clears it. */
export type Answer = {
  readonly html?: string
  readonly to?: string
  readonly status?: number
  readonly session?: string | null
  readonly saved?: boolean
}

export type Counters = { logins: number; saves: number; requests: number }

/** What the pages of a system work with. `named` calls the inputs as they are called at the moment. */
export type Desk = {
  readonly accounts: Accounts
  readonly cases: CaseStore
  readonly faults: Faults
  readonly counters: Counters
  readonly named: Naming
}

/** One legacy system: what it keeps, how it calls it, and its pages. */
export type System = {
  readonly kind: LegacyKind
  readonly zh: string
  readonly form: Form
  readonly columns: Columns
  readonly naming: Naming
  readonly charset: Charset
  readonly cookie: string
  /** A second sign-in ends the first. */
  readonly oneSession: boolean
  readonly referenceOf: (id: number) => string
  readonly answer: (asked: Asked, desk: Desk) => Answer
}

export const one = (posted: Posted, name: string): string => posted.get(name)?.[0] ?? ''
