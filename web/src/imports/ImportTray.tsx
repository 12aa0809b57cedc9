import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useLang } from '../i18n/use-lang.ts'
import { ImportJobView } from './ImportJobView.tsx'
import './imports.css'
import { type ImportJob, useImports } from './store.ts'

const share = (job: ImportJob): number => {
  if (job.state !== 'running') return 1
  const total = job.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const sent = job.files.reduce((sum, file) => sum + file.sentBytes, 0)
  const up = total === 0 ? 0 : sent / total
  if (job.source === 'folder') return up
  const all = job.remote?.totalFiles ?? 0
  // An archive counts half for its way here and half for its unpacking.
  return up / 2 + (all === 0 ? 0 : (job.remote?.doneFiles ?? 0) / all / 2)
}

/** What is being brought in, at the lower right of every screen; warns before the window is closed in the middle. */
export function ImportTray() {
  const { t } = useLang()
  const jobs = useImports()
  const [small, setSmall] = useState(false)
  const running = jobs.some(job => job.state === 'running')
  useEffect(() => {
    if (!running) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [running])
  if (jobs.length === 0) return null
  return (
    <aside className={small ? 'tray small-tray' : 'tray'} aria-label={t('import.tray')}>
      <header className="row spread">
        <strong>{running ? t('import.running') : t('import.finished')}</strong>
        <Button size="small" type="text" aria-expanded={!small} onClick={() => setSmall(!small)}>
          {small ? t('import.unfold') : t('import.fold')}
        </Button>
      </header>
      {!small && (
        <div className="tray-body">
          {jobs.map(job => (
            <ImportJobView key={job.key} job={job} share={share(job)} />
          ))}
        </div>
      )}
    </aside>
  )
}
