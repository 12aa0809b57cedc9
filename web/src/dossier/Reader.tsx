import { useState } from 'react'
import { ApiProblem } from '../api/problem.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Loading } from '../ui/Empty.tsx'
import { useKeys } from '../ui/keys.ts'
import { Problem } from '../ui/Problem.tsx'
import { Outline } from './Outline.tsx'
import { type Mark, PageCanvas } from './PageCanvas.tsx'
import { SourceFault } from './range-source.ts'
import './reader.css'
import { ReaderBar } from './ReaderBar.tsx'
import { usePageViews } from './use-page-views.ts'
import { usePdf } from './use-pdf.ts'

type Props = {
  caseId: string
  documentId: string | null
  url: string
  page: number
  mark?: Mark | undefined
  onPage: (page: number) => void
}

const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3]

/** Reads one PDF page by page; only what the shown page needs is fetched. `mark` names words to be shown and shaded. */
export function Reader({ caseId, documentId, url, page, mark, onPage }: Props) {
  const { t } = useLang()
  const { open, fault, retry } = usePdf(url)
  const [pageFault, setPageFault] = useState<unknown>(null)
  const [zoom, setZoom] = useState(1)
  const [outline, setOutline] = useState(false)
  const seen = usePageViews(caseId, documentId)
  const last = open?.pdf.numPages ?? 1
  const here = Math.min(last, Math.max(1, page))
  const turn = (to: number): void => {
    setPageFault(null)
    onPage(Math.min(last, Math.max(1, to)))
  }
  const scale = (by: number): void => setZoom(STEPS[Math.min(STEPS.length - 1, Math.max(0, STEPS.indexOf(zoom) + by))] ?? 1)
  useKeys([
    { key: 'ArrowRight', label: t('reader.next'), run: () => turn(here + 1) },
    { key: 'ArrowLeft', label: t('reader.previous'), run: () => turn(here - 1) },
    { key: 'PageDown', label: t('reader.next'), run: () => turn(here + 1) },
    { key: 'PageUp', label: t('reader.previous'), run: () => turn(here - 1) },
    { key: 'Home', label: t('reader.first'), run: () => turn(1) },
    { key: 'End', label: t('reader.last'), run: () => turn(last) },
    { key: '+', label: t('reader.larger'), run: () => scale(1) },
    { key: '-', label: t('reader.smaller'), run: () => scale(-1) },
    { key: 'g', label: t('reader.goTo'), run: () => document.getElementById('reader-page')?.focus() },
  ])
  const broken = fault ?? pageFault
  return (
    <div className="reader">
      <ReaderBar
        page={here}
        last={open ? last : null}
        zoom={zoom}
        onPage={turn}
        onZoom={scale}
        outline={outline}
        onOutline={() => setOutline(!outline)}
      />
      {broken !== null && (
        <Problem
          error={readable(broken)}
          retry={() => {
            setPageFault(null)
            retry()
          }}
        />
      )}
      {open === null && broken === null && <Loading text={t('reader.opening')} />}
      {open !== null && (
        <div className="reader-body">
          {outline && <Outline pdf={open.pdf} onPage={turn} />}
          <PageCanvas open={open} page={here} zoom={zoom} mark={mark} onShown={seen} onFault={setPageFault} />
        </div>
      )}
    </div>
  )
}

const readable = (fault: unknown): unknown =>
  fault instanceof SourceFault
    ? new ApiProblem({ code: fault.status === 404 ? 'not-found' : 'internal', status: fault.status, title: '' }, null)
    : fault
