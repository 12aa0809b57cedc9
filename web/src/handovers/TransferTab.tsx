import { useSearchParams } from 'react-router'
import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Panel } from '../ui/Panel.tsx'
import { Circumstances } from './Circumstances.tsx'
import { type ForwardLeg, GatePanel } from './GatePanel.tsx'
import { HandOverPanel } from './HandOverPanel.tsx'
import { HandOverTable } from './HandOverTable.tsx'
import { PreparePanel } from './PreparePanel.tsx'
import { isOpenState } from './state.ts'

/** Who hands a case forward with papers that the law lists. */
const FORWARD = ['publicSecurity', 'procuratorate']

/** The way the file goes next where nobody has to choose: forward. */
const legOf = ({ holder, stage }: CaseView): ForwardLeg =>
  holder.type !== 'publicSecurity' ? 'indictment' : stage === 'SUPPLEMENTARY' ? 'retransfer' : 'transferForProsecution'

/** What the next hand-over needs, the one that is open, and those before. */
export function TransferTab({ view }: { view: CaseView }) {
  const { t } = useLang()
  const { session } = useSession()
  const [params] = useSearchParams()
  // Only the holder hands the case on; another agency's missing papers would read as one's own.
  const checks = session.user.agency.code === view.holder.code && FORWARD.includes(view.holder.type)
  const rows = [...view.handOvers].sort((a, b) => (b.sentAt ?? '9').localeCompare(a.sentAt ?? '9'))
  const asked = rows.find(row => row.id === params.get('handOver'))
  const current = asked ?? rows.find(row => isOpenState(row.state))
  const prepares = view.actions.filter(action => action.kind === 'prepareHandOver')
  const mayEdit = view.actions.some(action => action.kind === 'upload' && action.blocked === null)
  const isDraft = current?.state === 'draft'
  const others = rows.filter(row => row !== current)
  return (
    <div className="stack">
      {isDraft && <Circumstances view={view} mayEdit={mayEdit} />}
      {current ? <HandOverPanel id={current.id} persons={view.persons} /> : null}
      {!current && (
        <>
          {prepares.map(action => (
            <PreparePanel key={action.act} view={view} action={action} leg={action.act} />
          ))}
          {checks && (
            <>
              <Circumstances view={view} mayEdit={mayEdit} />
              <GatePanel caseId={view.id} leg={legOf(view)} persons={view.persons} />
            </>
          )}
        </>
      )}
      {others.length > 0 && (
        <Panel flush title={t('handOver.earlier')}>
          <HandOverTable rows={others} showCase={false} />
        </Panel>
      )}
      {!current && !checks && prepares.length === 0 && others.length === 0 && <p className="quiet">{t('handOver.nothing')}</p>}
    </div>
  )
}
