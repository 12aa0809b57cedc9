import { App } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useLang } from '../i18n/use-lang.ts'
import { collectDropped } from './collect.ts'
import './imports.css'
import { startImport } from './run.ts'

type Props = { caseId: string; caseName: string; enabled: boolean; children: ReactNode }

/** Files may be dropped anywhere on a case. Where they may not be added, dropping says so. */
export function DropZone({ caseId, caseName, enabled, children }: Props) {
  const { t } = useLang()
  const { message } = App.useApp()
  const [over, setOver] = useState(false)

  useEffect(() => {
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      setOver(false)
      if (!enabled) {
        void message.warning(t('import.notAllowed'))
        return
      }
      void collectDropped(event.dataTransfer.items).then(files =>
        files.length === 0 ? void message.warning(t('import.nothing')) : startImport(caseId, caseName, files),
      )
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragover', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragover', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [caseId, caseName, enabled, message, t])

  return (
    <>
      {children}
      {over && (
        <div className="drop-over" role="status">
          <p>{enabled ? t('import.drop', { name: caseName }) : t('import.notAllowed')}</p>
        </div>
      )}
    </>
  )
}
