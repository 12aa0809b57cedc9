import { useLang } from '../i18n/use-lang.ts'
import { useStageName } from '../session/use-reference.ts'

// The course of a case; stages beside it (arrest review, supplement, suspension) stand under the step they belong to.
const COURSE: string[][] = [
  ['INTAKE'],
  ['FILED'],
  ['INVESTIGATION', 'ARREST_REVIEW'],
  ['TRANSFERRED_PROSECUTION'],
  ['PROSECUTION_REVIEW', 'SUPPLEMENTARY', 'COND_NONPROSECUTION'],
  ['INDICTED'],
  ['COURT_CHECK'],
  ['TRIAL', 'ADJOURNED_SUPPLEMENT', 'TRIAL_SUSPENDED'],
  ['JUDGED', 'APPEAL_PERIOD', 'SECOND_INSTANCE'],
  ['EFFECTIVE', 'EXECUTION_DELIVERY'],
  ['CORRECTION', 'SERVING_PRISON', 'SERVING_CENTRE'],
]

/** The course of the case as steps; a closed case shows how it closed. */
export function StageSteps({ stage }: { stage: string }) {
  const { t } = useLang()
  const name = useStageName()
  const here = COURSE.findIndex(step => step.includes(stage))
  if (here < 0) {
    return (
      <p className="steps">
        <span className="tag">{name(stage)}</span>
      </p>
    )
  }
  return (
    <ol className="steps" aria-label={t('case.stages')}>
      {COURSE.map((step, index) => {
        const code = index === here ? stage : (step[0] ?? '')
        return (
          <li
            key={step[0]}
            className={index < here ? 'past' : index === here ? 'here' : ''}
            {...(index === here ? { 'aria-current': 'step' as const } : {})}
          >
            {name(code)}
          </li>
        )
      })}
    </ol>
  )
}
