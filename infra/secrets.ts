import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord, readIfThere, writeWhole } from './files.ts'
import { tryLock } from './lock.ts'
import { SetupError } from './setup-error.ts'

/** A pair of keys in PEM: PKCS#8 and SPKI. */
export interface SigningKey {
  readonly privateKey: string
  readonly publicKey: string
}

export interface Secrets {
  readonly path: string
  /** 32 random bytes in hex by name; made and kept on first use. */
  text(name: string): string
  /** A key pair by purpose; made and kept on first use. */
  signingKey(purpose: string, kind?: KeyKind): SigningKey
}

type KeyKind = 'ed25519' | 'p256'

interface Stored {
  texts: Record<string, string>
  signingKeys: Record<string, SigningKey>
}

/** The secrets of a data folder, in `secrets.json`, readable by its owner only. Several processes may use it at once. */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json')
  let stored = read(path)
  /** Adds what is missing to what is in the file now, as another process may have added something since. */
  const add = <T>(change: (now: Stored) => T): T => {
    const lock = waitForLock(`${path}.lock`)
    try {
      stored = read(path)
      const added = change(stored)
      writeWhole(path, `${JSON.stringify(stored, null, 2)}\n`, 0o600)
      return added
    } finally {
      lock.release()
    }
  }
  return {
    path,
    text(name) {
      return (
        stored.texts[name] ??
        add(now => {
          now.texts[name] ??= randomBytes(32).toString('hex')
          return now.texts[name]
        })
      )
    },
    signingKey(purpose, kind = 'ed25519') {
      return (
        stored.signingKeys[purpose] ??
        add(now => {
          now.signingKeys[purpose] ??= newSigningKey(kind)
          return now.signingKeys[purpose]
        })
      )
    },
  }
}

function waitForLock(path: string) {
  for (;;) {
    const answer = tryLock(path)
    if ('release' in answer) return answer
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
  }
}

function newSigningKey(kind: KeyKind): SigningKey {
  const pair = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

function read(path: string): Stored {
  const text = readIfThere(path)
  if (text === null) return { texts: {}, signingKeys: {} }
  // Somebody may have copied the file with wider rights: take them back before anything is read.
  if (statSync(path).mode & 0o077) chmodSync(path, 0o600)
  const damaged = (reason: string) => new SetupError('secrets-damaged', { file: path, reason })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged('not JSON') // without the parser's message, which quotes the content
  }
  if (!isRecord(value) || !isRecord(value.texts) || !isRecord(value.signingKeys)) throw damaged('not a secrets file')
  const stored: Stored = { texts: {}, signingKeys: {} }
  for (const [name, one] of Object.entries(value.texts)) {
    if (typeof one !== 'string' || one === '') throw damaged(`"${name}" is empty`)
    stored.texts[name] = one
  }
  for (const [purpose, pair] of Object.entries(value.signingKeys)) {
    if (!isRecord(pair) || typeof pair.privateKey !== 'string' || typeof pair.publicKey !== 'string')
      throw damaged(`key "${purpose}" is incomplete`)
    stored.signingKeys[purpose] = { privateKey: pair.privateKey, publicKey: pair.publicKey }
  }
  return stored
}
