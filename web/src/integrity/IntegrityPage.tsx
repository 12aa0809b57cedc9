import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { askRound, latestRound, readRound } from '../api/administration.ts'
import type { IntegrityRound } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { count, dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { Checks } from './Checks.tsx'
import { Findings } from './Findings.tsx'
import { Registers } from './Registers.tsx'
import './integrity.css'

const ASK_AGAIN_MS = 1_000

/** What the last round of checks found, by kind, with since when and who must act; and a new one on request. */
export function IntegrityPage() {
  const { t } = useLang()
  const cache = useQueryClient()
  const latest = useQuery({ queryKey: ['integrity'], queryFn: latestRound })
  const ask = useMutation({
    mutationFn: async () => await untilDone((await askRound()).runId),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['integrity'] }),
  })
  const round = latest.data?.round
  return (
    <div className="stack integrity-page">
      <div className="page-head">
        <h1>{t('integrity.title')}</h1>
        <Button type="primary" className="no-print" loading={ask.isPending} onClick={() => ask.mutate()}>
          {t(ask.isPending ? 'integrity.running' : 'integrity.run')}
        </Button>
      </div>
      <p className="quiet">{t('integrity.hint')}</p>
      {latest.isPending && <Loading text={t('app.loading')} />}
      {latest.isError && <Problem error={latest.error} retry={() => void latest.refetch()} />}
      {ask.isError && <Problem error={ask.error} retry={() => ask.mutate()} />}
      {round === null && <Empty title={t('integrity.none')} hint={t('integrity.noneHint')} />}
      {round && (
        <>
          <Verdict round={round} />
          <Findings round={round} />
          <Checks round={round} />
        </>
      )}
      <Registers />
    </div>
  )
}

async function untilDone(runId: string): Promise<IntegrityRound> {
  for (;;) {
    const round = await readRound(runId)
    if (round.finishedAt !== null) return round
    await new Promise(resolve => setTimeout(resolve, ASK_AGAIN_MS))
  }
}

function Verdict({ round }: { round: IntegrityRound }) {
  const { t } = useLang()
  const rows = round.checks.reduce((sum, one) => sum + one.rows, 0)
  const skipped = round.checks.some(one => one.skipped)
  return (
    <section className={round.found > 0 || skipped ? 'finding-verdict wrong' : 'finding-verdict'} aria-live="polite">
      <strong>{t(round.found > 0 ? 'integrity.found' : 'integrity.clean', { count: round.found })}</strong>
      <span>{t('integrity.counted', { checks: round.checks.length, rows: count(rows) })}</span>
      {round.finishedAt !== null && (
        <span className="small quiet">
          {t('integrity.at', {
            kind: t(round.kind === 'nightly' ? 'integrity.nightly' : 'integrity.asked'),
            at: dateTime(round.finishedAt),
          })}
        </span>
      )}
    </section>
  )
}
