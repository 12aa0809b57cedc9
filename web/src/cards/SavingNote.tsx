import type { FieldView } from '../api/cards.ts'
import { ApiProblem } from '../api/problem.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useCard } from './card-context.ts'
import type { FieldEdit } from './use-field.ts'
import { usePartName } from './values/use-part-name.ts'

/** What became of what was typed, in a word beside the field, and what is wrong with the value. */
export function SavingNote({ edit, field, id }: { edit: FieldEdit; field: FieldView; id: string }) {
  const { t, bi, word } = useLang()
  const { refused } = useCard()
  const why = useWhy(edit, field)
  const code = refused.get(field.path)
  const state = edit.saving === 'saving' || edit.saving === 'saved' || edit.saving === 'typing' ? edit.saving : null
  return (
    <>
      <span className="only-read" role="status">
        {state !== null && state !== 'typing' ? t(`cards.saving.${state}`) : ''}
      </span>
      {state !== null && (
        <span className={`saving ${state}`} aria-hidden="true">
          {t(`cards.saving.${state}`)}
        </span>
      )}
      <div id={id} role="alert" className="card-faults">
        {why !== null && (
          <p className="error">
            {t('cards.saving.failed', { why })}{' '}
            {edit.saving === 'failed' && (
              <button type="button" className="plain dotted" onClick={() => edit.save()}>
                {t('action.retry')}
              </button>
            )}
          </p>
        )}
        {code !== undefined && <p className="error">{t('cards.notConfirmed', { why: word('cards.refused', code) })}</p>}
        {field.problems.map(problem => (
          <p className="error" key={problem.code}>
            {bi(problem)}
          </p>
        ))}
      </div>
    </>
  )
}

function useWhy({ saving, failure, unread, shape }: FieldEdit, field: FieldView): string | null {
  const { t, bi, lang } = useLang()
  const name = usePartName()
  if (unread !== null) {
    const label = (unread.part === null ? null : name(shape, unread.part)) ?? bi(field)
    return t(`cards.unread.${unread.why}`, { label })
  }
  if (saving !== 'failed') return null
  if (!(failure instanceof ApiProblem)) return t('problem.internal')
  if (failure.code === 'unreachable') return t('problem.unreachable')
  const { detail, title, titleEn, facts } = failure.body
  const exact = facts?.[lang]
  return (typeof exact === 'string' ? exact : lang === 'en' ? titleEn : (detail ?? title)) || t('problem.internal')
}
