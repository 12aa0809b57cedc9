import { useState } from 'react'
import type { FieldView } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Alternatives } from './Alternatives.tsx'
import { Asked } from './Asked.tsx'
import { Clash } from './Clash.tsx'
import { useCard } from './card-context.ts'
import { FieldTools } from './FieldTools.tsx'
import { isCorrection, isFilled, rowId } from './openness.ts'
import { SavingNote } from './SavingNote.tsx'
import { SourceLine } from './SourceLine.tsx'
import { StateTag } from './StateTag.tsx'
import { type FieldEdit, useField } from './use-field.ts'
import { useShown } from './use-shown.ts'
import { isPlain, kindOf } from './values/shape.ts'
import { ValueEditor } from './values/ValueEditor.tsx'

/** One field of the card: its control or its words, what it waits for, where its value comes from. */
export function CardField({ field }: { field: FieldView }) {
  const { t, bi } = useLang()
  const { card } = useCard()
  const edit = useField(card, field)
  const id = rowId(field.path)
  const missing = field.needed && !isFilled(field)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in the browsers of the floor
    <div
      id={id}
      role="group"
      aria-labelledby={`${id}-name`}
      tabIndex={-1}
      className={`card-field is-${field.asked === null ? field.state : 'asked'}`}
      data-path={field.path}
      onCompositionStart={() => edit.composing(true)}
      onCompositionEnd={() => edit.composing(false)}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) edit.save()
      }}
    >
      <div className="name">
        <label htmlFor={`${id}-value`} id={`${id}-name`}>
          {bi(field)}
        </label>
        {field.needed && (
          <span className={missing ? 'must open' : 'must'} title={t('cards.needed')}>
            <span aria-hidden="true">*</span>
            <span className="only-read">{t(missing ? 'cards.neededMissing' : 'cards.needed')}</span>
          </span>
        )}
        <StateTag field={field} />
      </div>
      <div className="value">
        <Control field={field} edit={edit} id={`${id}-value`} />
        <SavingNote edit={edit} field={field} id={`${id}-value-error`} />
        {edit.saving === 'clash' && <Clash field={field} edit={edit} />}
        {field.asked !== null && <Asked field={field} asked={field.asked} />}
        <Alternatives field={field} />
        {field.reason !== null && field.reason !== '' && <p className="small">{t('cards.reasonIs', { reason: field.reason })}</p>}
      </div>
      <div className="origin">
        <SourceLine field={field} />
        <FieldTools field={field} />
      </div>
    </div>
  )
}

function Control({ field, edit, id }: { field: FieldView; edit: FieldEdit; id: string }) {
  const { t, bi } = useLang()
  const { card } = useCard()
  const [open, setOpen] = useState(false)
  const kind = kindOf(edit.shape)
  const described = edit.unread !== null || edit.saving === 'failed' || field.problems.length > 0 ? `${id}-error` : undefined
  if (!card.canEdit || field.locked !== null || field.asked !== null || isCorrection(field)) return <Words field={field} id={id} />
  if (!isPlain(kind) && !open && edit.saving === 'idle') {
    return (
      <div className="row spread">
        <Words field={field} id={id} />
        <button
          type="button"
          className="plain dotted small"
          aria-label={t(field.value === null ? 'cards.enterOf' : 'cards.editOf', { label: bi(field) })}
          onClick={() => setOpen(true)}
        >
          {t(field.value === null ? 'cards.enter' : 'cards.edit')}
        </button>
      </div>
    )
  }
  return (
    <>
      <ValueEditor
        shape={edit.shape}
        id={id}
        label={bi(field)}
        draft={edit.draft}
        onChange={edit.type}
        invalid={described !== undefined}
        describedBy={described}
      />
      {!isPlain(kind) && (
        <button
          type="button"
          className="plain dotted small"
          onClick={() => {
            edit.save()
            setOpen(false)
          }}
        >
          {t('cards.done')}
        </button>
      )}
    </>
  )
}

function Words({ field, id }: { field: FieldView; id: string }) {
  const { t, bi } = useLang()
  const shown = useShown(field)(field.value, field.shown)
  return (
    <div className="words">
      <output id={id} className={shown === '' ? 'quiet' : ''}>
        {shown === '' ? t('cards.nothing') : shown}
      </output>
      {field.locked !== null && <p className="small quiet">{bi(field.locked)}</p>}
    </div>
  )
}
