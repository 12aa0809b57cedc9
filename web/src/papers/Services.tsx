import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { servePaper } from '../api/papers.ts'
import type { CaseView, Field, PaperView, ServiceBody } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { dateTime } from '../ui/format.ts'

type Props = { view: CaseView; paper: PaperView; onChange: (paperId: string | null) => Promise<void> }

const METHODS: readonly ServiceBody['method'][] = ['direct', 'left', 'post', 'electronic', 'notice']

/** On whom the paper was served, how and when; and the note of another service. */
export function Services({ view, paper, onChange }: Props) {
  const { t, bi } = useLang()
  const { session } = useSession()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const person = view.persons.find(({ id }) => id === paper.casePersonId)
  const submit = async (values: Record<string, unknown>): Promise<void> => {
    await servePaper(view.id, paper.id, bodyOf(values))
    void message.success(t('papers.served'))
    setOpen(false)
    await onChange(paper.id)
  }
  return (
    <section aria-label={t('papers.services')}>
      <h3>{t('papers.services')}</h3>
      {paper.services.length === 0 && <p className="quiet small">{t('papers.noService')}</p>}
      <ul className="services">
        {paper.services.map(one => (
          <li key={one.id}>
            <strong>{one.recipient}</strong> {one.capacity} · {bi(one.method)}
            <span className="sub small quiet">
              {dateTime(one.servedAt)} · {t('papers.by', { who: one.servedBy })} {one.witness} {one.receipt}
            </span>
          </li>
        ))}
      </ul>
      {paper.may.serve && <Button onClick={() => setOpen(true)}>{t('papers.serve')}</Button>}
      <Drawer open={open} onClose={() => setOpen(false)} size={440} title={t('papers.serve')} destroyOnHidden>
        <FieldForm
          fields={fieldsOf(t)}
          defaults={{ recipient: person?.name ?? '', method: 'direct' }}
          draftKey={`${session.user.id}.serve.${paper.id}`}
          submitLabel={t('papers.serve')}
          onSubmit={submit}
          onCancel={() => setOpen(false)}
        />
      </Drawer>
    </section>
  )
}

type Say = ReturnType<typeof useLang>['t']

function fieldsOf(t: Say): Field[] {
  const field = (
    name: 'recipient' | 'capacity' | 'method' | 'servedAt' | 'witness' | 'receipt',
    kind: Field['kind'],
    required: boolean,
  ): Field => {
    const label = t(`papers.service.${name}`)
    return { name, kind, required, zh: label, en: label }
  }
  const options = METHODS.map(value => ({ value, zh: t(`papers.methods.${value}`), en: t(`papers.methods.${value}`) }))
  return [
    field('recipient', 'text', true),
    field('capacity', 'text', false),
    { ...field('method', 'choice', true), options },
    field('servedAt', 'dateTime', true),
    field('witness', 'text', false),
    field('receipt', 'text', false),
  ]
}

function bodyOf({ recipient, capacity, method, servedAt, witness, receipt }: Record<string, unknown>): ServiceBody {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  return {
    recipient: String(recipient),
    method: METHODS.find(one => one === method) ?? 'direct',
    servedAt: String(servedAt),
    capacity: text(capacity),
    witness: text(witness),
    receipt: text(receipt),
  }
}
