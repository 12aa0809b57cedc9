import { randomUUID } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import { forCase } from '../db/orm.ts'
import { createOcrReader } from '../pdf/ocr/ocr-reader.ts'
import { createTextReader } from '../pdf/text/text-reader.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { createFinder } from './finder.ts'
import { type Hand, LostClaim, readOn } from './read-on.ts'
import { type Claim, claimReading, keepClaim, letGo } from './store.ts'

export type ReadingDeps = {
  readonly orm: MikroORM
  readonly store: ObjectStore
  readonly spoolDir: string
  /** Whether this machine recognises characters of pictures; else such pages wait for one that does. */
  readonly recognises: boolean
}

/** The turns of a loop that reads the papers of all cases, one at a time. */
export interface Reading {
  /** Reads on in one paper. @returns whether there may be more to do */
  run(): Promise<boolean>
  /** Lets go of the paper in hand at once; what was read of it stays. */
  close(): void
}

/** A worker that is killed loses its paper after so long; another goes on at the page it had. */
const LEASE_SECONDS = 20
const RETRY_SECONDS = 60
/** Processes that nobody asked for so long are ended, so that the words of papers cost no memory while none come in. */
const IDLE_MS = 30_000

export function createReading(deps: ReadingDeps): Reading {
  const worker = randomUUID()
  const spool = { store: deps.store, spoolDir: deps.spoolDir }
  const tools = { text: createTextReader(spool), pictures: createOcrReader(spool), finder: createFinder(deps.spoolDir) }
  let closed = false
  let idle: NodeJS.Timeout | undefined
  const rest = (): void => {
    for (const tool of Object.values(tools)) tool.rest()
  }
  const take = async (claim: Claim): Promise<void> => {
    const em = () => forCase(deps.orm, claim.caseId)
    let isOurs = true
    const keeping = setInterval(() => {
      const keep = em().transactional(async one => await keepClaim(one, claim.documentId, worker, LEASE_SECONDS))
      keep.then(
        kept => {
          isOurs &&= kept
        },
        () => undefined, // the lease runs on without it, and the next step finds out
      )
    }, LEASE_SECONDS * 300)
    const hand: Hand = { ...spool, ...tools, orm: deps.orm, em, claim, mayGoOn: () => isOurs && !closed }
    let laterSeconds = RETRY_SECONDS
    try {
      await readOn(hand)
      laterSeconds = 0
    } catch (error) {
      if (!(error instanceof LostClaim)) throw error
      laterSeconds = 0
    } finally {
      clearInterval(keeping)
      await em().transactional(async one => await letGo(one, claim.documentId, worker, laterSeconds))
    }
  }
  return {
    async run() {
      if (closed) return false
      clearTimeout(idle)
      const claim = await claimReading(deps.orm.em.fork(), worker, LEASE_SECONDS, deps.recognises)
      if (claim === null || claim.step !== 'pictures') tools.pictures.rest()
      if (claim !== null) await take(claim)
      else idle = setTimeout(rest, IDLE_MS).unref()
      return claim !== null
    },
    close() {
      closed = true
      clearTimeout(idle)
      rest()
    },
  }
}
