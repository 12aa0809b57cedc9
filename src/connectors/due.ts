import type { MikroORM } from '@mikro-orm/postgresql'

const BATCH = 100

/** Makes the write-backs of cards that were left alone long enough, a batch in one statement. @returns how many cards were looked at */
export async function makeWriteBacks(orm: MikroORM): Promise<number> {
  const [row] = await orm.em
    .fork()
    .transactional(async em => await em.execute<{ made: number }[]>('select make_write_backs(?) as made', [BATCH]))
  return row?.made ?? 0
}

/** Tells again of cards that wait and of which no flow was told for long. @returns how many */
export async function tellForgotten(orm: MikroORM): Promise<number> {
  const [row] = await orm.em
    .fork()
    .transactional(async em => await em.execute<{ told: number }[]>('select tell_forgotten(?) as told', [BATCH]))
  return row?.told ?? 0
}

/** The clock was set: what waits for an hour of the day looks at the clock again. */
export async function tellAfterClock(orm: MikroORM): Promise<void> {
  await orm.em
    .fork()
    .transactional(
      async em => await em.execute("select tell_write_backs(agency_code) from connector where state = 'on' and hours_from is not null"),
    )
}
