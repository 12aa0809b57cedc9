import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Input } from 'antd'
import { useId, useState } from 'react'
import { answerEligibility } from '../api/fast-track.ts'
import type { AnswersBody, CaseView, Eligibility, EligibilityRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'
import { Select } from '../ui/Select.tsx'

type Props = { view: CaseView; rows: EligibilityRow[] | null; persons: Eligibility['persons']; onClose: () => void }
const keyOf = ({ code, casePersonId }: EligibilityRow): string => `${code}.${casePersonId ?? ''}`

/** The questions that this officer can answer, each for its person; what stands is shown, what is changed is sent. */
export function AnswerDrawer({ view, rows, persons, onClose }: Props) {
  const { t } = useLang()
  return (
    <Drawer open={rows !== null} onClose={onClose} size={560} title={t('fastTrack.answerTitle')} destroyOnHidden>
      {rows !== null && <Form view={view} rows={rows} persons={persons} onClose={onClose} />}
    </Drawer>
  )
}

const standing = ({ sources }: EligibilityRow): string => {
  const value = sources.find(({ kind }) => kind === 'answer')?.value
  return value === undefined || value === null ? '' : String(value)
}

function Form({ view, rows, persons, onClose }: Props & { rows: EligibilityRow[] }) {
  const { t } = useLang()
  const id = useId()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [note, setNote] = useState('')
  const changed = rows.filter(row => (values[keyOf(row)] ?? '') !== '' && values[keyOf(row)] !== standing(row))
  const save = useMutation({
    mutationFn: () =>
      answerEligibility(
        view.id,
        changed.map(row => answerOf(row, values[keyOf(row)] ?? '', note)),
      ),
    onSuccess: async ({ answered }) => {
      await client.invalidateQueries({ queryKey: ['case', view.id] })
      void message.success(t('fastTrack.saved', { count: answered }))
      onClose()
    },
  })
  return (
    <form
      className="stack"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (changed.length > 0) save.mutate()
      }}
    >
      <p className="quiet small">{t('fastTrack.answerHint')}</p>
      {rows.map(row => (
        <Question
          key={keyOf(row)}
          id={`${id}-${keyOf(row)}`}
          row={row}
          whose={persons.length > 1 ? persons.find(one => one.id === row.casePersonId)?.name : undefined}
          value={values[keyOf(row)] ?? standing(row)}
          onChange={value => setValues({ ...values, [keyOf(row)]: value })}
        />
      ))}
      <div className="field">
        <label htmlFor={`${id}-note`}>{t('fastTrack.note')}</label>
        <Input.TextArea id={`${id}-note`} rows={2} value={note} onChange={event => setNote(event.target.value)} />
      </div>
      {save.isError && <Problem error={save.error} />}
      <div className="row">
        <Button type="primary" htmlType="submit" disabled={changed.length === 0} loading={save.isPending}>
          {t('fastTrack.save')}
        </Button>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}

function answerOf({ code: row, casePersonId, kind }: EligibilityRow, value: string, note: string): AnswersBody['answers'][number] {
  return { row, casePersonId, value: kind === 'integer' ? Number(value) : value === 'true', ...(note === '' ? {} : { note }) }
}

type QuestionProps = { id: string; row: EligibilityRow; whose: string | undefined; value: string; onChange: (value: string) => void }

function Question({ id, row, whose, value, onChange }: QuestionProps) {
  const { t, bi, word } = useLang()
  const label = `${row.code} ${whose === undefined ? '' : `${whose}：`}${bi(row.question)}`
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {row.kind === 'integer' ? (
        <Input id={id} inputMode="numeric" value={value} onChange={event => onChange(event.target.value.replace(/\D/g, ''))} />
      ) : (
        <Select
          id={id}
          label={label}
          value={value}
          options={[
            { value: 'true', label: t('fastTrack.yes') },
            { value: 'false', label: t('fastTrack.no') },
          ]}
          onChange={onChange}
        />
      )}
      {value === '' && (
        <p className="hint">
          {row.holds === 'unknown' ? t('fastTrack.open') : t('fastTrack.known', { result: word('fastTrack.holds', row.holds) })}
        </p>
      )}
    </div>
  )
}
