import { useLang } from '../i18n/use-lang.ts'
import './connectors.css'
import { MeterPanel } from './MeterPanel.tsx'

/** How much of the cards nobody had to type, agency by agency. */
export function MeterPage() {
  const { t } = useLang()
  return (
    <div className="stack differences-page">
      <div className="page-head">
        <h1>{t('meter.title')}</h1>
      </div>
      <MeterPanel />
    </div>
  )
}
