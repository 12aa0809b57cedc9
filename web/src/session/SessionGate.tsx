import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { setCsrf, setExpiredHandler } from '../api/http.ts'
import { listen } from '../api/live.ts'
import { ApiProblem } from '../api/problem.ts'
import { currentSession, signOut } from '../api/session.ts'
import type { Session } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { followClock } from '../ui/clock.ts'
import { Loading } from '../ui/Empty.tsx'
import { Problem } from '../ui/Problem.tsx'
import { forgetDrafts } from '../ui/use-draft.ts'
import { SignIn } from './SignIn.tsx'
import { SessionContext } from './session-context.ts'
import { useActivity } from './use-activity.ts'

/**
 * Lets in who is signed in. When a session ends in the middle of work, the screen stays mounted behind the sign-in, so that the same
 * person is back at the same field; somebody else gets a fresh start.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useLang()
  const client = useQueryClient()
  const [session, setSession] = useState<Session | null>(null)
  const [expired, setExpired] = useState(false)
  const [connected, setConnected] = useState(true)
  const first = useQuery({ queryKey: ['session'], queryFn: currentSession, retry: false, staleTime: Number.POSITIVE_INFINITY })

  const enter = useCallback(
    (next: Session): void => {
      setCsrf(next.csrf)
      followClock(next.now, next.speed)
      setSession(before => {
        if (before !== null && before.user.id !== next.user.id) client.clear()
        else void client.invalidateQueries({ predicate: query => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'reference' })
        return next
      })
      setExpired(false)
    },
    [client],
  )
  useEffect(() => {
    if (first.data) enter(first.data)
  }, [first.data, enter])
  useEffect(() => setExpiredHandler(() => setExpired(true)), [])

  const userId = session?.user.id
  useActivity(userId !== undefined && !expired)
  useEffect(() => {
    if (userId === undefined || expired) return
    return listen(client, { userId, onState: setConnected })
  }, [client, userId, expired])

  const state = useMemo(() => {
    if (session === null) return null
    const leave = async (): Promise<void> => {
      await signOut().catch(() => null)
      forgetDrafts()
      window.location.assign('/')
    }
    return { session, signOut: leave, connected }
  }, [session, connected])

  const away = expired || (state === null && first.isError)
  if (first.isPending) return <Loading text={t('app.loading')} />
  if (state === null && first.error instanceof ApiProblem && first.error.status !== 401) {
    return <Problem error={first.error} retry={() => void first.refetch()} />
  }
  return (
    <>
      {state !== null && (
        <div inert={away} hidden={away} key={state.session.user.id}>
          <SessionContext.Provider value={state}>{children}</SessionContext.Provider>
        </div>
      )}
      {away && <SignIn onEnter={enter} again={expired} />}
    </>
  )
}
