import { useQuery } from '@tanstack/react-query'
import { NavLink, Outlet, useNavigate } from 'react-router'
import { countCases } from '../api/cases.ts'
import { useLang } from '../i18n/use-lang.ts'
import { ImportTray } from '../imports/ImportTray.tsx'
import { KeysHelp } from '../ui/KeysHelp.tsx'
import { useKeys } from '../ui/keys.ts'
import { DemoClock } from './DemoClock.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import './shell.css'
import { useSession } from './session-context.ts'
import { UserMenu } from './UserMenu.tsx'

/** The frame of every screen: where to go, the clock of the demo, who is here, and what is being uploaded. */
export function Shell() {
  const { t } = useLang()
  const { session, connected } = useSession()
  const go = useNavigate()
  const counts = useQuery({ queryKey: ['counts'], queryFn: countCases }).data
  useKeys([
    { key: '1', label: t('nav.cases'), run: () => void go('/cases') },
    { key: '2', label: t('nav.desk'), run: () => void go('/desk') },
    { key: '3', label: t('nav.track48'), run: () => void go('/fast-track') },
  ])
  return (
    <>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <header className="top no-print">
        <NavLink to="/cases" className="mark">
          {t('app.name')}
        </NavLink>
        <nav aria-label={t('nav.label')}>
          <Place to="/cases" text={t('nav.cases')} count={counts?.mine} />
          <Place to="/desk" text={t('nav.desk')} count={counts?.deskIn} />
          <Place to="/fast-track" text={t('nav.track48')} count={counts?.track48} />
        </nav>
        <div className="who">
          {session.profile !== 'production' && <DemoClock />}
          <LanguageSwitch />
          <UserMenu />
        </div>
      </header>
      {!connected && (
        <div className="lost" role="status">
          {t('app.lost')}
        </div>
      )}
      <main id="main" tabIndex={-1} className="page">
        <Outlet />
      </main>
      <ImportTray />
      <KeysHelp />
    </>
  )
}

function Place({ to, text, count }: { to: string; text: string; count: number | undefined }) {
  return (
    <NavLink to={to}>
      {text}
      {count !== undefined && count > 0 && <span className="count">{count}</span>}
    </NavLink>
  )
}
