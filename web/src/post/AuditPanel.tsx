import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { verifyAudit } from '../api/administration.ts'
import type { Verified } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { legalNow } from '../ui/clock.ts'
import { count, dateTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'

/** Verifies the audit trail on demand: every link is computed anew from its content and the link before it. */
export function AuditPanel() {
  const { t } = useLang()
  const check = useMutation({ mutationFn: async () => ({ ...(await verifyAudit()), at: legalNow() }) })
  return (
    <Panel
      title={t('audit.title')}
      aside={
        <Button type="primary" loading={check.isPending} onClick={() => check.mutate()}>
          {t('audit.verify')}
        </Button>
      }
    >
      <div className="stack tight" aria-live="polite">
        <p className="quiet">{t('audit.hint')}</p>
        {check.isError && <Problem error={check.error} retry={() => check.mutate()} />}
        {check.data && <Result found={check.data} at={check.data.at} />}
      </div>
    </Panel>
  )
}

function Result({ found, at }: { found: Verified; at: number }) {
  const { t, word } = useLang()
  return (
    <>
      <p>
        <span className={found.ok ? 'tag brand' : 'tag overdue'}>
          {found.ok ? t('audit.whole') : t('audit.broken', { count: found.broken.length })}
        </span>{' '}
        {t('audit.counted', { chains: count(found.chains), entries: count(found.entries), at: dateTime(at) })}
      </p>
      {found.broken.length > 0 && (
        <div className="scroll">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('audit.chain')}</th>
                <th scope="col" className="num">
                  {t('audit.seq')}
                </th>
                <th scope="col">{t('audit.whyColumn')}</th>
              </tr>
            </thead>
            <tbody>
              {found.broken.map(({ chain, seq, why }) => (
                <tr key={`${chain}-${seq}`}>
                  <td className="mono">{chain}</td>
                  <td className="num">{seq}</td>
                  <td>{word('audit.why', why)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
