import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { useLang } from '../i18n/use-lang.ts'
import { collectPicked } from './collect.ts'
import { startImport } from './run.ts'

/** Pickers for files (also one archive) and for a folder with its volumes. */
export function UploadButtons({ caseId, caseName }: { caseId: string; caseName: string }) {
  const { t } = useLang()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [params] = useSearchParams()
  const asked = params.get('upload') === '1'
  useEffect(() => {
    folder.current?.setAttribute('webkitdirectory', '')
  }, [])
  useEffect(() => {
    if (asked) button.current?.focus()
  }, [asked])
  const take = (input: HTMLInputElement): void => {
    if (input.files) void startImport(caseId, caseName, collectPicked(input.files))
    input.value = ''
  }
  return (
    <>
      <Button size="small" type="primary" ref={button} onClick={() => files.current?.click()}>
        {t('import.files')}
      </Button>
      <Button size="small" onClick={() => folder.current?.click()}>
        {t('import.folder')}
      </Button>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        accept=".pdf,.jpg,.jpeg,.png,.zip"
        aria-label={t('import.files')}
        onChange={event => take(event.target)}
      />
      <input ref={folder} type="file" multiple hidden aria-label={t('import.folder')} onChange={event => take(event.target)} />
    </>
  )
}
