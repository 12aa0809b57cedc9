import { drawForm } from '../src/pdf/form.ts'
import { findIn, RULES_VERSION } from '../src/reading/extract/find-in.ts'
import { type Figure, figure } from './measure.ts'
import { LAYOUTS } from './quality/paper.ts'
import { createPaperReader } from './quality/read.ts'
import { scannedPdf } from './quality/scan.ts'
import { type Fault, precision, recall, score, sum, type Tally } from './quality/score.ts'
import { qualitySet } from './quality/set.ts'

type Engine = 'textLayer' | 'ocr'
type Result = {
  readonly code: string
  readonly layout: string
  readonly engine: Engine
  readonly byKey: ReadonlyMap<string, Tally>
  readonly faults: readonly Fault[]
  readonly readMs: number
  readonly findMs: number
}

const AIMS = { textLayer: { precision: 0.98, recall: 0.95 }, ocr: { precision: 0.95, recall: 0.85 } } as const
const CASES = 2

/**
 * The quality of the extraction over the made set, per field, layout and engine, and its cost against reading the same papers.
 * `BENCH_SMOKE=1` leaves out the scans, whose characters take minutes to recognise; `BENCH_FAULTS=1` names every value that is wrong.
 */
export async function benchExtraction({ seed }: { readonly seed: string }): Promise<Figure[]> {
  const results = await measured(seed, process.env.BENCH_SMOKE !== '1')
  printTable(results)
  if (process.env.BENCH_FAULTS === '1') for (const result of results) printFaults(result)
  const engines = (['textLayer', 'ocr'] as const).filter(engine => results.some(one => one.engine === engine))
  return [
    ...engines.flatMap(engine =>
      qualityFigures(
        engine,
        results.filter(one => one.engine === engine),
      ),
    ),
    costFigure(results),
  ]
}

async function measured(seed: string, withScans: boolean): Promise<Result[]> {
  const read = await createPaperReader(withScans)
  const results: Result[] = []
  for (const [at, { paper, scanned }] of qualitySet(seed, CASES).entries()) {
    const engine: Engine = scanned && withScans ? 'ocr' : 'textLayer'
    const drawn = await drawForm(paper.form, null)
    const pdf = engine === 'ocr' ? await scannedPdf(drawn, `${seed}/${at}`) : drawn
    const began = performance.now()
    const pages = await read(pdf, engine === 'ocr')
    const between = performance.now()
    const found = findIn(paper.code, pages)
    const [readMs, findMs] = [between - began, performance.now() - between]
    results.push({ code: paper.code, layout: paper.layout, engine, ...score(found, paper.truth), readMs, findMs })
  }
  return results
}

const all = (results: readonly Result[]): Tally => sum(results.flatMap(({ byKey }) => [...byKey.values()]))

function qualityFigures(engine: Engine, results: readonly Result[]): Figure[] {
  const total = all(results)
  const of = {
    papers: results.length,
    ...total,
    ...Object.fromEntries(
      LAYOUTS.flatMap(layout => {
        const part = all(results.filter(one => one.layout === layout))
        return [
          [`precision ${layout}`, round(precision(part))],
          [`recall ${layout}`, round(recall(part))],
        ]
      }),
    ),
  }
  return [
    figure(`extraction, precision, ${engine}`, 'ratio', [precision(total)], { atLeast: AIMS[engine].precision }, of),
    figure(`extraction, recall, ${engine}`, 'ratio', [recall(total)], { atLeast: AIMS[engine].recall }, of),
  ]
}

/** Filling a card may take twice as long as reading its papers; finding the values is a small part of it. */
function costFigure(results: readonly Result[]): Figure {
  const texts = results.filter(({ engine }) => engine === 'textLayer')
  const readMs = texts.reduce((ms, one) => ms + one.readMs, 0)
  const findMs = texts.reduce((ms, one) => ms + one.findMs, 0)
  return figure(
    'extraction ÷ reading, text layers',
    'ratio',
    [findMs / readMs],
    { atMost: 1 },
    { papers: texts.length, readMs: round(readMs), findMs: round(findMs) },
  )
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000

/** Precision and recall of every field, by engine, for people to read. */
function printTable(results: readonly Result[]): void {
  const keys = [...new Set(results.flatMap(({ byKey }) => [...byKey.keys()]))].sort((a, b) => a.localeCompare(b))
  const cell = (key: string | null, engine: Engine): string => {
    const tallies = results
      .filter(one => one.engine === engine)
      .flatMap(({ byKey }) => (key === null ? [...byKey.values()] : (byKey.get(key) ?? [])))
    if (tallies.length === 0) return '              –'
    const total = sum(tallies)
    return `${String(total.right + total.missed).padStart(5)} ${precision(total).toFixed(3)} ${recall(total).toFixed(3)}`.padStart(18)
  }
  console.error(`rules ${RULES_VERSION}: values, precision and recall by text layer | by recognised characters`)
  for (const key of [...keys, null]) console.error(`${(key ?? 'all').padEnd(20)} ${cell(key, 'textLayer')} | ${cell(key, 'ocr')}`)
}

function printFaults({ code, layout, engine, faults }: Result): void {
  for (const { kind, key, person, value } of faults)
    console.error(`${code} ${layout} ${engine}: ${kind} ${key} ${person ?? ''} ${JSON.stringify(value)}`)
}

if (import.meta.main) console.log(JSON.stringify(await benchExtraction({ seed: process.env.BENCH_SEED ?? '1' }), null, 2))
