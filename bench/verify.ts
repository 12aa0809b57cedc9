import { Agent, request } from 'node:http'
import { createPaper } from '../src/custody/certificate/commands.ts'
import { forCase } from '../src/db/orm.ts'
import { aFiledCase, officers } from '../test/support/a-case.ts'
import { announced } from '../test/support/a-certificate.ts'
import { benchDeps } from './certificates.ts'
import { type Figure, figure, spread } from './measure.ts'
import type { Stack } from './stack.ts'

const CONNECTIONS = 16
const REQUESTS = 3_000
const ROUNDS = 7

/**
 * The public state of a certificate as scanners ask for it, over connections that are kept: requests per second, beside the bare
 * health route of the same process, asked in turn with it.
 */
export async function benchVerify(stack: Stack): Promise<Figure[]> {
  const { caseId, personId } = await aFiledCase(await officers(stack.url))
  const { orm } = await benchDeps(stack)
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  try {
    const body = announced()
    const { sha256 } = await forCase(orm, caseId).transactional(
      async em => await createPaper(em, { caseId, casePersonId: personId, transferId: null, body }),
    )
    const state = `/api/v1/public/certificates/${encodeURIComponent(body.certNo)}?digest=${sha256.subarray(0, 16).toString('base64url')}`
    const rates = { state: [] as number[], bare: [] as number[] }
    for (let round = -1; round < ROUNDS; round++) {
      const bare = await rateOf(`${stack.url}/health/live`, agent, '"ok":true')
      const asked = await rateOf(stack.url + state, agent, '"state":"valid"')
      if (round < 0) continue
      rates.bare.push(bare)
      rates.state.push(asked)
    }
    const of = { bareHealthPerSecond: spread(rates.bare), connections: CONNECTIONS, requestsPerRound: REQUESTS }
    return [figure('state of a certificate', 'per second', rates.state, { atLeast: 500 }, of)]
  } finally {
    agent.destroy()
    await orm.close()
  }
}

async function rateOf(url: string, agent: Agent, expected: string): Promise<number> {
  const began = performance.now()
  let left = REQUESTS
  const ask = async (): Promise<void> => {
    while (left-- > 0) {
      const text = await get(url, agent)
      if (!text.includes(expected)) throw new Error(`unexpected answer: ${text.slice(0, 200)}`)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, ask))
  return REQUESTS / ((performance.now() - began) / 1_000)
}

async function get(url: string, agent: Agent): Promise<string> {
  return await new Promise((resolve, reject) => {
    const asked = request(url, { agent }, answer => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
      })
      answer.once('end', () => resolve(text))
    })
    asked.once('error', reject)
    asked.end()
  })
}
