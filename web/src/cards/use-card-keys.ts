import type { FieldView } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useKeys } from '../ui/keys.ts'
import type { CardActs } from './card-context.ts'
import { rowId, type Want, wantOf } from './openness.ts'

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.card-field[data-path]')]
const here = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>('.card-field[data-path]') ?? null

/** Goes to the next field after the one in focus that waits for something; from the last one to the first. */
export function goToNext(fields: readonly FieldView[], want: Want | null = null): void {
  const waiting = new Set(
    fields.filter(field => (want === null ? wantOf(field) !== null : wantOf(field) === want)).map(({ path }) => rowId(path)),
  )
  const all = rows()
  const at = here()
  const from = at === null ? 0 : all.indexOf(at) + 1
  const next = [...all.slice(from), ...all.slice(0, from)].find(({ id }) => waiting.has(id))
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'center' })
}

/** n the next field, y confirms, o opens the page: a card is gone through without the mouse. */
export function useCardKeys({ card, confirm, open }: CardActs): void {
  const { t } = useLang()
  const current = (): FieldView | undefined => card.fields.find(({ path }) => path === here()?.dataset.path)
  useKeys([
    { key: 'n', label: t('cards.keys.next'), run: () => goToNext(card.fields) },
    {
      key: 'y',
      label: t('cards.keys.confirm'),
      run: () => {
        const field = current()
        if (card.canEdit && field?.state === 'proposed' && field.asked === null) void confirm([{ path: field.path }])
      },
    },
    {
      key: 'o',
      label: t('cards.keys.open'),
      run: () => {
        const field = current()
        if (field?.source?.documentId !== undefined) open(field.path, null)
        else if (field && (field.alternatives[0]?.source.documentId ?? null) !== null) open(field.path, 0)
      },
    },
  ])
}
