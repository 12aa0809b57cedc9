import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { Acted, CaseCustody, CaseView, Gate, HandOver, HandOverDone, JoinedPerson, OpenedCase } from '../../answers.ts'
import type { Client } from '../../client.ts'
import { Refused } from '../../refused.ts'
import type { LegalClock } from '../legal-clock.ts'
import type { ShownFile } from '../play-sample.ts'
import type { Reference } from '../reference.ts'
import { answerAll } from '../steps-eligibility.ts'
import { entryOf, type TimelineEntry } from '../timeline.ts'
import type { Cast } from './cast.ts'
import { acknowledgePaper, admitPerson } from './centre-desk.ts'
import { filePaper } from './gate-papers.ts'
import type { CourseStory, Step, Who } from './model.ts'
import { SeenDeadlines } from './seen-deadlines.ts'

const Requested = Type.Object({ requestId: Type.String() })
const Decided = Type.Object({ state: Type.String() })

/** A local time of a story as the platform takes it. */
const rfc = (local: string): string => `${local.replace(' ', 'T')}:00+08:00`
const instant = (local: string): Date => new Date(rfc(local))

const POLL_MS = 300
const DELIVERY_WITHIN_MS = 600_000
const DELIVERED = new Set(['delivered', 'received', 'accepted'])
/** Sending waits for digests that are still being computed. */
const TRIES = 100

type Options = {
  readonly story: CourseStory
  readonly cast: Cast
  readonly clock: LegalClock
  readonly reference: Reference
  /** Where papers are written before they are filed. */
  readonly folder: string
  readonly onEntry: (entry: TimelineEntry) => void
}

/** A sample case on its way through the platform: each step by whose step it is, at its legal time. */
export class CoursePlay {
  readonly #options: Options
  readonly timeline: TimelineEntry[] = []
  readonly papers: ShownFile[] = []
  readonly handOvers: { readonly id: string; readonly leg: string; readonly sender: Who }[] = []
  readonly custodyPapers: { readonly certNo: string; readonly paperId: string | null; readonly paper: string; readonly by: Who }[] = []
  readonly deadlines = new SeenDeadlines()
  readonly refused: { readonly code: string; readonly basis: string | null; readonly what: string }[] = []
  caseId = ''
  platformNo = ''
  readonly #persons = new Map<string, string>()
  #last: CaseView | null = null
  /** Who works on the case for the agency that holds it, and so sees all of it. */
  #holder: Who = 'po'

