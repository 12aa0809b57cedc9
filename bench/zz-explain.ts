import { startStack } from './stack.ts'
import { seedCases } from './seed-cases.ts'
import { listStatement } from '../src/cases/case-list.ts'
import { Client } from 'pg'
import { signIn } from '../test/support/http-client.ts'
const stack = await startStack('1', () => {}, new AbortController().signal)
await seedCases(stack.admin, 20000, '350503-PSB')
const who = await signIn(stack.url, 'fz-pl')
const c = new Client({ connectionString: stack.servers.postgres.appUrl }); await c.connect()
const { sql, parameters } = listStatement({ view: 'agency', stage: null, q: null, track48: false, cursor: null, limit: 50 })
let i = 0; const text = sql.replaceAll('?', () => `$${++i}`)
await c.query('begin'); await c.query('select set_config($1, $2, true), set_config($3, $4, true), set_config($5, $6, true)', ['app.user', who.userId, 'app.agency', '350503-PSB', 'app.roles', 'PL'])
for (let k = 0; k < 30; k++) await c.query(text, parameters)
const t = performance.now(); for (let k = 0; k < 100; k++) await c.query(text, parameters); console.log('ms per query', (performance.now() - t) / 100)
console.log((await c.query('explain (analyze, buffers off, timing off) ' + text, parameters)).rows.map(r => r['QUERY PLAN']).join('\n'))
await c.query('commit'); await c.end(); await stack.admin.end(); await stack.stop()
