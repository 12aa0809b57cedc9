import { randomUUID } from 'node:crypto'
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { appNow } from '../../db/clock.ts'
import { readCalendar } from '../../periods/calendar-store.ts'
import { LetterBatch, type LetterFact, staffFor, writeBatch } from './batch.ts'
import { LETTER_TABLE } from './levels.ts'
import type { Letter } from './model.ts'
import { raiseAbove } from './raising.ts'
import { cityRecipients, recipientsOf } from './recipients.ts'
import { type DueFact, decideDue } from './rules.ts'
import { LETTER_COLUMNS, letterOf, takeNumbers } from './store.ts'

const BATCH = 500

/** What the outbox calls that which time did; a letter raised above another speaks for itself. */
const FACTS: Readonly<Record<Exclude<DueFact, 'raisedHigher' | 'autoIssued'>, LetterFact>> = {
  signOverdue: 'signOverdue',
  ackOverdue: 'overdue',
  cityNotice: 'escalated',
  disputeOverdue: 'disputeOverdue',
  closed: 'closed',
  cancelled: 'closed',
}

/**
 * Looks at the letters whose next instant is reached, or whose period has ended, from the database alone: closes, repeats,
 * issues custody letters that nobody signed, goes a level up. What another worker holds is passed by. @returns whether more is due
 */
export async function sweepLetters(orm: MikroORM): Promise<{ taken: number; more: boolean }> {
  return await orm.em.fork().transactional(async em => {
    const rows = await em.execute<Letter[]>(`select ${LETTER_COLUMNS} from claim_due_letters(?) l`, [BATCH])
    if (rows.length === 0) return { taken: 0, more: false }
    const now = await appNow(em)
    const calendar = await readCalendar(em)
    const decided = rows.map(letterOf).map(letter => {
      const { patch, facts } = decideDue(letter, now, calendar)
      return { letter: { ...letter, ...patch }, facts }
    })
    const batch = new LetterBatch()
    const having = (fact: DueFact): Letter[] => decided.filter(({ facts }) => facts.includes(fact)).map(({ letter }) => letter)
    for (const { letter, facts } of decided) {
      for (const fact of facts) if (fact !== 'raisedHigher' && fact !== 'autoIssued') batch.tell(letter, FACTS[fact])
      if (facts.includes('cityNotice')) batch.address(letter, cityRecipients(letter))
    }
    const autoIssued = await takeNumbers(em, having('autoIssued'), now)
    for (const letter of autoIssued) batch.tell(letter, 'issued', { unsigned: true })
    for (const letter of [...decided.map(one => one.letter), ...autoIssued]) batch.change(letter)
    await raiseHigher(em, batch, having('raisedHigher'), now)
    await writeBatch(em, batch, now)
    return { taken: rows.length, more: rows.length === BATCH }
  })
}

type Above = { letter_id: string; officers: string[]; second_supervision: boolean; has_higher: boolean }

/** Drafts a supervision letter above each warning that stayed without an answer, unless one is there. */
async function raiseHigher(em: EntityManager, batch: LetterBatch, below: readonly Letter[], now: Date): Promise<void> {
  if (below.length === 0) return
  const found = await em.execute<Above[]>('select * from letter_officers(?::uuid[], ?)', [
    `{${below.map(({ id }) => id).join(',')}}`,
    LETTER_TABLE.caseReviewWithinDays,
  ])
  const staff = await staffFor(em, below)
  const calendar = await readCalendar(em)
  for (const letter of below) {
    const above = found.find(one => one.letter_id === letter.id)
    if (above === undefined || above.has_higher) continue
    const draft = raiseAbove(randomUUID(), letter, above.second_supervision, now, calendar)
    batch.add(draft, 'drafted', recipientsOf(draft, above.officers, staff))
  }
}

/** Tells letters of ended alerts that they ended, where the end came just while the letter was being raised. */
export async function mendLetterEnds(orm: MikroORM): Promise<number> {
  const [row] = await orm.em.fork().execute<{ mended: number }[]>('select mend_letter_ends() as mended')
  return row?.mended ?? 0
}
