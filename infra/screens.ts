import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SetupError } from './setup-error.ts'

const WEB = join(import.meta.dirname, '../web')
/** What the public page proves certificates with, and their words. */
const SHARED = ['../src/crypto/proof', '../src/custody/certificate'].map(folder => join(import.meta.dirname, folder))

/** Builds the screens where they are missing or older than their sources; takes some seconds. */
export async function buildScreens(log: (line: string) => void): Promise<void> {
  const built = statSync(join(WEB, 'dist/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (built > Math.max(newest(WEB), ...SHARED.map(newest))) return
  log('screens: building (once after each change)')
  const vite = join(dirname(createRequire(join(WEB, 'package.json')).resolve('vite/package.json')), 'bin/vite.js')
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: WEB, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said = (said + String(chunk)).slice(-4_000)))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new SetupError('server-did-not-start', { server: 'vite build', reason: `exit code ${code}`, log: '-', tail: said })
}

function newest(folder: string): number {
  let latest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name === 'node_modules') continue
    const path = join(folder, entry.name)
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : existsSync(path) ? statSync(path).mtimeMs : 0)
  }
  return latest
}
