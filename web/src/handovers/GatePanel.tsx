import { useQuery } from '@tanstack/react-query'
import { getGates } from '../api/hand-overs.ts'
import type { PersonView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Loading } from '../ui/Empty.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { GateList, GateState } from './GateList.tsx'

/** The ways forward whose list is looked at before anything is prepared. */
export type ForwardLeg = 'transferForProsecution' | 'retransfer' | 'indictment'

/** The receiver's check list, run by the sender beforehand. */
export function GatePanel({ caseId, leg, persons }: { caseId: string; leg: ForwardLeg; persons: PersonView[] }) {
  const { t } = useLang()
  const gate = useQuery({ queryKey: ['gates', caseId, leg], queryFn: () => getGates(caseId, leg) })
  return (
    <Panel flush title={t('gate.titleOf', { leg: t(`gate.legs.${leg}`) })} aside={gate.data && <GateState gate={gate.data} />}>
      {gate.isPending && <Loading text={t('app.loading')} />}
      {gate.isError && <Problem error={gate.error} retry={() => void gate.refetch()} />}
      {gate.data && <GateList caseId={caseId} gate={gate.data} persons={persons} />}
    </Panel>
  )
}
