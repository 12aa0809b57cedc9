import { call, get, post } from './http.ts'
import type { Clock, Reference, Session, User } from './types.ts'

export const demoUsers = (): Promise<{ users: User[] }> => get('/demo/users')
export const demoSignIn = (login: string): Promise<Session> => post('/demo/session', { login })
export const signIn = (login: string, password: string): Promise<Session> => post('/session', { login, password })
export const currentSession = (): Promise<Session> => get('/session')
export const signOut = (): Promise<null> => call('DELETE', '/session')
export const clock = (): Promise<Clock> => get('/clock')
export const setClock = (change: { now?: string; speed?: number }): Promise<Clock> => call('PUT', '/clock', { body: change })
export const reference = (): Promise<Reference> => get('/reference')
