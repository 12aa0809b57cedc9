import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { startServers } from '../infra/servers.ts'
import { startPrograms } from '../infra/programs.ts'
import { removeDataDir } from '../infra/remove-data-dir.ts'
import { renderPool } from '../src/cli/demo/papers/image-pool.ts'
import { DRUNK_DRIVING } from '../src/cli/demo/papers/sample-facts.ts'
import { aFiledCase, officers } from '../test/support/a-case.ts'
import { scanPdf } from './scan-pdf.ts'
import { formBody, putRaw, upload } from './send.ts'
import { Client } from 'minio'
import { freePort } from '../infra/ports.ts'
const [mode = '64', n = '6', prof = ''] = process.argv.slice(2)
const dir = mkdtempSync('/tmp/anlian-prof-')
const servers = await startServers({ dataDir: dir + '/data', log: () => {}, durable: true })
const env: Record<string,string> = { ANLIAN_RATE_PER_MINUTE: '1000000', ...(prof ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-interval=200 --cpu-prof-dir=/tmp/benchscratch/prof` } : {}) }
const programs = await startPrograms(servers, { dataDir: dir + '/data', profile: 'test', port: await freePort(), env })
const who = await officers(programs.url)
const { jpegs } = await renderPool(DRUNK_DRIVING, 12, 'p')
const { endpoint, accessKey, secretKey, region } = servers.s3
const u = new URL(endpoint)
const mc = new Client({ endPoint: u.hostname, port: Number(u.port), useSSL: false, accessKey, secretKey, region })
const kids = (pid: number): number[] => { try { return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number) } catch { return [] } }
const cpu1 = (pid: number): number => { try { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10 + (Number(f[13]) + Number(f[14])) * 10 } catch { return 0 } }
const tree = (pid: number): number => cpu1(pid) + kids(pid).reduce((s, k) => s + tree(k), 0)
const cpu = () => ({ api: cpu1(programs.api.pid), child: kids(programs.api.pid).reduce((s, k) => s + cpu1(k), 0), worker: tree(programs.worker.pid), minio: cpu1(servers.s3.pid), pg: tree(servers.postgres.pid), temporal: cpu1(servers.temporal.pid), me: (process.cpuUsage().user + process.cpuUsage().system) / 1000 })
const diff = (a: Record<string, number>, b: Record<string, number>) => Object.fromEntries(Object.keys(a).map(k => [k, Math.round(b[k]! - a[k]!)]))
const size = mode === '64' ? 64 << 20 : 1 << 20
const files = mode === '64' ? 1 : 150, at = mode === '64' ? 1 : 4
async function all(list: Buffer[], work: (b: Buffer, i: number) => Promise<unknown>) { const q = list.entries(); await Promise.all(Array.from({ length: at }, async () => { for (const [i, b] of q) await work(b, i) })) }
const rs: number[] = []
for (let r = 0; r < Number(n); r++) {
  const mk = (l: string) => Array.from({ length: files }, (_, i) => Buffer.concat([...scanPdf(jpegs, size, `${l} ${r} ${i}`)]))
  const raw = mk('raw'), own = mk('own')
  const urls = await Promise.all(raw.map((_, i) => mc.presignedPutObject('anlian-dossier', `bench/${r}-${i}`, 3600)))
  const { caseId } = await aFiledCase(who)
  await new Promise(r => setTimeout(r, mode === '64' ? 2500 : 4000))
  let a = cpu(), t = performance.now()
  await all(raw, async (b, i) => await putRaw(urls[i]!, b))
  const rawMs = performance.now() - t
  console.log('raw', Math.round(rawMs), JSON.stringify(diff(a, cpu())))
  a = cpu(); t = performance.now()
  await all(own, async (b, i) => await upload(programs.url, who.po, caseId, formBody(`扫描件${i}.pdf`, b)))
  const own1 = performance.now() - t
  console.log('own', Math.round(own1), JSON.stringify(diff(a, cpu())), (rawMs / own1).toFixed(3), readFileSync('/proc/loadavg', 'utf8').slice(0, 5))
  if (r > 0) rs.push(rawMs / own1)
}
rs.sort((a, b) => a - b); console.log('median ratio', rs[Math.floor(rs.length / 2)])
await servers.stop(); rmSync(dir, { recursive: true, force: true })
