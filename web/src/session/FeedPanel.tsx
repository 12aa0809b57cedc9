import { useMutation } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { renewFeed, revokeFeed } from '../api/calendars.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'

/** One's own due dates in a calendar program: the secret address, shown once. */
export function FeedPanel() {
  const { t } = useLang()
  const { message } = App.useApp()
  const make = useMutation({ mutationFn: renewFeed })
  const stop = useMutation({
    mutationFn: revokeFeed,
    onSuccess: () => {
      make.reset()
      void message.success(t('calendars.feedStopped'))
    },
  })
  return (
    <section className="stack tight feed" aria-label={t('calendars.feed')}>
      <span className="small quiet">{t('calendars.feedHint')}</span>
      {make.data && <Input readOnly aria-label={t('calendars.feed')} value={`${window.location.origin}${make.data.path}`} />}
      {make.isError && <Problem error={make.error} />}
      <span className="row">
        <Button size="small" loading={make.isPending} onClick={() => make.mutate()}>
          {t('calendars.feedMake')}
        </Button>
        <Button size="small" loading={stop.isPending} onClick={() => stop.mutate()}>
          {t('calendars.feedStop')}
        </Button>
      </span>
    </section>
  )
}
