import type { LetterView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

const COURSE = [
  { name: 'raised', states: ['RAISED'] },
  { name: 'delivered', states: ['DELIVERED'] },
  { name: 'worked', states: ['ACKNOWLEDGED', 'IN_PROGRESS', 'DISPUTED'] },
  { name: 'fedBack', states: ['FED_BACK'] },
  { name: 'closed', states: ['CLOSED', 'CANCELLED', 'SUPERSEDED'] },
] as const

/** The life of a letter as steps. */
export function StateSteps({ letter }: { letter: LetterView }) {
  const { t, bi } = useLang()
  const here = COURSE.findIndex(({ states }) => states.some(state => state === letter.state))
  return (
    <ol className="steps" aria-label={t('letters.stepsLabel')}>
      {COURSE.map(({ name }, index) => (
        <li
          key={name}
          className={index < here ? 'past' : index === here ? 'here' : ''}
          {...(index === here ? { 'aria-current': 'step' as const } : {})}
        >
          {index === here ? bi(letter.stateName) : t(`letters.steps.${name}`)}
        </li>
      ))}
    </ol>
  )
}
