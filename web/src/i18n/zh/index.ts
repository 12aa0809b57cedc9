import { app } from './app.ts'
import { calculator } from './calculator.ts'
import { calendars } from './calendars.ts'
import { cards, corrections, writeBack } from './cards.ts'
import { cases, newCase, person, sources } from './cases.ts'
import { clocks, correction, deadline, explain, whatIf } from './clocks.ts'
import { connectors, differences, meter } from './connectors.ts'
import {
  agencyNotices,
  custody,
  custodyCase,
  custodyFigures,
  custodyIncidents,
  custodyNotices,
  custodyPapers,
  custodyPermits,
  custodyRegister,
} from './custody.ts'
import { dossier, reader } from './dossier.ts'
import { ending, fastTrack, hearing, lawyer } from './fast-track.ts'
import { circumstances, desk, gate, handOver, lines, manifest, receipt, waiting } from './hand-overs.ts'
import { importTexts, refusal } from './imports.ts'
import { integrity } from './integrity.ts'
import { letters } from './letters.ts'
import { papers } from './papers.ts'
import { audit, post, service } from './post.ts'
import { caseTexts, period, timeline, track } from './procedure.ts'
import { watch } from './watch.ts'

/** Every text of the screens in Chinese, the language they are written in first. */
export const zh = {
  ...app,
  cases,
  newCase,
  person,
  sources,
  case: caseTexts,
  period,
  timeline,
  clocks,
  explain,
  whatIf,
  deadline,
  correction,
  calculator,
  letters,
  papers,
  calendars,
  custody,
  custodyCase,
  custodyFigures,
  custodyIncidents,
  agencyNotices,
  custodyNotices,
  custodyPapers,
  custodyPermits,
  custodyRegister,
  watch,
  integrity,
  track,
  fastTrack,
  ending,
  lawyer,
  hearing,
  dossier,
  reader,
  handOver,
  gate,
  circumstances,
  manifest,
  receipt,
  desk,
  lines,
  waiting,
  import: importTexts,
  refusal,
  post,
  audit,
  service,
  cards,
  corrections,
  writeBack,
  connectors,
  differences,
  meter,
}

/** The same keys in another language. */
export type Translated<T> = { [K in keyof T]: T[K] extends string ? string : Translated<T[K]> }
