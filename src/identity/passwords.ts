import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** argon2id, 46 MiB, one pass, one lane. */
const COST = { memory: 47_104, passes: 1, parallelism: 1, tagLength: 32 } as const
const AT_ONCE = 4

let running = 0
const waiting: (() => void)[] = []

/** Hashing takes 46 MiB each: four at a time, the rest in turn. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve))
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

const tag = async (password: string, nonce: Buffer): Promise<Buffer> =>
  await inTurn(async () => await derive('argon2id', { message: password, nonce, ...COST }))

/** A password as it is stored. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  return `argon2id$${nonce.toString('base64')}$${(await tag(password, nonce)).toString('base64')}`
}

const NOBODY = `argon2id$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(32).toString('base64')}`

/** Whether a password fits; an unknown user costs the same time as a wrong password. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const [, nonce = '', expected = ''] = (stored ?? NOBODY).split('$')
  const wanted = Buffer.from(expected, 'base64')
  const found = await tag(password, Buffer.from(nonce, 'base64'))
  return wanted.length === found.length && timingSafeEqual(wanted, found) && stored !== null
}
