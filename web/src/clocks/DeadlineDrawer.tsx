import { useQueryClient } from '@tanstack/react-query'
import { App, Drawer } from 'antd'
import { requestDeadline } from '../api/clocks.ts'
import type { ClocksView, DeadlineBody, DeadlineOption, Field } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import type { Defaults } from '../forms/values.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'

/** A change of a deadline that somebody wants to ask for, with the values already tried. */
export type Wanted = { option: DeadlineOption; at: string | null; length: number | null }

type Props = { caseId: string; clocks: ClocksView; wanted: Wanted | null; onClose: () => void }

/** The request for an extension, a stop, its end, or a new count; a second person decides on it. */
export function DeadlineDrawer({ caseId, clocks, wanted, onClose }: Props) {
  const { t, bi } = useLang()
  return (
    <Drawer
      open={wanted !== null}
      onClose={onClose}
      size={480}
      title={wanted === null ? '' : t('deadline.askFor', { what: bi(wanted.option) })}
      destroyOnHidden
    >
      {wanted !== null && <Form caseId={caseId} clocks={clocks} wanted={wanted} onClose={onClose} />}
    </Drawer>
  )
}

/** A range or an open number is decided each time; a fixed length is the law's. */
export const takesLength = ({ minLength }: DeadlineOption): boolean => minLength !== null

function Form({ caseId, clocks, wanted, onClose }: Props & { wanted: Wanted }) {
  const { t, bi, lang } = useLang()
  const { message } = App.useApp()
  const { session } = useSession()
  const client = useQueryClient()
  const { option, at, length } = wanted
  const item = clocks.items.find(one => one.code === option.periodCode && one.casePersonId === option.casePersonId)
  const person = clocks.persons.find(({ id }) => id === option.casePersonId)

  const submit = async (values: Record<string, unknown>): Promise<void> => {
    const common = { periodCode: option.periodCode, casePersonId: option.casePersonId }
    const what = option.type === 'extend' ? { extension: option.code } : { reason: option.code }
    await requestDeadline(caseId, { ...common, ...what, ...bodyOf(option, values) })
    await client.invalidateQueries({ queryKey: ['case', caseId] })
    void message.success(t('deadline.asked'))
    onClose()
  }
  return (
    <div className="stack">
      <p className="quiet small">
        {item && bi(item)}
        {person && ` · ${person.name}`} · {t('problem.basis', { basis: lang === 'zh' ? option.basisZh : option.basis })}
      </p>
      <FieldForm
        fields={fieldsOf(option, t)}
        defaults={defaultsOf(at, length ?? option.minLength)}
        draftKey={`${session.user.id}.${caseId}.${option.type}.${option.code}.${option.periodCode}.${option.casePersonId ?? ''}`}
        submitLabel={t('deadline.ask')}
        onSubmit={submit}
        onCancel={onClose}
      />
      <p className="small quiet">{t('deadline.second')}</p>
    </div>
  )
}

function defaultsOf(at: string | null, length: number | null): Defaults {
  return { ...(at === null ? {} : { occurredAt: at }), ...(length === null ? {} : { length: String(length) }) }
}

function bodyOf({ type }: DeadlineOption, { occurredAt, documentNo, length, note }: Record<string, unknown>) {
  const kinds: DeadlineBody['type'][] = ['extend', 'suspend', 'resume', 'restart']
  const kind = kinds.find(one => one === type)
  if (kind === undefined) throw new Error(`no such change of a deadline: ${type}`)
  return {
    type: kind,
    occurredAt: String(occurredAt),
    documentNo: String(documentNo),
    ...(typeof length === 'number' ? { length } : {}),
    ...(typeof note === 'string' ? { note } : {}),
  }
}

type Say = ReturnType<typeof useLang>['t']

function fieldsOf(option: DeadlineOption, t: Say): Field[] {
  const text = (label: string) => ({ zh: label, en: label })
  const range = option.maxLength === null ? '' : t('deadline.range', { min: option.minLength ?? 1, max: option.maxLength })
  const length: Field = {
    name: 'length',
    ...text(t('deadline.length', { unit: t(`deadline.unit.${unitOf(option.unit)}`) })),
    kind: 'integer',
    required: true,
    ...(range === '' ? {} : { hint: range }),
  }
  return [
    { name: 'occurredAt', ...text(t('deadline.occurredAt')), kind: 'dateTime', required: true, hint: t('deadline.occurredAtHint') },
    { name: 'documentNo', ...text(t('deadline.documentNo')), kind: 'text', required: true },
    ...(takesLength(option) ? [length] : []),
    { name: 'note', ...text(t('deadline.note')), kind: 'longText', required: false },
  ]
}

export const unitOf = (unit: string | null): 'hour' | 'day' | 'month' => (unit === 'hour' || unit === 'month' ? unit : 'day')
