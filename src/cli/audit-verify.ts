import { Verified } from './answers.ts'
import type { Options } from './arguments.ts'
import { signInAs } from './sign-in.ts'

/** A trail of years takes its time to read. */
const SILENCE_MS = 1_800_000

/** Has the server check every link of the audit trail and prints the broken ones. Exit code 1 when one is broken. */
export async function verifyAudit(options: Options): Promise<number> {
  const client = await signInAs(options, 'au')
  const found = await client.post('/api/v1/audit/verify', {}, Verified, { silenceMs: SILENCE_MS })
  if (options.json) process.stdout.write(`${JSON.stringify(found)}\n`)
  else {
    process.stdout.write(
      `审计链 ${found.chains} 条，记录 ${found.entries} 条：${found.ok ? '完整 intact' : `断裂 ${found.broken.length} 处 broken`}\n`,
    )
    for (const { chain, seq, why } of found.broken) process.stdout.write(`  ${chain} 第 ${seq} 条：${why}\n`)
  }
  return found.ok ? 0 : 1
}
