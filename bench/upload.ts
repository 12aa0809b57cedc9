import { Client } from 'minio'
import { renderPool } from '../src/cli/demo/papers/image-pool.ts'
import { DRUNK_DRIVING } from '../src/cli/demo/papers/sample-facts.ts'
import { aFiledCase, officers } from '../test/support/a-case.ts'
import type { Person } from '../test/support/http-client.ts'
import { type Figure, figure, pairs, ratios, spread, timed } from './measure.ts'
import { scanPdf } from './scan-pdf.ts'
import { formBody, hexDigest, putRaw, upload } from './send.ts'
import { BUCKET, type Stack } from './stack.ts'

type Load = { readonly name: string; readonly files: number; readonly sizeBytes: number; readonly atOnce: number; readonly atLeast: number }

const MIB = 2 ** 20
const LOADS: readonly Load[] = [
  { name: 'upload 1 × 64 MiB', files: 1, sizeBytes: 64 * MIB, atOnce: 1, atLeast: 0.9 },
  { name: 'upload 150 × 1 MiB', files: 150, sizeBytes: MIB, atOnce: 4, atLeast: 0.8 },
]
const ROUNDS = { warmUp: 2, rounds: 9, withinMs: 600_000 }

/**
 * Upload through the API (rights, hash, check, store, commit) against a bare PUT of the same bytes to the same object store,
 * both over keep-alive with the same client and the same number at once. Rate of ours over rate of the bare PUT.
 */
export async function benchUpload(stack: Stack): Promise<Figure[]> {
  const { jpegs } = await renderPool(DRUNK_DRIVING, 12, `bench/${stack.seed}`)
  const who = await officers(stack.url)
  const figures: Figure[] = []
  for (const load of LOADS) {
    const times = await pairs(
      async round => await rawRound(stack, load, filesOf(jpegs, load, `raw ${round}`), round),
      async round => await ownRound(stack, load, filesOf(jpegs, load, `own ${round}`), who),
      ROUNDS,
    )
    const of = { rawMs: spread(times.baseline), oursMs: spread(times.ours), files: load.files, fileBytes: load.sizeBytes }
    figures.push(figure(load.name, 'ratio', ratios(times.baseline, times.ours), { atLeast: load.atLeast }, of))
  }
  return figures
}

const filesOf = (jpegs: readonly Buffer[], { files, sizeBytes }: Load, label: string): Buffer[] =>
  Array.from({ length: files }, (_, at) => Buffer.concat([...scanPdf(jpegs, sizeBytes, `${label} ${at}`)]))

async function rawRound({ servers, settled }: Stack, load: Load, files: readonly Buffer[], round: number): Promise<number> {
  const { endpoint, accessKey, secretKey, region } = servers.s3
  const { hostname, port } = new URL(endpoint)
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey, region })
  const urls = await Promise.all(
    files.map(async (_, at) => await client.presignedPutObject(BUCKET, `bench/${load.files}-${round}-${at}`, 3_600)),
  )
  await settled()
  const tags: string[] = []
  const took = await timed(async () => {
    await atOnce(load.atOnce, files, async (bytes, at) => {
      tags[at] = await putRaw(urls[at] ?? '', bytes)
    })
  })
  for (const [at, bytes] of files.entries()) if (tags[at] !== hexDigest('md5', bytes)) throw new Error('the object store holds other bytes')
  return took
}

async function ownRound(stack: Stack, load: Load, files: readonly Buffer[], who: { po: Person; pl: Person }): Promise<number> {
  const { caseId } = await aFiledCase(who)
  await stack.settled()
  const digests: string[] = []
  const took = await timed(async () => {
    await atOnce(load.atOnce, files, async (bytes, at) => {
      digests[at] = (await upload(stack.url, who.po, caseId, formBody(`扫描件${at}.pdf`, bytes))).sha256
    })
  })
  for (const [at, bytes] of files.entries()) if (digests[at] !== hexDigest('sha256', bytes)) throw new Error('the API took other bytes')
  // The worker reads each object again and enters the second digest only where the bytes are those of the row.
  await stack.settled()
  const { rows } = await stack.admin.query<{ count: number }>('select count(*)::int as count from document where case_id = $1', [caseId])
  if (rows[0]?.count !== files.length) throw new Error(`the dossier holds ${rows[0]?.count} of ${files.length} files`)
  return took
}

/** Works through the items with so many at once. */
async function atOnce<T>(most: number, items: readonly T[], work: (item: T, at: number) => Promise<void>): Promise<void> {
  const queue = items.entries()
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const [at, item] of queue) await work(item, at)
    }),
  )
}
