import { useQueryClient } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { refusePaper } from '../api/custody.ts'
import type { DeskPaper, Field } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { named } from './fields.ts'

type Props = { row: DeskPaper; open: boolean; onClose: () => void }

/** Refuses a paper with one of the grounds and a note to whoever completes it anew. */
export function RefuseDrawer({ row: { dispatch, person, checks }, open, onClose }: Props) {
  const { t } = useLang()
  const { session } = useSession()
  const client = useQueryClient()
  // Every ground is a check; that the old period was over is none.
  const grounds = checks.filter(({ code }) => code !== 'LATE')
  const fields: Field[] = [
    {
      name: 'code',
      kind: 'choice',
      required: true,
      ...named(t('custodyPapers.code')),
      options: grounds.map(({ code, zh, en }) => ({ value: code, zh: `${code} ${zh}`, en: `${code} ${en}` })),
    },
    { name: 'note', kind: 'longText', required: false, ...named(t('custody.note')) },
  ]
  const failed = grounds.find(({ outcome }) => outcome === 'failed')
  return (
    <Drawer open={open} onClose={onClose} size={480} title={`${t('custodyPapers.refuse')} · ${person.name}`} destroyOnHidden>
      <div className="stack">
        <p className="quiet small">
          {dispatch.certNo} · {t('custodyPapers.refuseHint')}
        </p>
        <FieldForm
          fields={fields}
          defaults={failed ? { code: failed.code } : {}}
          draftKey={`${session.user.id}.${dispatch.id}.refuse`}
          submitLabel={t('custodyPapers.refuse')}
          onSubmit={async body => {
            await refusePaper(dispatch.id, body)
            await client.invalidateQueries({ queryKey: ['custody'] })
            onClose()
          }}
          onCancel={onClose}
        />
      </div>
    </Drawer>
  )
}
