import type { User } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useRoleName } from './role-name.ts'

type Props = { users: User[]; busy: string; onPick: (login: string) => void }

const ORDER = ['publicSecurity', 'procuratorate', 'court', 'detention', 'justice', 'communityCorrection', 'prison', 'politicalLegal']

const POSTS = ['PO', 'PL', 'PC', 'PP', 'CC', 'CJ', 'DO', 'JB', 'SV', 'LW', 'SA', 'SE', 'AU']
const rank = ({ roles }: User): number => Math.min(...roles.map(role => POSTS.indexOf(role)))

/** The demonstration district, and the city's own agencies. */
const HOME = ['350503', '350500', '350000']
const homeOf = ({ code }: User['agency']): number => {
  const at = HOME.findIndex(division => code.startsWith(division))
  return at < 0 ? HOME.length : at
}

/** The people of the demo under their agencies, in the order in which a case reaches them. */
export function DemoCards({ users, busy, onPick }: Props) {
  const { t, bi } = useLang()
  const roleName = useRoleName()
  const agencies = [...new Map(users.map(user => [user.agency.code, user.agency])).values()].sort(
    (a, b) => homeOf(a) - homeOf(b) || ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || a.code.localeCompare(b.code),
  )
  const isHome = (agency: User['agency']): boolean => homeOf(agency) < HOME.length
  const neighbours = agencies.filter(agency => !isHome(agency))
  const cards = (shown: User['agency'][]) => (
    <div className="demo-agencies">
      {shown.map(agency => (
        <section key={agency.code} className={`demo-agency ${agency.type}`} aria-labelledby={`agency-${agency.code}`}>
          <h2 id={`agency-${agency.code}`}>{bi(agency)}</h2>
          <ul>
            {users
              .filter(user => user.agency.code === agency.code)
              .sort((a, b) => rank(a) - rank(b))
              .map(user => (
                <li key={user.id}>
                  <button type="button" disabled={busy !== ''} onClick={() => onPick(user.login)}>
                    <strong>{user.name}</strong>
                    <span>{user.post || user.roles.map(roleName).join(' · ')}</span>
                    {busy === user.login && <em>{t('session.entering')}</em>}
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
  return (
    <>
      {cards(agencies.filter(isHome))}
      {neighbours.length > 0 && (
        <details className="demo-neighbours">
          <summary>{t('session.neighbours', { count: neighbours.length })}</summary>
          {cards(
            neighbours.sort(
              (a, b) => a.code.slice(0, 6).localeCompare(b.code.slice(0, 6)) || ORDER.indexOf(a.type) - ORDER.indexOf(b.type),
            ),
          )}
        </details>
      )}
    </>
  )
}
