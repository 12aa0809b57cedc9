import { createServer, request, Agent } from 'node:http'
import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { createWriteStream, openSync, writeSync, writev, rmSync, closeSync } from 'node:fs'
import { Readable, PassThrough } from 'node:stream'
import { spawn } from 'node:child_process'
import { checkedPut } from '../src/storage/checked-put.ts'
import busboy from '@fastify/busboy'
const v = process.argv[2] ?? ''
if (v === 'sink') {
  createServer((req, res) => { req.on('data', () => {}); req.on('end', () => res.end('ok')) }).listen(18999, '127.0.0.1')
} else if (v === 'server') {
  const agent = new Agent({ keepAlive: true })
  createServer(async (req, res) => {
    const kind = req.url!.slice(1), len = Number(req.headers['content-length'])
    const done = () => res.end('ok')
    if (kind === 'pipe') { const put = request({ port: 18999, host: '127.0.0.1', method: 'PUT', agent, headers: { 'content-length': len } }, r => { r.resume(); r.on('end', done) }); req.pipe(put); return }
    if (kind === 'sinkonly') { req.on('data', () => {}); req.on('end', done); return }
    if (kind === 'iter') { for await (const _ of req); done(); return }
    if (kind === 'hash') { const h = createHash('sha256'); req.on('data', c => h.update(c)); req.on('end', () => { h.digest(); done() }); return }
    if (kind === 'crc') { let c = 0; req.on('data', d => { c = crc32(d, c) }); req.on('end', done); return }
    if (kind === 'spool') { const w = createWriteStream('/tmp/zz-spool', { highWaterMark: 1 << 20 }); req.pipe(w); w.on('close', () => { rmSync('/tmp/zz-spool'); done() }); return }
    if (kind === 'spoolsync') { const fd = openSync('/tmp/zz-spool', 'w'); req.on('data', c => writeSync(fd, c)); req.on('end', () => { closeSync(fd); rmSync('/tmp/zz-spool'); done() }); return }
    if (kind === 'all') {
      const h = createHash('sha256'); let c = 0
      const put = request({ port: 18999, host: '127.0.0.1', method: 'PUT', agent, headers: { 'content-length': len } }, r => { r.resume(); r.on('end', done) })
      const fd = openSync('/tmp/zz-spool', 'w')
      req.on('data', d => { h.update(d); c = crc32(d, c); writeSync(fd, d); if (!put.write(d)) { req.pause(); put.once('drain', () => req.resume()) } })
      req.on('end', () => { closeSync(fd); rmSync('/tmp/zz-spool'); put.end() })
      return
    }
    if (kind === 'busboy') { const b = new busboy({ headers: req.headers as never }); b.on('file', (_n: string, f: Readable) => { f.on('data', () => {}) }); b.on('finish', done); req.pipe(b); return }
    if (kind === 'checked') { await checkedPut({ host: '127.0.0.1', port: 18999, region: 'x', bucket: 'b', accessKey: 'a', secretKey: 'b' }, 'k', req, len, 'a/b'); done(); return }
    res.end('?')
  }).listen(18998, '127.0.0.1')
} else {
  const s1 = spawn(process.execPath, [import.meta.filename, 'sink'], { stdio: 'inherit' }), s2 = spawn(process.execPath, [...process.argv.slice(3), import.meta.filename, 'server'], { stdio: 'inherit' })
  await new Promise(r => setTimeout(r, 1500))
  const { readFileSync } = await import('node:fs')
  const cpu1 = (pid: number): [number, number] => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return [Number(f[11]) * 10, Number(f[12]) * 10] }
  const bytes = randomBytes(64 << 20)
  const agent = new Agent({ keepAlive: true })
  const go = (kind: string) => new Promise<void>((ok, no) => { 
    const bd = 'xxBOUNDARYxx'; const head = Buffer.from(`--${bd}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n`), tail = Buffer.from(`\r\n--${bd}--\r\n`)
    const form = kind === 'busboy'
    const r = request({ host: '127.0.0.1', port: 18998, path: '/' + kind, method: 'POST', agent, headers: form ? { 'content-type': `multipart/form-data; boundary=${bd}`, 'content-length': bytes.length + head.length + tail.length } : { 'content-length': bytes.length } }, res => { res.resume(); res.on('end', ok) }); r.on('error', no); if (form) { r.write(head); r.write(bytes); r.end(tail) } else r.end(bytes) })
  for (const kind of ['sinkonly', 'iter', 'hash', 'crc', 'spool', 'spoolsync', 'pipe', 'busboy', 'checked', 'all']) {
    await go(kind); await go(kind); await go(kind)
    const a = cpu1(s2.pid!); const t = performance.now()
    for (let i = 0; i < 8; i++) await go(kind)
    const b = cpu1(s2.pid!)
    console.log(kind.padEnd(10), 'user', (b[0] - a[0]) / 8, 'sys', (b[1] - a[1]) / 8, 'wall', ((performance.now() - t) / 8).toFixed(0))
  }
  s1.kill(); s2.kill()
}
