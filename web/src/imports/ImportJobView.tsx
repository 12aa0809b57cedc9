import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { useLang } from '../i18n/use-lang.ts'
import { bytes } from '../ui/format.ts'
import { keptFiles, retryFailed } from './run.ts'
import { forgetJob, type ImportFile, type ImportJob, type Phase } from './store.ts'
import { useRefusal } from './use-refusal.ts'

const ORDER: Phase[] = ['failed', 'refused', 'duplicate', 'sending', 'checking', 'unsorted', 'waiting', 'stored']
const SHOWN = 60

/** One import: its progress, and each file with its phase; what went wrong stands first. */
export function ImportJobView({ job, share }: { job: ImportJob; share: number }) {
  const { t } = useLang()
  const client = useQueryClient()
  const count = (...phases: Phase[]): number => job.files.filter(file => phases.includes(file.phase)).length
  const settled = count('stored', 'unsorted', 'duplicate', 'refused', 'failed')
  const failed = count('failed')
  const percent = Math.floor(share * 100)
  useEffect(() => {
    if (job.state === 'running') return
    for (const key of [['dossier', job.caseId], ['gates', job.caseId], ['handOver']]) void client.invalidateQueries({ queryKey: key })
  }, [client, job.state, job.caseId])
  const files = [...job.files].sort((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase))
  return (
    <section className="job" aria-label={job.name}>
      <div className="row spread">
        <strong className="name">{job.name}</strong>
        <Link to={`/cases/${job.caseId}/dossier`}>{job.caseName}</Link>
      </div>
      <div className="bar" role="progressbar" aria-label={job.name} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
        <i style={{ width: `${percent}%` }} />
      </div>
      <p className="small quiet" role="status">
        {job.remote?.totalFiles != null
          ? t('import.unpacking', { done: job.remote.doneFiles, all: job.remote.totalFiles })
          : t('import.count', { done: settled, all: job.files.length, percent })}
        {' · '}
        {t('import.result', {
          stored: count('stored'),
          unsorted: count('unsorted'),
          duplicates: count('duplicate'),
          refused: count('refused', 'failed'),
        })}
      </p>
      {job.problem !== null && <Refused code={job.problem} detail={null} remedy={null} />}
      <ul className="files small">
        {files.slice(0, SHOWN).map(file => (
          <FileLine key={file.path} file={file} caseId={job.caseId} />
        ))}
      </ul>
      {files.length > SHOWN && <p className="small quiet">{t('import.more', { count: files.length - SHOWN })}</p>}
      {job.state !== 'running' && (
        <div className="row">
          {failed > 0 && job.source === 'folder' && (
            <Button size="small" onClick={() => void retryFailed(job.key, keptFiles(job.key))}>
              {t('import.retry', { count: failed })}
            </Button>
          )}
          <Button size="small" onClick={() => forgetJob(job.key)}>
            {t('import.close')}
          </Button>
        </div>
      )}
    </section>
  )
}

function FileLine({ file, caseId }: { file: ImportFile; caseId: string }) {
  const { t, word } = useLang()
  const percent = file.sizeBytes === 0 ? 0 : Math.floor((file.sentBytes / file.sizeBytes) * 100)
  return (
    <li className={file.phase}>
      <span className="name" title={file.path}>
        {file.path}
      </span>
      <span className="nowrap quiet">
        {file.phase === 'sending' ? `${percent}% / ${bytes(file.sizeBytes)}` : word('import.phase', file.phase)}
        {file.documentId !== null && (
          <>
            {' '}
            <Link to={`/cases/${caseId}/dossier?doc=${file.documentId}`}>
              {file.phase === 'duplicate' ? t('import.seeSame') : t('import.see')}
            </Link>
          </>
        )}
      </span>
      {(file.phase === 'refused' || file.phase === 'failed') && (
        <Refused code={file.code ?? 'internal'} detail={file.detail} remedy={file.remedy} />
      )}
    </li>
  )
}

function Refused({ code, detail, remedy }: { code: string; detail: string | null; remedy: string | null }) {
  const { why, mend } = useRefusal()(code, detail, remedy)
  return (
    <span className="why">
      {why} · {mend} <span className="mono">{code}</span>
    </span>
  )
}
