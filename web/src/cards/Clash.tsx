import { Button } from 'antd'
import type { FieldView } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'
import type { FieldEdit } from './use-field.ts'
import { useShown } from './use-shown.ts'
import { toValue } from './values/draft.ts'
import { useValueWords } from './values/use-value-words.ts'

/** Somebody else has saved meanwhile: both values, and one's own choice between them. */
export function Clash({ field, edit }: { field: FieldView; edit: FieldEdit }) {
  const { t } = useLang()
  const words = useShown(field)
  const wordsOf = useValueWords()
  const typed = toValue(edit.shape, edit.draft)
  const mine = typed.ok ? wordsOf(edit.shape, typed.value) : ''
  const { confirmedBy, confirmedAt } = field
  return (
    <div className="notice card-clash" role="alert">
      <strong>{t('cards.clash')}</strong>
      <dl>
        <div>
          <dt>{t('cards.mine')}</dt>
          <dd>{mine || t('cards.nothing')}</dd>
        </div>
        <div>
          <dt>
            {confirmedBy === null || confirmedAt === null
              ? t('cards.theirs')
              : t('cards.theirsBy', { by: confirmedBy, time: dateTime(confirmedAt) })}
          </dt>
          <dd>{words(field.value, field.shown) || t('cards.nothing')}</dd>
        </div>
      </dl>
      <div className="row wrap">
        <Button size="small" onClick={() => edit.save(true)}>
          {t('cards.keepMine')}
        </Button>
        <Button size="small" onClick={edit.drop}>
          {t('cards.keepTheirs')}
        </Button>
      </div>
    </div>
  )
}
