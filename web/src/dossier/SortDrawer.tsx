import { useQueryClient } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { changeDocument } from '../api/dossier.ts'
import type { CaseView, DocumentView, Field } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { useReference } from '../session/use-reference.ts'

type Props = { view: CaseView; document: DocumentView | null; onClose: () => void }

/** Says what a file is: its kind, its title and number, whom it concerns, when it was made. */
export function SortDrawer({ view, document, onClose }: Props) {
  const { t } = useLang()
  const client = useQueryClient()
  const { session } = useSession()
  const types = useReference()?.documentTypes ?? []
  const label = (key: 'kind' | 'titleField' | 'docNo' | 'person' | 'madeOn') => ({ zh: t(`dossier.${key}`), en: t(`dossier.${key}`) })
  const fields: Field[] = [
    {
      name: 'documentCode',
      ...label('kind'),
      kind: 'choice',
      required: true,
      options: types.map(type => ({ value: type.code, zh: `${type.code} ${type.zh}`, en: `${type.code} ${type.en}` })),
      hint: t('dossier.kindHint'),
    },
    { name: 'title', ...label('titleField'), kind: 'text', required: false },
    { name: 'docNo', ...label('docNo'), kind: 'text', required: false },
    { name: 'casePersonId', ...label('person'), kind: 'person', required: false },
    { name: 'madeOn', ...label('madeOn'), kind: 'date', required: false },
  ]
  const submit = async (documentId: string, body: Record<string, unknown>): Promise<void> => {
    await changeDocument(view.id, documentId, body)
    await client.invalidateQueries({ queryKey: ['dossier', view.id] })
    for (const key of [['gates', view.id], ['handOver']]) void client.invalidateQueries({ queryKey: key })
    onClose()
  }
  return (
    <Drawer open={document !== null} onClose={onClose} size={440} title={t('dossier.sortTitle')} destroyOnHidden>
      {document !== null && (
        <div className="stack">
          <p className="quiet small">{document.fileName}</p>
          <FieldForm
            fields={fields}
            defaults={{
              documentCode: document.code ?? document.suggestion?.code ?? '',
              title: document.code === null ? '' : document.title,
              docNo: document.docNo ?? '',
              casePersonId: document.casePersonId ?? '',
              madeOn: document.madeOn ?? '',
            }}
            persons={view.persons.map(person => ({ value: person.id, label: person.name }))}
            draftKey={`${session.user.id}.sort.${document.id}`}
            submitLabel={t('dossier.sortSubmit')}
            onSubmit={body => submit(document.id, body)}
            onCancel={onClose}
          />
        </div>
      )}
    </Drawer>
  )
}
