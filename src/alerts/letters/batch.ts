import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { recordAll, SYSTEM, tellAll } from '../../audit/commands.ts'
import { agencyOf } from '../../domain/codes.ts'
import type { Letter } from './model.ts'
import { agenciesOf, deskRoles, type Recipient, type StaffMember } from './recipients.ts'
import { decideSupersede } from './rules.ts'
import { LETTER_COLUMNS, letterOf, rowOf } from './store.ts'

/** What a flow and the people hear of; the name of the outbox type follows `letter.`. */
export type LetterFact = 'drafted' | 'issued' | 'overdue' | 'signOverdue' | 'disputeOverdue' | 'escalated' | 'closed'

/** What happened to one letter of a batch. */
type Happened = { readonly letter: Letter; readonly fact: LetterFact; readonly data?: Readonly<Record<string, string | number | boolean>> }

/** All that one pass of the platform over many letters decided; written whole, in a handful of statements. */
export class LetterBatch {
  readonly made: Letter[] = []
  readonly changed = new Map<string, Letter>()
  readonly recipients: { readonly letter: Letter; readonly recipient: Recipient }[] = []
  readonly happened: Happened[] = []

  add(letter: Letter, fact: LetterFact, recipients: readonly Recipient[]): void {
    this.made.push(letter)
    this.address(letter, recipients)
    this.tell(letter, fact)
  }

  change(letter: Letter): void {
    this.changed.set(letter.id, letter)
  }

  address(letter: Letter, recipients: readonly Recipient[]): void {
    for (const recipient of recipients) this.recipients.push({ letter, recipient })
  }

  tell(letter: Letter, fact: LetterFact, data: Happened['data'] = {}): void {
    this.happened.push({ letter, fact, data })
  }
}

/** Writes letters, addressees, course, in-app deliveries, trail and outbox of a batch. Runs in the caller's transaction, as the worker. */
export async function writeBatch(em: EntityManager, batch: LetterBatch, now: Date): Promise<void> {
  await supersedeLower(em, batch, now)
  const facts = batch.happened.map(one => ({ ...one, id: randomUUID() }))
  const issued = facts.filter(({ fact }) => fact === 'issued')
  await em.execute('select write_letters(?::jsonb, ?::jsonb, ?::jsonb, ?::uuid[], ?::jsonb, ?::jsonb)', [
    JSON.stringify(batch.made.map(rowOf)),
    JSON.stringify([...batch.changed.values()].map(rowOf)),
    JSON.stringify(batch.recipients.map(recipientRow)),
    `{${issued.map(({ letter }) => letter.id).join(',')}}`,
    JSON.stringify(facts.map(({ letter, fact, data }) => eventRow(letter, fact, now, data))),
    JSON.stringify(issued.map(({ letter, id }) => ({ letter_id: letter.id, occasion: id }))),
  ])
  await tellAll(
    em,
    facts.map(({ id, letter, fact }) => ({ id, type: `letter.${fact}`, caseId: letter.caseId, payload: { letterId: letter.id } })),
  )
  await recordAll(
    em,
    SYSTEM,
    facts.map(({ letter, fact }) => ({
      caseId: letter.caseId,
      action: `letter.${fact}`,
      target: letter.id,
      details: { level: letter.level, period: letter.code, state: letter.state },
    })),
  )
}

/** What is issued now takes the place of every lower letter on the same deadline. */
async function supersedeLower(em: EntityManager, batch: LetterBatch, now: Date): Promise<void> {
  const issued = batch.happened.filter(({ fact }) => fact === 'issued').map(({ letter }) => letter)
  const keys = issued.map(({ periodId, dueAt, level }) => ({ period_id: periodId, due_at: dueAt, level }))
  if (keys.length === 0) return
  const lower = await em.execute<Letter[]>(`select ${LETTER_COLUMNS} from claim_lower_letters(?::jsonb) l`, [JSON.stringify(keys)])
  for (const stored of lower.map(letterOf)) {
    const letter = batch.changed.get(stored.id) ?? stored
    const decision = decideSupersede(letter, now)
    if (!decision.ok) continue
    const after = { ...letter, ...decision.change }
    batch.change(after)
    batch.tell(after, 'closed', { result: 'superseded' })
  }
}

const recipientRow = ({ letter, recipient }: LetterBatch['recipients'][number]): Record<string, unknown> => ({
  id: randomUUID(),
  letter_id: letter.id,
  case_id: letter.caseId,
  kind: recipient.kind,
  post: recipient.post,
  agency: recipient.agency,
  user_id: recipient.userId,
  desk_roles: deskRoles(agencyOf(recipient.agency).type),
  delivered_at: letter.issuedAt,
  due_at: letter.dueAt,
})

const eventRow = (letter: Letter, act: string, at: Date, data: Happened['data']): Record<string, unknown> => ({
  id: randomUUID(),
  letter_id: letter.id,
  case_id: letter.caseId,
  act,
  at,
  data: data ?? {},
})

/** The staff of every agency that these letters may be addressed to, in one statement. */
export async function staffFor(em: EntityManager, letters: readonly Letter[]): Promise<ReadonlyMap<string, readonly StaffMember[]>> {
  const agencies = [...new Set(letters.flatMap(agenciesOf))]
  const staff = await em.execute<StaffMember[]>(
    'select id, agency_code as agency, roles, post from app_user where agency_code = any (?::text[]) and disabled_at is null order by login',
    [`{${agencies.join(',')}}`],
  )
  return Map.groupBy(staff, ({ agency }) => agency)
}
