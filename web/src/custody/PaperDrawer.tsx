import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Drawer } from 'antd'
import { enterCarried, getReceipt, reissuePaper } from '../api/custody.ts'
import type { Dispatch, Field } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Loading } from '../ui/Empty.tsx'
import { Problem } from '../ui/Problem.tsx'
import { named } from './fields.ts'

export type Drawn = 'reissue' | 'carried' | 'receipt'
type Props = { open: { paper: Dispatch; drawn: Drawn } | null; onClose: () => void }

/** What is done with a paper: a new version, the entry of what was carried, or its receipt. */
export function PaperDrawer({ open, onClose }: Props) {
  const { t } = useLang()
  const title = open === null ? '' : `${t(`custodyCase.${open.drawn}`)} · ${open.paper.certNo}`
  return (
    <Drawer open={open !== null} onClose={onClose} size={520} title={title} destroyOnHidden>
      {open !== null &&
        (open.drawn === 'receipt' ? <Receipt paper={open.paper} /> : <Form {...open} drawn={open.drawn} onDone={onClose} />)}
    </Drawer>
  )
}

function Form({ paper, drawn, onDone }: { paper: Dispatch; drawn: 'reissue' | 'carried'; onDone: () => void }) {
  const { t } = useLang()
  const { session } = useSession()
  const { message } = App.useApp()
  const client = useQueryClient()
  const fields: Field[] =
    drawn === 'reissue'
      ? [{ name: 'note', kind: 'longText', required: false, ...named(t('custodyCase.field.note')) }]
      : [
          { name: 'receivedAt', kind: 'dateTime', required: true, ...named(t('custodyCase.field.receivedAt')) },
          { name: 'receivedBy', kind: 'text', required: true, ...named(t('custodyCase.field.receivedBy')) },
        ]
  const submit = async (body: Record<string, unknown>): Promise<void> => {
    const send = async (): Promise<string> => {
      if (drawn === 'reissue') return t('custodyCase.reissued', { n: (await reissuePaper(paper.id, body)).edition })
      await enterCarried(paper.id, body)
      return t('custodyCase.carriedDone')
    }
    const done = await send()
    await client.invalidateQueries({ queryKey: ['custody'] })
    void message.success(done)
    onDone()
  }
  return (
    <div className="stack">
      <p className="quiet">{t(`custodyCase.${drawn}Hint`)}</p>
      <FieldForm
        fields={fields}
        draftKey={`${session.user.id}.${paper.id}.${drawn}`}
        submitLabel={t(`custodyCase.${drawn}`)}
        onSubmit={submit}
        onCancel={onDone}
      />
    </div>
  )
}

function Receipt({ paper }: { paper: Dispatch }) {
  const { t } = useLang()
  const found = useQuery({ queryKey: ['custody', 'receipt', paper.id, paper.edition], queryFn: () => getReceipt(paper.id) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const { body, sha256, signature, keyId } = found.data
  return (
    <dl className="custody-receipt">
      <dt>{t('custodyCase.receipt')}</dt>
      <dd className="mono">{body}</dd>
      <dt>{t('custodyCase.digest')}</dt>
      <dd className="mono">{sha256}</dd>
      <dt>
        {t('custodyCase.signature')} · {t('custodyCase.key', { id: keyId })}
      </dt>
      <dd className="mono">{signature}</dd>
    </dl>
  )
}
