import { useQuery } from '@tanstack/react-query'
import { Navigate, NavLink, Outlet, useLocation, useNavigate } from 'react-router'
import { countCases } from '../api/cases.ts'
import { countDesk } from '../api/custody.ts'
import { listRequests } from '../api/fast-track.ts'
import { countLetters } from '../api/letters.ts'
import type { User } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { ImportTray } from '../imports/ImportTray.tsx'
import { CustodyBanner } from '../letters/CustodyBanner.tsx'
import { KeysHelp } from '../ui/KeysHelp.tsx'
import { useKeys } from '../ui/keys.ts'
import { DemoClock } from './DemoClock.tsx'
import {
  checksData,
  comparesAgencies,
  handlesCases,
  holdsHearings,
  homeOf,
  isDutyLawyer,
  keepsCalendars,
  keepsCentre,
  keepsConnectors,
  keepsLines,
  readsLetters,
  seesChecks,
  seesWaiting,
  seesWatch,
  tracksCases,
} from './duties.ts'
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
  const letters = useLetterCounts(session.user)
  const requests = useQuery({
    queryKey: ['lawyer', 'waiting'],
    queryFn: () => listRequests('waiting'),
    enabled: isDutyLawyer(session.user),
  }).data?.counts.waiting
  const centre = keepsCentre(session.user)
  const onCentreDesk = useQuery({ queryKey: ['custody', 'counts'], queryFn: countDesk, enabled: centre }).data?.delivered
  const places = [
    ...(centre ? [{ to: '/custody', text: t('custody.nav'), count: onCentreDesk }] : []),
    ...(cases
      ? [
          { to: '/cases', text: t('nav.cases'), count: counts?.mine },
          { to: '/desk', text: t('nav.desk'), count: counts?.deskIn },
          ...(tracksCases(session.user) ? [{ to: '/fast-track', text: t('nav.track48'), count: counts?.track48 }] : []),
        ]
      : []),
    ...(holdsHearings(session.user) ? [{ to: '/hearings', text: t('hearing.nav'), count: undefined }] : []),
    ...(isDutyLawyer(session.user) ? [{ to: '/duty-lawyer', text: t('lawyer.nav'), count: requests }] : []),
    ...(readsLetters(session.user) ? [{ to: '/letters', text: t('letters.title'), count: letters }] : []),
    ...(cases ? [] : [{ to: '/post', text: t('post.nav'), count: undefined }]),
    ...(seesWaiting(session.user) ? [{ to: '/timeliness', text: t('waiting.nav'), count: undefined }] : []),
    ...(seesWatch(session.user) ? [{ to: '/watch', text: t('watch.nav'), count: undefined }] : []),
    ...(seesChecks(session.user) ? [{ to: '/integrity', text: t('integrity.nav'), count: undefined }] : []),
    ...(checksData(session.user) ? [{ to: '/differences', text: t('differences.nav'), count: undefined }] : []),
    ...(comparesAgencies(session.user) ? [{ to: '/meter', text: t('meter.title'), count: undefined }] : []),
    ...(keepsLines(session.user) ? [{ to: '/lines', text: t('lines.nav'), count: undefined }] : []),
    ...(keepsConnectors(session.user) ? [{ to: '/connectors', text: t('connectors.nav'), count: undefined }] : []),
    ...(keepsCalendars(session.user) ? [{ to: '/calendars', text: t('calendars.nav'), count: undefined }] : []),
  ]
  useKeys(places.map(({ to, text }, index) => ({ key: String(index + 1), label: text, run: () => void go(to) })))
  // A bookmark of a colleague with another post leads home.
  if (pathname === '/' || (!cases && !places.some(({ to }) => pathname.startsWith(to)))) return <Navigate to={home} replace />
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
      {readsLetters(session.user) && <CustodyBanner />}
      <main id="main" tabIndex={-1} className="page">
        <Outlet />
      </main>
      <ImportTray />
      <KeysHelp />
    </>
  )
}

/** Letters that wait for this user: to answer, and to sign. */
function useLetterCounts(user: User): number | undefined {
  const counts = useQuery({ queryKey: ['letters', 'counts'], queryFn: countLetters, enabled: readsLetters(user) }).data
  return counts && counts.in + counts.sign
}

function Place({ to, text, count }: { to: string; text: string; count: number | undefined }) {
  return (
    <NavLink to={to}>
      {text}
      {count !== undefined && count > 0 && <span className="count">{count}</span>}
    </NavLink>
  )
}
