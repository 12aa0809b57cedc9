import { Client } from '../client.ts'
import type { OnWait } from '../retry.ts'
import type { CaseFacts } from './papers/facts.ts'

/** The demonstration district's people who take part, by what they do in the story. */
const LOGINS = {
  officer: 'fz-po',
  colleague: 'fz-po2',
  approver: 'fz-pl',
  prosecutor: 'fz-pp',
  caseDesk: 'fz-pc',
  judge: 'fz-cj',
  clerk: 'fz-cc',
} as const

export type Officers = { readonly [name in keyof typeof LOGINS]: Client }

/** Agencies of the demonstration district. */
export const DISTRICT = { procuratorate: '350503-PRO', court: '350503-CRT' } as const

/** Signs everybody in, each in a session of their own. */
export async function signInOfficers(server: URL, onWait: OnWait): Promise<Officers> {
  const enter = async (login: string): Promise<Client> => await Client.signIn(server, { login }, onWait)
  return {
    officer: await enter(LOGINS.officer),
    colleague: await enter(LOGINS.colleague),
    approver: await enter(LOGINS.approver),
    prosecutor: await enter(LOGINS.prosecutor),
    caseDesk: await enter(LOGINS.caseDesk),
    judge: await enter(LOGINS.judge),
    clerk: await enter(LOGINS.clerk),
  }
}

export const AUDITOR = 'au'

/** The facts with the names of those who act here, so that the papers say what the platform says. */
export function castOf(facts: CaseFacts, { officer, colleague, approver, prosecutor, judge, clerk }: Officers): CaseFacts {
  const names = {
    officers: [officer.user.name, colleague.user.name] as const,
    policeHead: approver.user.name,
    prosecutor: prosecutor.user.name,
    judge: judge.user.name,
    clerk: clerk.user.name,
  }
  return { ...facts, staff: { ...facts.staff, ...names } }
}
