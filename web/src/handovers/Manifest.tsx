import { Link } from 'react-router'
import type { HandOverView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useReference } from '../session/use-reference.ts'
import { bytes } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'

type Props = { caseId: string; manifest: NonNullable<HandOverView['manifest']> }

/** The frozen list of what goes over, with digests and the sender's signature. */
export function Manifest({ caseId, manifest }: Props) {
  const { t, bi } = useLang()
  const volumes = useReference()?.volumes ?? []
  const volumeName = (code: string): string => {
    const volume = volumes.find(item => item.code === code)
    return volume ? bi(volume) : code
  }
  return (
    <Panel
      flush
      title={t('manifest.title')}
      aside={<span className="small quiet">{t('manifest.count', { count: manifest.entries.length })}</span>}
    >
      <dl className="facts digest">
        <dt>{t('manifest.digest')}</dt>
        <dd className="mono">{manifest.digest}</dd>
        <dt>{t('manifest.signature')}</dt>
        <dd className="mono">
          {manifest.signature} <span className="quiet">({manifest.keyId})</span>
        </dd>
      </dl>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('manifest.seq')}
              </th>
              <th scope="col">{t('manifest.document')}</th>
              <th scope="col" className="wide">
                {t('manifest.volume')}
              </th>
              <th scope="col" className="num">
                {t('manifest.pages')}
              </th>
              <th scope="col" className="num wide">
                {t('manifest.size')}
              </th>
              <th scope="col" className="wide">
                SHA-256
              </th>
            </tr>
          </thead>
          <tbody>
            {manifest.entries.map(entry => (
              <tr key={entry.documentId}>
                <td className="num">{entry.seq}</td>
                <td>
                  <Link className="inline" to={`/cases/${caseId}/dossier?doc=${entry.documentId}`}>
                    {entry.title}
                  </Link>{' '}
                  <span className="quiet small">{entry.code}</span>
                  {entry.supplement > 0 && <span className="tag">{t('manifest.supplement', { n: entry.supplement })}</span>}
                </td>
                <td className="wide">
                  {volumeName(entry.volume)} {entry.volumeSeq}
                </td>
                <td className="num">{entry.pageFrom === entry.pageTo ? entry.pageFrom : `${entry.pageFrom}–${entry.pageTo}`}</td>
                <td className="num wide">{bytes(entry.sizeBytes)}</td>
                <td className="mono wide" title={entry.sha256}>
                  {entry.sha256.slice(0, 16)}…
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
