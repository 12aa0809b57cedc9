import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Periods } from './Periods.tsx'
import { Persons } from './Persons.tsx'
import { Timeline } from './Timeline.tsx'

export function Overview({ view }: { view: CaseView }) {
  const { t } = useLang()
  return (
    <div className="overview">
      <div className="stack">
        <Panel flush title={t('case.persons')}>
          <Persons persons={view.persons} />
        </Panel>
        <Panel flush title={t('period.title')}>
          <Periods view={view} />
        </Panel>
        <Panel title={t('case.facts')}>
          <dl className="facts">
            <dt>{t('newCase.occurredFrom')}</dt>
            <dd>{view.occurredFrom === null ? '—' : dateTime(view.occurredFrom)}</dd>
            <dt>{t('newCase.occurredPlace')}</dt>
            <dd>{view.occurredPlace ?? '—'}</dd>
            <dt>{t('newCase.factSummary')}</dt>
            <dd>{view.factSummary ?? '—'}</dd>
            <dt>{t('case.staff')}</dt>
            <dd>{view.staff.map(({ user }) => user.name).join(t('app.comma')) || t('cases.unassigned')}</dd>
          </dl>
        </Panel>
      </div>
      <Panel title={t('timeline.title')}>
        <Timeline view={view} />
      </Panel>
    </div>
  )
}
