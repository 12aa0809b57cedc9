import { createContext, useContext } from 'react'
import type { Session } from '../api/types.ts'

export type SessionState = { session: Session; signOut: () => Promise<void>; connected: boolean }

export const SessionContext = createContext<SessionState | null>(null)

/** The signed-in user; only inside the signed-in part of the application. */
export function useSession(): SessionState {
  const state = useContext(SessionContext)
  if (state === null) throw new Error('used outside a session')
  return state
}
