import { Button, Popover } from 'antd'
import { custodyListAddress } from '../api/calendars.ts'
import { useLang } from '../i18n/use-lang.ts'
import { printsCustody, tracksCases } from './duties.ts'
import { FeedPanel } from './FeedPanel.tsx'
import { useRoleName } from './role-name.ts'
import { useSession } from './session-context.ts'

export function UserMenu() {
  const { t, bi } = useLang()
  const roleName = useRoleName()
  const { session, signOut } = useSession()
  const { user } = session
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="stack tight user-menu">
          <strong>{user.name}</strong>
          <span className="quiet">{bi(user.agency)}</span>
          <span className="quiet">
            {[user.post, ...user.roles.map(roleName)].filter((text, at, all) => text !== '' && all.indexOf(text) === at).join(' · ')}
          </span>
          <a href="/calculator" target="_blank" rel="noopener">
            {t('calculator.title')}
          </a>
          {printsCustody(user) && (
            <a href={custodyListAddress()} target="_blank" rel="noopener">
              {t('calendars.custodyList')}
            </a>
          )}
          {tracksCases(user) && <FeedPanel />}
          <Button onClick={() => void signOut()}>{t('session.signOut')}</Button>
        </div>
      }
    >
      <button type="button" className="plain user" aria-haspopup="dialog">
        <strong>{user.name}</strong>
        <span>{bi(user.agency)}</span>
      </button>
    </Popover>
  )
}
