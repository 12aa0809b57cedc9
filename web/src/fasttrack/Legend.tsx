import { useLang } from '../i18n/use-lang.ts'
import { OWNERS, ownerColour } from './owner.ts'

const SIGNS = ['done', 'enteredLate', 'doneLate', 'missed', 'open'] as const

/** Whose mark a colour is, and what its form says. */
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
      {SIGNS.map(state => (
        <li key={state}>
          <i className={`mark ${state}`} />
          {t(`track.mark.${state}`)}
        </li>
      ))}
    </ul>
  )
}
