import { useQuery } from '@tanstack/react-query'
import { getGates, type Leg } from '../api/hand-overs.ts'
import type { PersonView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Loading } from '../ui/Empty.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { GateList, GateState } from './GateList.tsx'

/** The receiver's check list, run by the sender beforehand. */
export function GatePanel({ caseId, leg, persons }: { caseId: string; leg: Leg; persons: PersonView[] }) {
  const { t } = useLang()
  const gate = useQuery({ queryKey: ['gates', caseId, leg], queryFn: () => getGates(caseId, leg) })
  return (
    <Panel flush title={t('gate.title')} aside={gate.data && <GateState gate={gate.data} />}>
      {gate.isPending && <Loading text={t('app.loading')} />}
      {gate.isError && <Problem error={gate.error} retry={() => void gate.refetch()} />}
      {gate.data && <GateList caseId={caseId} gate={gate.data} persons={persons} />}
    </Panel>
  )
}
