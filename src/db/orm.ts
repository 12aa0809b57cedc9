import { Migrator } from '@mikro-orm/migrations'
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import { Migration20261121090000_foundation } from '../../migrations/Migration20261121090000_foundation.ts'
import { Migration20261121091000_cases } from '../../migrations/Migration20261121091000_cases.ts'
import { Migration20261121092000_dossier } from '../../migrations/Migration20261121092000_dossier.ts'
import { Migration20261121093000_handovers } from '../../migrations/Migration20261121093000_handovers.ts'
import { Migration20261126090000_clocks } from '../../migrations/Migration20261126090000_clocks.ts'
import { Migration20261126091000_watch } from '../../migrations/Migration20261126091000_watch.ts'
import { Migration20261126092000_letters } from '../../migrations/Migration20261126092000_letters.ts'
import { Migration20261126093000_calendars } from '../../migrations/Migration20261126093000_calendars.ts'
import { Migration20261126094000_returns } from '../../migrations/Migration20261126094000_returns.ts'
import { Migration20261127091000_papers } from '../../migrations/Migration20261127091000_papers.ts'
import { Migration20261127092000_handovers } from '../../migrations/Migration20261127092000_handovers.ts'
import { Migration20261127093000_fast_track } from '../../migrations/Migration20261127093000_fast_track.ts'
import { Migration20261127094000_integrity } from '../../migrations/Migration20261127094000_integrity.ts'
import { Migration20261127095000_split } from '../../migrations/Migration20261127095000_split.ts'
import { Migration20261128090000_numbers } from '../../migrations/Migration20261128090000_numbers.ts'
import { Migration20261128090500_annulments } from '../../migrations/Migration20261128090500_annulments.ts'
import { Migration20261128090700_releases } from '../../migrations/Migration20261128090700_releases.ts'
import { Migration20261128091000_partner_persons } from '../../migrations/Migration20261128091000_partner_persons.ts'
import { Migration20261128091100_waiting } from '../../migrations/Migration20261128091100_waiting.ts'
import { Migration20261128092000_cost } from '../../migrations/Migration20261128092000_cost.ts'
import { Migration20261128093000_batches_pass_by } from '../../migrations/Migration20261128093000_batches_pass_by.ts'
import { Migration20261128094000_stays_by_leg } from '../../migrations/Migration20261128094000_stays_by_leg.ts'
import { Migration20261128095000_recompute_in_one } from '../../migrations/Migration20261128095000_recompute_in_one.ts'
import { Migration20261128096000_fewer_indexes } from '../../migrations/Migration20261128096000_fewer_indexes.ts'
import { Migration20261128097000_letters_go_along } from '../../migrations/Migration20261128097000_letters_go_along.ts'
import { Migration20261129080000_custody_titles } from '../../migrations/Migration20261129080000_custody_titles.ts'
import { Migration20261129080500_custody_settled } from '../../migrations/Migration20261129080500_custody_settled.ts'
import { Migration20261129081000_custody_ends } from '../../migrations/Migration20261129081000_custody_ends.ts'
import { Migration20261129090000_certificates } from '../../migrations/Migration20261129090000_certificates.ts'
import { Migration20261129091000_centre } from '../../migrations/Migration20261129091000_centre.ts'
import { Migration20261129092000_custody_dispatch } from '../../migrations/Migration20261129092000_custody_dispatch.ts'
import { Migration20261129093000_custody_flows } from '../../migrations/Migration20261129093000_custody_flows.ts'
import { Migration20261129094000_custody_checks } from '../../migrations/Migration20261129094000_custody_checks.ts'
import { Migration20261129095000_centre_deepened } from '../../migrations/Migration20261129095000_centre_deepened.ts'
import { Migration20261129096000_centre_paced } from '../../migrations/Migration20261129096000_centre_paced.ts'
import { Migration20261130080000_cards } from '../../migrations/Migration20261130080000_cards.ts'
import { Migration20261130081000_reading } from '../../migrations/Migration20261130081000_reading.ts'
import { Migration20261130081500_cards_follow_papers } from '../../migrations/Migration20261130081500_cards_follow_papers.ts'
import { Migration20261130082000_connectors } from '../../migrations/Migration20261130082000_connectors.ts'
import { Migration20261130083000_write_backs_due } from '../../migrations/Migration20261130083000_write_backs_due.ts'
import { Migration20261130084000_write_backs_told } from '../../migrations/Migration20261130084000_write_backs_told.ts'
import { CaseEventSchema, CasePersonSchema, CriminalCaseSchema, DeadlineRequestSchema, PeriodInstanceSchema } from '../cases/entities.ts'
import { CustodyDispatchSchema } from '../custody/entities.ts'
import { DocumentSchema } from '../dossier/entities.ts'
import { HandOverSchema } from '../handovers/entities.ts'
import { boundDriver } from './bound.ts'
import { freeBrokenConnections } from './pool.ts'
import { economise } from './statements.ts'

