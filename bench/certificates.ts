import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createSealing } from '../src/crypto/sealing.ts'
import { createSigner } from '../src/crypto/signing.ts'
import { type DrawingDeps, drawPapers } from '../src/custody/certificate/draw-papers.ts'
import { openSeals } from '../src/custody/certificate/seals.ts'
import { connect } from '../src/db/orm.ts'
import { openStore } from '../src/storage/object-store.ts'
import { aFiledCase, officers } from '../test/support/a-case.ts'
import { aBody, issue } from '../test/support/a-certificate.ts'
import { type Figure, figure, pairs, ratios, spread, timed } from './measure.ts'
import { BUCKET, type Stack } from './stack.ts'

const BATCH = 100
const ROUNDS = { warmUp: 1, rounds: 7, withinMs: 300_000 }
const NAMES = ['欧阳震华', '林志远', '苏静怡', '买买提·艾力', '黄德明', '陈晓东', '郑玉兰', '许文强', '蔡国栋', '吴丽萍']

/** What the worker draws with, on the servers of a bench. */
export async function benchDeps({ servers }: Stack): Promise<DrawingDeps> {
  const { postgres, s3, secrets } = servers
  const seal = { authorityKey: secrets.signingKey('seal authority', 'p256').privateKey, wrapKey: secrets.text('seal keys') }
  return {
    orm: await connect(postgres.workerUrl, { pool: 4 }),
    store: openStore(s3.endpoint, { bucket: BUCKET, region: s3.region, accessKey: s3.accessKey, secretKey: s3.secretKey }),
    signer: createSigner(secrets.signingKey('platform').privateKey),
    seals: openSeals(createSealing(seal, true)),
    verifyUrl: 'https://anlian.example/verify',
  }
}

/**
 * A hundred completed certificates, two seals each, drawn, signed, stored and registered in one batch, against one alone: what is
 * fixed, cutting the font above all, is shared. Time of the batch over time of one.
 */
export async function benchCertificates(stack: Stack): Promise<Figure[]> {
  const { caseId, personId } = await aFiledCase(await officers(stack.url))
  const deps = await benchDeps(stack)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const draw = async (count: number, round: number): Promise<number> => {
    const paperIds: string[] = []
    for (let i = 0; i < count; i++) {
      const name = NAMES[(i + round + NAMES.length) % NAMES.length] ?? ''
      paperIds.push(await issue(deps.orm, caseId, personId, aBody('transfer', { person: { ...aBody().person, name } })))
    }
    return await timed(async () => {
      const drawn = await drawPapers(deps, { caseId, paperIds })
      if (drawn.length !== count) throw new Error(`${drawn.length} of ${count} were drawn`)
    })
  }
  try {
    delay.enable()
    const times = await pairs(
      async round => await draw(1, round),
      async round => await draw(BATCH, round),
      ROUNDS,
    )
    const of = {
      oneMs: spread(times.baseline),
      batchMs: spread(times.ours),
      certificates: BATCH,
      longestBlockMs: Math.round(delay.max / 1e6),
    }
    return [figure('certificates, a batch of 100 over one', 'ratio', ratios(times.ours, times.baseline), { atMost: 20 }, of)]
  } finally {
    delay.disable()
    await deps.orm.close()
  }
}
