import { useLang } from '../i18n/use-lang.ts'
import { useRoleName } from '../session/role-name.ts'
import { useSession } from '../session/session-context.ts'
import { Panel } from '../ui/Panel.tsx'
import { AuditPanel } from './AuditPanel.tsx'
import './post.css'
import { ServicePanel } from './ServicePanel.tsx'

/** The home of posts that handle no cases: what this platform holds for them today, and what it does not. */
export function PostPage() {
  const { t, bi, word } = useLang()
  const roleName = useRoleName()
  const { user, profile } = useSession().session
  return (
    <div className="stack post-page">
      <div className="page-head">
        <h1>{t('post.title')}</h1>
      </div>
      <Panel title={`${user.roles.map(roleName).join(' · ')} · ${bi(user.agency)}`}>
        <div className="stack tight">
          {user.roles.map(role => (
            <p key={role}>{word('post.of', role)}</p>
          ))}
          <p className="quiet">{t('post.cases')}</p>
          {profile !== 'production' && <p className="quiet">{t('post.demo')}</p>}
        </div>
      </Panel>
      {user.roles.includes('AU') && <AuditPanel />}
      {user.roles.includes('SA') && <ServicePanel />}
    </div>
  )
}