export type { EntityManager }

const ENTITIES = [
  CriminalCaseSchema,
  CasePersonSchema,
  CaseEventSchema,
  PeriodInstanceSchema,
  DeadlineRequestSchema,
  DocumentSchema,
  HandOverSchema,
  CustodyDispatchSchema,
]
export const MIGRATIONS = [
  Migration20261121090000_foundation,
  Migration20261121091000_cases,
  Migration20261121092000_dossier,
  Migration20261121093000_handovers,
  Migration20261126090000_clocks,
  Migration20261126091000_watch,
  Migration20261126092000_letters,
  Migration20261126093000_calendars,
  Migration20261126094000_returns,
  Migration20261127091000_papers,
  Migration20261127092000_handovers,
  Migration20261127093000_fast_track,
  Migration20261127094000_integrity,
  Migration20261127095000_split,
  Migration20261128090000_numbers,
  Migration20261128090500_annulments,
  Migration20261128090700_releases,
  Migration20261128091000_partner_persons,
  Migration20261128091100_waiting,
  Migration20261128092000_cost,
  Migration20261128093000_batches_pass_by,
  Migration20261128094000_stays_by_leg,
  Migration20261128095000_recompute_in_one,
  Migration20261128096000_fewer_indexes,
  Migration20261128097000_letters_go_along,
  Migration20261129080000_custody_titles,
  Migration20261129080500_custody_settled,
  Migration20261129081000_custody_ends,
  Migration20261129090000_certificates,
  Migration20261129091000_centre,
  Migration20261129092000_custody_dispatch,
  Migration20261129093000_custody_flows,
  Migration20261129094000_custody_checks,
  Migration20261129095000_centre_deepened,
  Migration20261129096000_centre_paced,
  Migration20261130080000_cards,
  Migration20261130081000_reading,
  Migration20261130081500_cards_follow_papers,
  Migration20261130082000_connectors,
  Migration20261130083000_write_backs_due,
  Migration20261130084000_write_backs_told,
]

// A process that hangs or is stopped inside a transaction loses it, so that its locks do not hold up everybody else.
const SESSION = '-c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000 -c timezone=UTC'

function onPoolCreated(pool: Pool): void {
  freeBrokenConnections(pool)
  economise(pool)
}

/** Connects one role's pool. The context of each fork (`forActor`, `forCase`) is set per transaction, so that row-level security applies. */
export async function connect(url: string, { pool = 10 }: { pool?: number } = {}): Promise<MikroORM> {
  return await MikroORM.init({
    driver: boundDriver,
    clientUrl: url,
    entities: ENTITIES,
    extensions: [Migrator],
    pool: { min: 0, max: pool },
    driverOptions: { connectionTimeoutMillis: 10_000, options: SESSION, pipeline: true, onPoolCreated },
    sessionContext: 'transaction',
    forceUtcTimezone: true,
    discovery: { checkDuplicateTableNames: true },
    migrations: { migrationsList: [...MIGRATIONS], snapshot: false, transactional: true, silent: true },
    debug: false,
  })
}

/** Brings the schema forward, as the owner. @returns the names of the steps that ran */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const orm = await connect(ownerUrl, { pool: 1 })
  try {
    return (await orm.migrator.up()).map(({ name }) => name)
  } finally {
    await orm.close()
  }
}

/** The part of an actor that row-level security reads. */
export type ActorContext = {
  readonly userId: string
  readonly agency: string
  readonly roles: readonly string[]
  readonly requestId: string
}

/** An entity manager of one request: all it reads and writes goes by this person's rights. */
export function forActor(orm: MikroORM, actor: ActorContext): EntityManager {
  return orm.em.fork({
    session: {
      variables: { 'app.user': actor.userId, 'app.agency': actor.agency, 'app.roles': actor.roles.join(','), 'app.req': actor.requestId },
    },
  })
}

/** An entity manager of the system for one case. */
export function forCase(orm: MikroORM, caseId: string): EntityManager {
  return orm.em.fork({ session: { variables: { 'app.case': caseId } } })
}
