import { useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Drawer } from 'antd'
import { type FormEvent, useState } from 'react'
import { declareCircumstances } from '../api/cases.ts'
import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useReference } from '../session/use-reference.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'

/** Facts of the investigation that officers declare; they decide which conditional papers the check asks for. */
export function Circumstances({ view, mayEdit }: { view: CaseView; mayEdit: boolean }) {
  const { t, bi } = useLang()
  const [open, setOpen] = useState(false)
  const known = useReference()?.circumstances ?? []
  const declared = known.filter(item => view.circumstances.includes(item.code))
  return (
    <Panel title={t('circumstances.title')} aside={mayEdit && <Button onClick={() => setOpen(true)}>{t('circumstances.edit')}</Button>}>
      {declared.length === 0 ? (
        <p className="quiet">{t('circumstances.none')}</p>
      ) : (
        <ul className="row wrap">
          {declared.map(item => (
            <li key={item.code} className="tag">
              {bi(item)}
            </li>
          ))}
        </ul>
      )}
      <Drawer open={open} onClose={() => setOpen(false)} size={480} title={t('circumstances.edit')} destroyOnHidden>
        <Editor view={view} known={known} onClose={() => setOpen(false)} />
      </Drawer>
    </Panel>
  )
}

type EditorProps = { view: CaseView; known: { code: string; zh: string; en: string }[]; onClose: () => void }

function Editor({ view, known, onClose }: EditorProps) {
  const { t, bi } = useLang()
  const client = useQueryClient()
  const [picked, setPicked] = useState(view.circumstances)
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setFailure(null)
    try {
      await declareCircumstances(view.id, picked)
      await client.invalidateQueries({ queryKey: ['case', view.id] })
      for (const key of ['gates', 'handOver']) void client.invalidateQueries({ queryKey: [key] })
      onClose()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="stack" onSubmit={event => void submit(event)}>
      <p className="quiet">{t('circumstances.hint')}</p>
      {failure !== null && <Problem error={failure} />}
      <fieldset className="choices">
        <legend className="only-read">{t('circumstances.title')}</legend>
        <Checkbox.Group
          value={picked}
          options={known.map(item => ({ value: item.code, label: bi(item) }))}
          onChange={codes => setPicked(codes.map(String))}
        />
      </fieldset>
      <div className="row form-end">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('circumstances.save')}
        </Button>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
