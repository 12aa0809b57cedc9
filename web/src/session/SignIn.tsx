import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { demoSignIn, demoUsers, signIn } from '../api/session.ts'
import type { Session } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'
import { DemoCards } from './DemoCards.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import './sign-in.css'

type Props = { onEnter: (session: Session) => void; again: boolean }

/** Demo people as cards per agency; elsewhere a name and a password. */
export function SignIn({ onEnter, again }: Props) {
  const { t } = useLang()
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState('')
  const demo = useQuery({ queryKey: ['demoUsers'], queryFn: demoUsers, retry: false, staleTime: Number.POSITIVE_INFINITY })

  const attempt = async (login: string, ask: () => Promise<Session>): Promise<void> => {
    setBusy(login)
    setFailure(null)
    try {
      onEnter(await ask())
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy('')
    }
  }

  return (
    <main className={demo.data ? 'sign-in' : 'sign-in narrow'}>
      <header className="row spread">
        <div>
          <h1>
            {t('app.name')} <span className="quiet">{t('app.long')}</span>
          </h1>
          <p className="quiet">{again ? t('session.again') : demo.data ? t('session.demoHint') : t('session.hint')}</p>
        </div>
        <span className="row">
          <a className="switch" href="/calculator">
            {t('calculator.title')}
          </a>
          <LanguageSwitch />
        </span>
      </header>
      {failure !== null && <Problem error={failure} />}
      {demo.data && <DemoCards users={demo.data.users} busy={busy} onPick={login => void attempt(login, () => demoSignIn(login))} />}
      {demo.isError && (
        <PasswordForm busy={busy !== ''} onSubmit={(login, password) => void attempt(login, () => signIn(login, password))} />
      )}
    </main>
  )
}
