import { Acted, CaseView, HandOverDone, type Period } from '../answers.ts'
import type { Client } from '../client.ts'
import { instantOf, toShanghai } from '../instants.ts'
import type { Officers } from './officers.ts'
import type { CaseFacts } from './papers/facts.ts'
import type { Reference } from './reference.ts'
import type { Amount, Paper } from './story-papers.ts'
import { entryOf, type TimelineEntry } from './timeline.ts'

/** The way a file travels. */
export type Leg = 'transferForProsecution' | 'indictment'
/** Who does something in the story. */
export type Actor = keyof Officers

type Fields = Readonly<Record<string, string | number | boolean>>

type PlayOptions = {
  readonly officers: Officers
  readonly reference: Reference
  readonly facts: CaseFacts
  /** Where papers are written before they are imported. */
  readonly folder: string
  readonly amount: Amount
  readonly onEntry: (entry: TimelineEntry) => void
}

/** A local time of the papers as the platform takes it. */
export const rfc = (local: string): string => toShanghai(instantOf(local))

/** One case on its way: who moves it, what its papers say, and what was done so far. The steps are in the files `steps-*`. */
export class CasePlay {
  readonly options: PlayOptions
  readonly timeline: TimelineEntry[] = []
  readonly papers: Paper[] = []
  readonly handOvers: { readonly leg: Leg; readonly id: string }[] = []
  facts: CaseFacts
  caseId = ''
  platformNo = ''
  casePersonId = ''
  #periods: readonly Period[] = []

  constructor(options: PlayOptions) {
    this.options = options
    this.facts = options.facts
  }

  as(actor: Actor): Client {
    return this.options.officers[actor]
  }

  /** The latest hand-over. @throws Error where none was prepared */
  get handOver(): { readonly leg: Leg; readonly id: string } {
    const latest = this.handOvers.at(-1)
    if (latest === undefined) throw new Error('没有办理中的移送')
    return latest
  }

  /** A step of the proceedings with a button of its own. */
  async act(by: Actor, act: string, fields: Fields): Promise<void> {
    await this.as(by).post(`/api/v1/cases/${this.caseId}/acts/${act}`, fields, Acted)
  }

  /** A step of the hand-over that is under way. */
  async moveHandOver(by: Actor, step: 'send' | 'receive' | 'accept', fields: Fields): Promise<void> {
    await this.as(by).post(`/api/v1/hand-overs/${this.handOver.id}/${step}`, fields, HandOverDone)
  }

  /** The case as somebody sees it now. */
  async view(by: Actor): Promise<CaseView> {
    return await this.as(by).get(`/api/v1/cases/${this.caseId}`, CaseView)
  }

  /** Writes down what was done, with the periods that it started and ended. `at` is a local time of the papers. */
  async note(by: Actor, at: string, what: string): Promise<CaseView> {
    const view = await this.view(by)
    const { stageNames } = this.options.reference
    const entry = entryOf({
      at,
      arrivedAt: this.facts.times.arrivedAt,
      by: this.as(by).user,
      what,
      before: this.#periods,
      view,
      stageNames,
    })
    this.#periods = view.periods
    this.timeline.push(entry)
    this.options.onEntry(entry)
    return view
  }
}
