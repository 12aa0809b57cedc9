import { App } from 'antd'
import { editPaper, type PartTexts } from '../api/papers.ts'
import type { CaseView, Field, PaperView } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'

type Props = { view: CaseView; paper: PaperView; onChange: (paperId: string | null) => Promise<void> }

/** The free parts as fields; a draft may be saved with parts still empty. */
export function PartsForm({ view, paper, onChange }: Props) {
  const { t } = useLang()
  const { message } = App.useApp()
  const { session } = useSession()
  if (paper.parts.length === 0 || !paper.may.edit) return paper.may.edit ? <p className="quiet small">{t('papers.noParts')}</p> : null
  const fields: Field[] = paper.parts.map(({ name, zh, en, kind, options }) => ({
    name,
    zh,
    en,
    kind,
    required: false,
    ...(kind === 'choice' ? { options: options.map(value => ({ value, zh: value, en: value })) } : {}),
  }))
  const save = async (body: Record<string, unknown>): Promise<void> => {
    await editPaper(view.id, paper.id, written(paper, body))
    void message.success(t('papers.saved'))
    await onChange(paper.id)
  }
  return (
    <section aria-label={t('papers.parts')}>
      <h3>{t('papers.parts')}</h3>
      <FieldForm
        fields={fields}
        defaults={Object.fromEntries(paper.parts.map(({ name, value }) => [name, value]))}
        draftKey={`${session.user.id}.paper.${paper.id}`}
        submitLabel={t('papers.save')}
        onSubmit={save}
        onCancel={() => void onChange(null)}
      />
    </section>
  )
}

/** Only what the maker wrote himself: what stands there from the case goes on following the case. */
function written({ parts }: PaperView, body: Record<string, unknown>): PartTexts {
  const texts: PartTexts = {}
  for (const { name, value, own } of parts) {
    const text = typeof body[name] === 'string' ? body[name] : ''
    if (own || text !== value) texts[name] = text
  }
  return texts
}