  constructor(options: Options) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { story, clock } = this.#options
    await clock.begin(instant(story.openedAt))
    await this.#open()
    for (const step of story.steps) await this.#take(step)
  }

  /** The person behind a letter of the story. */
  personOf(letter: string): string {
    const id = this.#persons.get(letter)
    if (id === undefined) throw new RangeError(`${letter} has not come yet`)
    return id
  }

  async view(): Promise<CaseView> {
    return await this.#as(this.#holder).get(`/api/v1/cases/${this.caseId}`, CaseView)
  }

  /** The chains of titles and the papers about them, as whoever holds the case sees them. */
  async custody(): Promise<Type.Static<typeof CaseCustody>> {
    return await this.#as(this.#holder).get(`/api/v1/cases/${this.caseId}/custody`, CaseCustody)
  }

  #as(who: Who): Client {
    return this.#options.cast.as(who)
  }

  async #open(): Promise<void> {
    const { story } = this.#options
    const body = { source: 'report', occurredAt: rfc(story.openedAt), chargeCode: story.chargeCode }
    const { caseId, platformNo } = await this.#as('po').post('/api/v1/cases', body, OpenedCase)
    Object.assign(this, { caseId, platformNo })
    await this.#note('po', story.openedAt, `受案登记（${platformNo}）`)
  }

  async #take(step: Step): Promise<void> {
    switch (step.do) {
      case 'act':
        return await this.#act(step)
      case 'join':
        return await this.#join(step)
      case 'admit':
        return await this.#admit(step)
      case 'acknowledge':
        return await this.#acknowledge(step)
      case 'eligible':
        return await this.#eligible(step)
      case 'extend':
        return await this.#extend(step)
      case 'handOver':
        return await this.#handOver(step)
      case 'refusedAct':
      case 'refusedHandOver':
        return await this.#beRefused(step)
    }
  }

  async #act({ at, by, act, person, data = {} }: Extract<Step, { do: 'act' }>): Promise<void> {
    await this.#options.clock.runTo(instant(at))
    const isCounted = act === 'takeEffect'
    const body = {
      ...(isCounted ? {} : { occurredAt: rfc(at) }),
      ...(person === undefined ? {} : { casePersonId: this.personOf(person) }),
      ...data,
    }
    await this.#as(by).post(`/api/v1/cases/${this.caseId}/acts/${act}`, body, Acted)
    await this.#note(by, at, this.#nameOf(act, person))
  }

  #nameOf(act: string, person?: string): string {
    const name = person === undefined ? '' : `（${this.#options.story.persons[person]?.name ?? person}）`
    return `${this.#options.reference.acts.get(act) ?? act}${name}`
  }

  async #join({ at, by, person, summoned }: Extract<Step, { do: 'join' }>): Promise<void> {
    await this.#options.clock.runTo(instant(at))
    const accused = this.#options.story.persons[person]
    if (accused === undefined) throw new RangeError(`no person ${person}`)
    const body = { ...accused, idType: '111', summoned, occurredAt: rfc(at) }
    const { casePersonId } = await this.#as(by).post(`/api/v1/cases/${this.caseId}/persons`, body, JoinedPerson)
    this.#persons.set(person, casePersonId)
    await this.#note(by, at, `登记犯罪嫌疑人${accused.name}`)
  }

  /** The centre takes the person in against the warrant. */
  async #admit({ at, by, person, warrant }: Extract<Step, { do: 'admit' }>): Promise<void> {
    await this.#options.clock.runTo(instant(at))
    const accused = this.#options.story.persons[person]
    if (accused === undefined) throw new RangeError(`no person ${person}`)
    await admitPerson(this.#as(by), { ...accused, casePersonId: this.personOf(person), warrant, at: rfc(at) })
    await this.#note(by, at, `收押登记（${accused.name}）`)
  }

  async #acknowledge({ at, by, person, until }: Extract<Step, { do: 'acknowledge' }>): Promise<void> {
    await this.#options.clock.runTo(instant(at))
    const { certNo, paperId, paper } = await acknowledgePaper(this.#as(by), this.personOf(person), until)
    this.custodyPapers.push({ certNo, paperId, paper: paper.zh, by })
    await this.#note(by, at, `看守所确认${paper.zh}（${certNo}，至${until}）`)
  }

  async #eligible({ at, by, months }: Extract<Step, { do: 'eligible' }>): Promise<void> {
    await this.#options.clock.runTo(instant(at))
    await answerAll(this.#as(by), this.caseId, months, ({ isTrial }) => isTrial)
    await this.#note(by, at, '逐项查明速裁适用条件')
  }

  async #extend({ at, asks, grants, period, extension, person, length, documentNo }: Extract<Step, { do: 'extend' }>): Promise<void> {
    await this.#options.clock.runTo(instant(at))
    const whom = person === undefined ? {} : { casePersonId: this.personOf(person) }
    const body = {
      type: 'extend',
      periodCode: period,
      extension,
      documentNo,
      occurredAt: rfc(at),
      ...whom,
      ...(length === undefined ? {} : { length }),
    }
    const { requestId } = await this.#as(asks).post(`/api/v1/cases/${this.caseId}/deadline-requests`, body, Requested)
    await this.#as(grants).post(`/api/v1/deadline-requests/${requestId}/decide`, { approve: true }, Decided)
    await this.#note(grants, at, `批准延长 ${period}（${documentNo}）`)
  }

  async #handOver(step: Extract<Step, { do: 'handOver' }>): Promise<void> {
    const { clock } = this.#options
    await clock.runTo(instant(step.sent))
    const id = await this.#prepare(step, step.sent)
    this.handOvers.push({ id, leg: step.leg, sender: step.sends })
    await this.#send(step.sends, id, rfc(step.sent))
    const leg = await this.#untilDelivered(step.sends, id)
    await this.#note(step.sends, step.sent, `${leg}：发送并送达收案台`)
    const desk = this.#as(step.desk)
    await clock.runTo(instant(step.received))
    await desk.post(`/api/v1/hand-overs/${id}/receive`, { occurredAt: rfc(step.received) }, HandOverDone)
    await clock.runTo(instant(step.accepted))
    const assignTo = this.#as(step.assign).user.id
    await desk.post(`/api/v1/hand-overs/${id}/accept`, { occurredAt: rfc(step.accepted), assignTo, ...step.data }, HandOverDone)
    if (step.persons === undefined) this.#holder = step.assign
    await this.#note(step.desk, step.accepted, `${leg}：接收`)
  }

  /** Files what the receiver's gate still asks for, and prepares. */
  async #prepare(
    { prepares, leg, to, persons = [] }: Pick<Extract<Step, { do: 'handOver' }>, 'prepares' | 'leg' | 'to' | 'persons'>,
    at: string,
  ): Promise<string> {
    const client = this.#as(prepares)
    const whom = persons.map(letter => this.personOf(letter))
    const query = new URLSearchParams({ leg, toAgency: to, ...(whom.length > 0 ? { persons: whom.join(',') } : {}) })
    const { items } = await client.get(`/api/v1/cases/${this.caseId}/gates?${query}`, Gate)
    const view = await this.view()
    for (const { code, zh, casePersonId, status } of items) {
      if (status !== 'missing') continue
      const personName = view.persons.find(({ id }) => id === casePersonId)?.name ?? ''
      const wanted = {
        code,
        zh,
        casePersonId,
        personName,
        caseName: view.name,
        platformNo: this.platformNo,
        agency: client.user.agency.zh,
        at,
      }
      this.papers.push(await filePaper(client, this.caseId, wanted, this.papers.length + 1, this.#options.folder))
    }
    const body = { leg, toAgency: to, ...(whom.length > 0 ? { persons: whom } : {}) }
    return (await client.post(`/api/v1/cases/${this.caseId}/hand-overs`, body, HandOverDone)).handOverId
  }

  async #send(by: Who, id: string, occurredAt: string): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        await this.#as(by).post(`/api/v1/hand-overs/${id}/send`, { occurredAt }, HandOverDone)
        return
      } catch (error) {
        const isLagging = error instanceof Refused && error.code === 'gate-not-passed' && `${error.facts.checks}` === 'catalogue-complete'
        if (!isLagging || tried === TRIES) throw error
        await sleep(POLL_MS)
      }
    }
  }

  /** @returns what the leg is called */
  async #untilDelivered(by: Who, id: string): Promise<string> {
    for (const until = performance.now() + DELIVERY_WITHIN_MS; ; await sleep(POLL_MS)) {
      const { state, fault, legZh } = await this.#as(by).get(`/api/v1/hand-overs/${id}`, HandOver)
      if (DELIVERED.has(state)) return legZh
      if (state === 'faulty') throw new Error(`移送核验不通过：${fault ?? ''}`)
      if (performance.now() > until) throw new Error(`移送 ${DELIVERY_WITHIN_MS / 60_000} 分钟未送达（状态 ${state}）`)
    }
  }

  async #beRefused(step: Extract<Step, { do: 'refusedAct' | 'refusedHandOver' }>): Promise<void> {
    await this.#options.clock.runTo(instant(step.at))
    try {
      if (step.do === 'refusedAct') {
        const { by, act, person } = step
        const whom = person === undefined ? {} : { casePersonId: this.personOf(person) }
        const body = { ...(act === 'takeEffect' ? {} : { occurredAt: rfc(step.at), docNo: '〔2026〕0号' }), ...whom }
        await this.#as(by).post(`/api/v1/cases/${this.caseId}/acts/${act}`, body, Acted)
      } else {
        const id = await this.#prepare(step, step.at)
        try {
          await this.#send(step.sends, id, rfc(step.at))
        } finally {
          await this.#as(step.prepares).post(`/api/v1/hand-overs/${id}/recall`, { reason: '依法不得再次退回' }, HandOverDone)
        }
      }
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== step.code) throw error
      this.refused.push({ code: error.code, basis: error.basis, what: step.do === 'refusedAct' ? step.act : step.leg })
      return
    }
    throw new Error(`应当拒绝而没有拒绝：${step.do === 'refusedAct' ? step.act : step.leg}`)
  }

  /** Writes down what was done, with the periods that it started and ended. */
  async #note(by: Who, at: string, what: string): Promise<void> {
    const view = await this.view()
    await this.deadlines.look(this.#as(this.#holder), this.caseId)
    const { reference, onEntry } = this.#options
    const local = at.replace(' ', 'T')
    const entry = entryOf({
      at: local,
      arrivedAt: null,
      by: this.#as(by).user,
      what,
      before: this.#last?.periods ?? [],
      view,
      stageNames: reference.stageNames,
    })
    this.#last = view
    this.timeline.push(entry)
    onEntry(entry)
  }
}
