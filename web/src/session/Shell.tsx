import { useQuery } from '@tanstack/react-query'
import { Navigate, NavLink, Outlet, useLocation, useNavigate } from 'react-router'
import { countCases } from '../api/cases.ts'
import { useLang } from '../i18n/use-lang.ts'
import { ImportTray } from '../imports/ImportTray.tsx'
import { KeysHelp } from '../ui/KeysHelp.tsx'
import { useKeys } from '../ui/keys.ts'
import { DemoClock } from './DemoClock.tsx'
import { handlesCases, homeOf } from './duties.ts'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import './shell.css'
import { useSession } from './session-context.ts'
import { UserMenu } from './UserMenu.tsx'

/** The frame of every screen: where to go, the clock of the demo, who is here, and what is being uploaded. */
export function Shell() {
  const { t } = useLang()
  const { session, connected } = useSession()
  const go = useNavigate()
  const { pathname } = useLocation()
  const home = homeOf(session.user)
  const cases = handlesCases(session.user)
  const counts = useQuery({ queryKey: ['counts'], queryFn: countCases, enabled: cases }).data
  const places = cases
    ? [
        { to: '/cases', text: t('nav.cases'), count: counts?.mine },
        { to: '/desk', text: t('nav.desk'), count: counts?.deskIn },
        { to: '/fast-track', text: t('nav.track48'), count: counts?.track48 },
      ]
    : [{ to: '/post', text: t('post.nav'), count: undefined }]
  useKeys(places.map(({ to, text }, index) => ({ key: String(index + 1), label: text, run: () => void go(to) })))
  // Posts without cases have one screen; a bookmark of a colleague leads there too.
  if (pathname === '/' || (!cases && pathname !== home)) return <Navigate to={home} replace />
  return (
    <>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <header className="top no-print">
        <NavLink to={home} className="mark">
          {t('app.name')}
        </NavLink>
        <nav aria-label={t('nav.label')}>
          {places.map(place => (
            <Place key={place.to} {...place} />
          ))}
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
