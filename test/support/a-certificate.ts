import { generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import { newSealKey, type Seal, softwareSeal } from '../../src/crypto/seal.ts'
import { createSealAuthority } from '../../src/crypto/seal-authority.ts'
import { createSealing } from '../../src/crypto/sealing.ts'
import { createSigner } from '../../src/crypto/signing.ts'
import { createPaper } from '../../src/custody/certificate/commands.ts'
import type { DrawingDeps } from '../../src/custody/certificate/draw-papers.ts'
import type { Drawing } from '../../src/custody/certificate/drawing.ts'
import type { CertificateBody, Paper } from '../../src/custody/certificate/model.ts'
import { openSeals } from '../../src/custody/certificate/seals.ts'
import { forCase } from '../../src/db/orm.ts'
import { workerDeps } from './acting.ts'
import type { Stack } from './stack.ts'

const COMPLETED: CertificateBody = {
  paper: 'transfer',
  certNo: '泉丰公换〔2026〕00012号',
  edition: 1,
  personRef: 'p7Jd92kQm1',
  person: { name: '林志远', sex: '1', birthDate: '1988-06-14', idNo: '350503198806149916', admissionNo: '泉看2026-00231' },
  charges: ['X001'],
  measure: '07',
  measureOn: '2026-11-02',
  centre: '350500-DET',
  legalBasis: '《中华人民共和国刑事诉讼法》第一百六十二条、公监管〔2014〕96号第一条第一款第一项',
  kind: 'TRANSFER_PROSECUTION',
  sender: { agency: '350503-PSB', officer: '陈建国', approver: '黄德明', at: '2026-11-26T02:10:00Z' },
  senderDueAt: '2027-01-02T15:59:59Z',
  receiver: { agency: '350503-PRO', officer: '苏静怡', at: '2026-11-26T06:10:00Z' },
  acceptedOn: '2026-11-26',
  newFrom: '2026-11-26',
  newTo: '2026-12-26T15:59:59Z',
  newBasis: { code: 'PROC_REVIEW', zh: '审查起诉期限（刑事诉讼法第一百七十二条）' },
  reason: null,
  remarks: ['同案犯罪嫌疑人分别羁押'],
}

const OTHERS: Readonly<Record<Exclude<Paper, 'transfer'>, Partial<CertificateBody>>> = {
  changeNotice: { kind: '延长侦查羁押期限', receiver: null, acceptedOn: null, newFrom: '2027-01-03', newTo: '2027-02-02T15:59:59Z' },
  expiryNotice: {
    kind: '羁押期限即将届满',
    legalBasis: '《人民检察院刑事诉讼规则》第六百一十五条',
    sender: { agency: '350500-DET', officer: '郭立群', approver: null, at: '2026-12-20T01:00:00Z' },
    receiver: { agency: '350503-PRO', officer: null, at: null },
    acceptedOn: null,
    newFrom: null,
    newTo: null,
    newBasis: null,
  },
  releaseNotice: {
    kind: '取保候审',
    legalBasis: '《中华人民共和国刑事诉讼法》第六十七条',
    receiver: null,
    acceptedOn: null,
    newFrom: '2026-12-20T03:00:00Z',
    newTo: null,
    newBasis: null,
  },
}

/** A paper of a custody title as its makers fill it, under a number of its own. */
export function aBody(paper: Paper = 'transfer', change: Partial<CertificateBody> = {}): CertificateBody {
  const certNo = `泉丰公换〔2026〕${randomUUID().slice(0, 8)}号`
  return { ...COMPLETED, ...(paper === 'transfer' ? {} : OTHERS[paper]), paper, certNo, ...change }
}

/** A transfer that the receiver has not completed. */
export const announced = (change: Partial<CertificateBody> = {}): CertificateBody =>
  aBody('transfer', {
    receiver: { agency: '350503-PRO', officer: null, at: null },
    acceptedOn: null,
    newFrom: null,
    newTo: null,
    newBasis: null,
    ...change,
  })

type Test = { teardown(end: () => Promise<void>): void }

/** What the worker draws with, on the servers of a test. */
export async function drawingDeps(t: Test, stack: Stack): Promise<DrawingDeps> {
  const { config, orm, store, signer } = await workerDeps(t, stack)
  return { orm, store, signer, seals: openSeals(createSealing(config.seal, true)), verifyUrl: `${stack.url}/verify` }
}

/** Issues a paper as the system does. */
export async function issue(orm: MikroORM, caseId: string, casePersonId: string, body: CertificateBody): Promise<string> {
  const { paperId } = await forCase(orm, caseId).transactional(
    async em => await createPaper(em, { caseId, casePersonId, transferId: null, body }),
  )
  return paperId
}

const pem = (kind: 'ed25519' | 'p256'): string =>
  (kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })).privateKey
    .export({ type: 'pkcs8', format: 'pem' })
    .toString()

/** A platform of its own, without servers: its signing key, its authority, and the seals that are asked for. */
export async function aPlatform(agencies: readonly string[] = ['350503-PSB', '350503-PRO', '350500-DET']) {
  const signer = createSigner(pem('ed25519'))
  const authority = createSealAuthority(pem('p256'), { demo: true })
  const certificate = authority.selfCertificate()
  const seals = new Map<string, Seal>()
  for (const agency of agencies) {
    const { publicKey, privateKey } = await newSealKey()
    seals.set(agency, await softwareSeal(authority.certify({ name: agency, code: agency }, publicKey), certificate, privateKey))
  }
  const drawing: Drawing = {
    verifyUrl: 'https://anlian.example/verify',
    signer,
    at: new Date('2026-11-26T06:11:00Z'),
    sealOf(agency) {
      const seal = seals.get(agency)
      if (seal === undefined) throw new Error(`no seal of ${agency}`)
      return seal
    },
  }
  const keys = {
    signing: [{ keyId: signer.keyId, algorithm: 'Ed25519', publicKey: signer.publicKeyPem }],
    authorities: [{ keyId: authority.keyId, certificate: new X509Certificate(certificate).toString() }],
  }
  return { drawing, keys, signer }
}
