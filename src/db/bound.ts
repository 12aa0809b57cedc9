import {
  type Dictionary,
  type EntityData,
  isRaw,
  type LoggingOptions,
  type NativeQueryBuilder,
  PostgreSqlConnection,
  PostgreSqlDriver,
  type QueryResult,
  type RawQueryFragment,
  type Transaction,
} from '@mikro-orm/postgresql'
import { CompiledQuery, type Kysely } from 'kysely'

/** Placeholders as the query builder writes them: `?` a value, `??` a name, `\?` a question mark. */
const PLACEHOLDER = /\\\?|\?\??/g

/**
 * Sends values beside a statement instead of writing them into it. The library writes them in, so that no two statements are
 * alike and the server parses and plans each anew; with row-level security planning costs more than running.
 */
class BoundConnection extends PostgreSqlConnection {
  override async execute<T extends QueryResult | EntityData<object> | EntityData<object>[] = EntityData<object>[]>(
    query: string | NativeQueryBuilder | RawQueryFragment,
    params: readonly unknown[] | Dictionary<unknown> = [],
    method: 'all' | 'get' | 'run' = 'all',
    ctx?: Transaction<Kysely<unknown>>,
    loggerContext?: LoggingOptions,
  ): Promise<T> {
    const given = typeof query === 'string' ? { sql: query, params } : isRaw(query) ? query : query.toRaw()
    if (!isList(given.params) || given.params.length === 0) return await super.execute<T>(query, params, method, ctx, loggerContext)
    await this.ensureConnection()
    const { sql, values } = this.#bind(given.sql, given.params)
    const run = async (): Promise<T> =>
      this.transformRawResult<T>(await (ctx ?? this.getClient()).executeQuery(CompiledQuery.raw(sql, values)), method)
    return await this.executeQuery(sql, run, { query: sql, params: values, ...loggerContext })
  }

  /** What is no plain value, such as an expression, is still written in. */
  #bind(text: string, params: readonly unknown[]): { sql: string; values: unknown[] } {
    const values: unknown[] = []
    let at = 0
    const sql = text.replace(PLACEHOLDER, placeholder => {
      if (placeholder === '\\?') return '?'
      const value = params[at++]
      if (placeholder === '??') return this.platform.quoteIdentifier(String(value))
      if (!isPlain(value)) return this.platform.quoteValue(value)
      // As the library writes instants: the driver would name them in the time zone of the machine.
      values.push(value instanceof Date ? value.toISOString() : value)
      return `$${values.length}`
    })
    return { sql, values }
  }
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const isPlain = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value) || value instanceof Date || value instanceof Uint8Array

class BoundDriver extends PostgreSqlDriver {
  protected override readonly connection = new BoundConnection(this.config)
}

/** The PostgreSQL driver with values bound. */
export const boundDriver: typeof PostgreSqlDriver = BoundDriver
