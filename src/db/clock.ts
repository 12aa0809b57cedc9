import type { EntityManager } from '@mikro-orm/postgresql'

/** The legal time of this transaction's statement: the database's clock, or the demo's. */
export async function appNow(em: EntityManager): Promise<Date> {
  const [row] = await em.execute<{ now: Date }[]>('select app_now() as now')
  return new Date(row?.now ?? Number.NaN)
}
