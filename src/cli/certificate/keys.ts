import { readFile, writeFile } from 'node:fs/promises'
import { Type } from 'typebox'
import { readTrust, type Trust } from '../../crypto/proof/trust.ts'
import { type Options, WrongUse } from '../arguments.ts'
import { readPublic } from '../read-answer.ts'
import { findServer } from '../server-address.ts'

const Keys = Type.Object({
  signing: Type.Array(Type.Object({ keyId: Type.String(), algorithm: Type.String(), publicKey: Type.String() })),
  authorities: Type.Array(Type.Object({ keyId: Type.String(), certificate: Type.String() })),
})

/** The keys that the platform publishes. */
export const publishedKeys = async (server: string | undefined): Promise<Type.Static<typeof Keys>> =>
  await readPublic(findServer(server), '/api/v1/public/certificate-keys', Keys)

/** Keys from a file that was fetched before, else those that the platform publishes now. */
export async function trustFor({ keys, offline, server }: Options): Promise<Trust> {
  if (keys === undefined && offline) throw new WrongUse('离线核验需要 --keys <keys.json>（anlian certificate keys --out keys.json）')
  return readTrust(keys === undefined ? await publishedKeys(server) : JSON.parse(await readFile(keys, 'utf8')))
}

/** Saves the keys that prove certificates, for checking without the platform. */
export async function saveKeys({ server, out, json }: Options): Promise<number> {
  const text = `${JSON.stringify(await publishedKeys(server), null, 2)}\n`
  if (out === undefined) process.stdout.write(text)
  else {
    await writeFile(out, text)
    process.stdout.write(json ? `${JSON.stringify({ ok: true, out })}\n` : `已保存 saved：${out}\n`)
  }
  return 0
}
