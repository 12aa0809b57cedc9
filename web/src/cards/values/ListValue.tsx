import { Button, Input } from 'antd'
import { useLang } from '../../i18n/use-lang.ts'
import { TEXT } from './shape.ts'
import { type Draft, itemsOf, textOf } from './tree.ts'
import { type EditorProps, ValueEditor } from './ValueEditor.tsx'

/** Several of the same kind, added, changed and taken away one by one. */
export function ListValue(props: EditorProps) {
  const { t } = useLang()
  const { shape, id, label, draft, onChange } = props
  const items = itemsOf(draft)
  const put = (at: number, value: Draft): void => onChange(items.map((item, index) => (index === at ? value : item)))
  return (
    <div className="stack tight" id={id}>
      {items.map((item, index) => {
        const name = t('cards.itemOf', { label, n: index + 1 })
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry has nothing of its own but its place
          <div className="card-item" key={index}>
            <ValueEditor
              shape={shape.items ?? TEXT}
              id={`${id}-${index}`}
              label={name}
              draft={item}
              onChange={value => put(index, value)}
            />
            <Button
              size="small"
              aria-label={t('cards.removeItem', { item: name })}
              onClick={() => onChange(items.filter((_, at) => at !== index))}
            >
              {t('cards.remove')}
            </Button>
          </div>
        )
      })}
      <div>
        <Button size="small" aria-label={t('cards.addTo', { label })} onClick={() => onChange([...items, ''])}>
          {t('cards.add')}
        </Button>
      </div>
    </div>
  )
}

const SEPARATOR = '、'

/** Words of a list in one line, as people write them. */
export function TextsValue({ id, draft, onChange, invalid = false, describedBy }: EditorProps) {
  const { t } = useLang()
  return (
    <Input
      id={id}
      value={typeof draft === 'string' ? draft : itemsOf(draft).map(textOf).join(SEPARATOR)}
      placeholder={t('cards.separated')}
      autoComplete="off"
      aria-invalid={invalid}
      aria-describedby={describedBy}
      onChange={event => onChange(event.target.value === '' ? '' : event.target.value.split(/[、，,;；]/))}
    />
  )
}
