import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type CardView, confirmSecond, type FieldView } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'
import { useCard } from './card-context.ts'
import { withField } from './use-field.ts'
import { useShown } from './use-shown.ts'

/** Who somebody is changes only when a second person agrees. */
export function Asked({ field, asked }: { field: FieldView; asked: NonNullable<FieldView['asked']> }) {
  const { t, bi } = useLang()
  const { card } = useCard()
  const client = useQueryClient()
  const answer = useMutation({
    mutationFn: (agree: boolean) => confirmSecond(card.id, field.path, agree),
    onSuccess: fresh => {
      client.setQueryData<CardView>(['card', card.id], before => before && withField(before, fresh))
      for (const key of ['card', 'cards']) void client.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <div className="card-asked">
      <p>
        {t('cards.asks', { by: asked.by })} <strong>{useShown(field)(asked.value, asked.shown)}</strong>
      </p>
      {answer.isError && <Problem error={answer.error} />}
      {field.canConfirmAsked ? (
        <div className="row">
          <Button
            size="small"
            type="primary"
            disabled={answer.isPending}
            aria-label={t('cards.agreeTo', { label: bi(field) })}
            onClick={() => answer.mutate(true)}
          >
            {t('cards.agree')}
          </Button>
          <Button
            size="small"
            disabled={answer.isPending}
            aria-label={t('cards.disagreeTo', { label: bi(field) })}
            onClick={() => answer.mutate(false)}
          >
            {t('cards.disagree')}
          </Button>
        </div>
      ) : (
        <p className="small quiet">{t('cards.askedHint')}</p>
      )}
    </div>
  )
}
