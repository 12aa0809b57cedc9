import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

/** Somebody who may sign in at a legacy system; the password is of this system alone. */
export type Account = { readonly name: string; readonly person: string; readonly password: string }
export type Session = { readonly id: string; readonly account: string; readonly person: string }

/** Names, passwords and sessions of one system. Passwords are kept as scrypt digests, sessions in memory: a restart signs everybody out. */
export class Accounts {
  readonly #db: DatabaseSync
  readonly #oneSession: boolean
  readonly #sessions = new Map<string, Session>()

  constructor(db: DatabaseSync, oneSession: boolean) {
    this.#db = db
    this.#oneSession = oneSession
    db.exec('create table if not exists account (name text primary key, person text not null, salt blob not null, digest blob not null)')
  }

  add({ name, person, password }: Account): void {
    const salt = randomBytes(16)
    this.#db
      .prepare('insert or replace into account (name, person, salt, digest) values (?, ?, ?, ?)')
      .run(name, person, salt, scryptSync(password, salt, 32))
  }

  /** A new session, or null for a wrong name or password. */
  signIn(name: string, password: string): Session | null {
    const row = this.#db.prepare('select person, salt, digest from account where name = ?').get(name)
    if (!(row?.salt instanceof Uint8Array) || !(row.digest instanceof Uint8Array)) return null
    if (!timingSafeEqual(scryptSync(password, row.salt, 32), row.digest)) return null
    if (this.#oneSession) for (const [id, { account }] of this.#sessions) if (account === name) this.#sessions.delete(id)
    const session = { id: randomBytes(24).toString('base64url'), account: name, person: String(row.person) }
    this.#sessions.set(session.id, session)
    return session
  }

  find = (id: string | undefined): Session | null => (id === undefined ? null : (this.#sessions.get(id) ?? null))
  end = (id: string): boolean => this.#sessions.delete(id)
  endAll(): void {
    this.#sessions.clear()
  }
}
