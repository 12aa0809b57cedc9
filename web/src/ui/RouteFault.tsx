import { Button } from 'antd'
import { Link, useRouteError } from 'react-router'
import { useLang } from '../i18n/use-lang.ts'

/** A wrong address, or a screen that broke; says what to do and shows nothing of the machinery. */
export function RouteFault() {
  const { t } = useLang()
  const broke = useRouteError() !== undefined
  return (
    <div className="empty">
      <h1>{broke ? t('problem.screen') : t('problem.noPage')}</h1>
      {broke ? t('problem.screenHint') : t('problem.noPageHint')}
      <div className="row">
        {broke && <Button onClick={() => window.location.reload()}>{t('action.reload')}</Button>}
        <Link to="/">{t('problem.home')}</Link>
      </div>
    </div>
  )
}
