import { readFile } from 'node:fs/promises'
import { Type } from 'typebox'
import { type Bytes, fromBase64Url } from '../../crypto/proof/bytes.ts'
import type { Trust } from '../../crypto/proof/trust.ts'
import { type ProvedCertificate, verifyCertificate } from '../../crypto/proof/verify.ts'
import { type Options, WrongUse } from '../arguments.ts'
import { readable } from '../instants.ts'
import { readPublic } from '../read-answer.ts'
import { findServer } from '../server-address.ts'
import { trustFor } from './keys.ts'
import { FAULTS, PAPER_NAMES, STATES } from './words.ts'

const State = Type.Object({
  state: Type.String(),
  newest: Type.Optional(Type.Integer()),
  holder: Type.Optional(Type.Object({ zh: Type.String(), en: Type.String() })),
  from: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  to: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  signature: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})
type State = Type.Static<typeof State>

const PROVED = 0
const REFUSED = 1
const STANDS_NO_MORE = 2

/**
 * Proves a certificate or notice of custody: the file by its bytes and the platform's keys, then by the register whether it still
 * stands. `--offline` asks nobody and says so. Exit code 1 for a file that is not what was sealed, 2 for one that stands no more.
 */
export async function verifyCertificateFile(options: Options): Promise<number> {
  const [, , path] = options.words
  if (path === undefined) throw new WrongUse('用法：anlian certificate verify <证书.pdf> [--keys keys.json] [--offline]')
  const bytes = new Uint8Array(await readFile(path))
  const trust = await trustFor(options)
  const check = await verifyCertificate(bytes, trust)
  if (!check.ok) return refuse(options, check.why)
  const { certificate } = check
  if (options.offline) return tell(options, certificate, null)
  const state = await askRegister(options, certificate)
  if (!(await isRegistered(bytes, trust, state))) return refuse(options, 'detached-wrong')
  return tell(options, certificate, state)
}

async function askRegister({ server }: Options, { payload }: ProvedCertificate): Promise<State> {
  return await readPublic(
    findServer(server),
    `/api/v1/public/certificates/${encodeURIComponent(payload.certNo)}?digest=${payload.digest}`,
    State,
  )
}

/** The platform signs each file once more as a whole; its register gives that signature to whoever holds the file. */
async function isRegistered(bytes: Bytes, trust: Trust, { signature = null }: State): Promise<boolean> {
  if (signature === null) return true
  const detached = fromBase64Url(signature)
  return detached !== null && (await verifyCertificate(bytes, trust, detached)).ok
}

function refuse({ json }: Options, why: keyof typeof FAULTS): number {
  print(json ? JSON.stringify({ ok: false, why }) : `不予认可 refused：${FAULTS[why].zh} ${FAULTS[why].en}（${why}）`)
  return REFUSED
}

function tell({ json }: Options, { paper, edition, payload, seals }: ProvedCertificate, register: State | null): number {
  const { certNo, kind } = payload
  const state = register?.state ?? 'not-asked'
  const stands = state === 'valid' || state === 'not-asked'
  const from = register?.from ?? payload.from
  const to = register?.to ?? payload.to
  const named = seals.map(({ name, signedAt }) => ({ name, signedAt }))
  if (json)
    print(JSON.stringify({ ok: stands, state, certNo, paper, edition, kind, from, to, holder: register?.holder ?? null, seals: named }))
  else {
    const word = STATES[state]
    const heading = word === undefined ? '真实 genuine（未联网查询是否撤销 register not asked）' : `${word.zh} ${word.en}`
    print(`${heading}：${PAPER_NAMES[paper]?.zh ?? paper} ${certNo}，第 ${edition} 版`)
    if (register?.newest !== undefined && register.newest > edition) print(`  最新版本 newest edition：第 ${register.newest} 版`)
    print(`  签章 seals：${named.map(({ name, signedAt }) => `${name}（${readable(signedAt)}）`).join('；')}`)
    if (register?.holder) print(`  羁押机关 holder：${register.holder.zh}`)
    print(`  羁押期限 period：${shown(from)} 至 ${shown(to)}`)
  }
  return stands ? PROVED : STANDS_NO_MORE
}

/** Days stand as they are, instants as people read them. */
const shown = (text: string): string => (text.includes('T') ? readable(text) : text || '—')

const print = (line: string): void => void process.stdout.write(`${line}\n`)
