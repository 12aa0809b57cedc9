import type { DeskPaper } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

const SIGNS = { passed: '✓', failed: '✗', late: '!' } as const

/** The checks of a paper. The server names a check by what is wrong; one that passed says what is right. */
export function Checks({ checks }: { checks: DeskPaper['checks'] }) {
  const { t, bi, word } = useLang()
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  const isLate = checks.some(({ outcome }) => outcome === 'late')
  return (
    <>
      <p>
        <strong>{t('custodyPapers.checks')}</strong>{' '}
        <span className={failed.length > 0 ? 'left near' : 'quiet small'}>
          {failed.length > 0 ? t('custodyPapers.failed', { count: failed.length }) : t('custodyPapers.allPassed')}
        </span>
      </p>
      <ul>
        {checks.map(check => (
          <li key={check.code} className={check.outcome}>
            <span aria-hidden="true">{SIGNS[check.outcome]}</span>
            <span className="only-read">{t(`custodyPapers.check.${check.outcome}`)}</span>{' '}
            {check.outcome === 'passed' ? word('custodyPapers.holds', check.code) : bi(check)}
          </li>
        ))}
      </ul>
      {isLate && <p className="small left over">{t('custodyPapers.late')}</p>}
    </>
  )
}
