import { useLang } from '../i18n/use-lang.ts'
import { OWNERS, ownerColour } from './owner.ts'

export function Legend() {
  const { t } = useLang()
  return (
    <ul className="legend small">
      {OWNERS.map(owner => (
        <li key={owner}>
          <i style={{ background: ownerColour(owner) }} />
          {t(`track.owner.${owner}`)}
        </li>
      ))}
    </ul>
  )
}
