import { Button } from 'antd'
import { ApiProblem } from '../api/problem.ts'
import { useLang } from '../i18n/use-lang.ts'

/** The words of a failure in the language shown, never of its machinery. */
function useProblemText() {
  const { t, lang } = useLang()
  return (error: unknown): string => {
    if (!(error instanceof ApiProblem)) return t('problem.internal')
    if (error.code === 'unreachable') return t('problem.unreachable')
    const { detail, title, titleEn } = error.body
    const said = lang === 'en' ? (titleEn ?? '') : (detail ?? title)
    if (said !== '') return said
    return error.status === 404 ? t('problem.notFound') : t('problem.internal')
  }
}

type Props = { error: unknown; retry?: (() => void) | undefined }

/** What failed, why by which article, what mends it, and the number to tell the administrator. */
export function Problem({ error, retry }: Props) {
  const { t, lang } = useLang()
  const text = useProblemText()
  const problem = error instanceof ApiProblem ? error : null
  const remedy = lang === 'zh' ? problem?.body.remedy : undefined
  return (
    <div className="notice" role="alert">
      <strong>{text(error)}</strong>
      {problem?.body.basis && <div className="small">{t('problem.basis', { basis: problem.body.basis })}</div>}
      {remedy && <div className="small">{t('problem.remedy', { remedy })}</div>}
      <div className="row wrap small">
        {problem?.requestId && <span className="mono">{t('problem.requestId', { id: problem.requestId })}</span>}
        {retry && (
          <Button size="small" onClick={retry}>
            {t('action.retry')}
          </Button>
        )}
      </div>
    </div>
  )
}
