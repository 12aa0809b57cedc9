import type { CaseView } from '../api/types.ts'
import { EligibilityPanel } from './EligibilityPanel.tsx'
import { LawyerPanel } from './LawyerPanel.tsx'
import { TrackStrip } from './TrackStrip.tsx'

/** The fast track of one case: its marks, the conditions with where each answer came from, the duty lawyer. */
export function FastTrackTab({ view }: { view: CaseView }) {
  return (
    <div className="stack">
      {view.track48 !== null && <TrackStrip track={view.track48} caseId={view.id} marksShown />}
      <EligibilityPanel view={view} />
      <LawyerPanel view={view} />
    </div>
  )
}
