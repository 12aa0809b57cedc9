import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { sha256 } from '../../crypto/digest.ts'
import type { Bytes } from '../../crypto/proof/bytes.ts'
import { newSealKey, type Seal, softwareSeal } from '../../crypto/seal.ts'
import { DEMO_MARK } from '../../crypto/seal-authority.ts'
import type { Sealing } from '../../crypto/sealing.ts'
import { agencyName } from './words.ts'

/** The electronic seals of the agencies, made when one is first needed, and kept. */
export type Seals = {
  /** The authority's certificate in DER, which proves all seals. */
  authority(orm: MikroORM): Promise<Bytes>
  sealsOf(orm: MikroORM, agencies: readonly string[]): Promise<ReadonlyMap<string, Seal>>
}

type SealRow = { agency: string; certificate: Uint8Array; wrapped_key: Uint8Array | null; key_id: string }

export function openSeals(options: Sealing): Seals {
  let authority: Bytes | undefined
  const open = new Map<string, Seal>()
  const known = async (orm: MikroORM): Promise<Bytes> => {
    authority ??= await authorityOf(orm.em.fork(), options)
    return authority
  }
  return {
    authority: known,
    async sealsOf(orm, agencies) {
      const issuer = await known(orm)
      const missing = [...new Set(agencies)].filter(agency => !open.has(agency))
      if (missing.length > 0) for (const [agency, seal] of await makeOrRead(orm.em.fork(), options, issuer, missing)) open.set(agency, seal)
      return open
    },
  }
}

const INSERT = `insert into agency_seal (key_id, agency, authority, certificate, wrapped_key, created_at) values (?, ?, ?, ?, ?, app_now()) on conflict do nothing`

/** The first certificate of the authority stays: each would differ in its signature. @throws Error for a key that only demonstrates */
async function authorityOf(em: EntityManager, { authority, demo }: Sealing): Promise<Bytes> {
  const { keyId } = authority
  const find = async (): Promise<Uint8Array | undefined> => {
    const [row] = await em.execute<{ certificate: Uint8Array }[]>('select certificate from agency_seal where key_id = ?', [keyId])
    return row?.certificate
  }
  let found = await find()
  if (found === undefined) {
    await em.execute(INSERT, [keyId, 'platform', keyId, Buffer.from(authority.selfCertificate()), null])
    found = await find()
  }
  if (found === undefined) throw new Error('the certificate of the seal authority cannot be read')
  if (!demo && Buffer.from(found).includes(DEMO_MARK)) throw new Error('the key of the seal authority is one of a demonstration')
  return new Uint8Array(found)
}

async function makeOrRead(
  em: EntityManager,
  { authority, wrap }: Sealing,
  issuer: Bytes,
  agencies: readonly string[],
): Promise<ReadonlyMap<string, Seal>> {
  const find = async (): Promise<SealRow[]> =>
    await em.execute<SealRow[]>(
      'select agency, certificate, wrapped_key, key_id from agency_seal where authority = ? and retired_at is null and agency = any (?::text[])',
      [authority.keyId, `{${agencies.join(',')}}`],
    )
  const there = new Set((await find()).map(({ agency }) => agency))
  for (const agency of agencies.filter(one => !there.has(one))) {
    const { publicKey, privateKey } = await newSealKey()
    const keyId = sha256(publicKey).toString('hex').slice(0, 32)
    const certificate = Buffer.from(authority.certify({ name: agencyName(agency), code: agency }, publicKey))
    // Two workers may make one at once: the first row stands, and both read it.
    await em.execute(INSERT, [keyId, agency, authority.keyId, certificate, wrap.wrap(privateKey, purposeOf(agency, keyId))])
  }
  const rows = await find()
  const seals = rows.map(async ({ agency, certificate, wrapped_key, key_id }): Promise<[string, Seal]> => {
    const privateKey = new Uint8Array(wrap.unwrap(wrapped_key ?? new Uint8Array(), purposeOf(agency, key_id)))
    return [agency, await softwareSeal(new Uint8Array(certificate), issuer, privateKey)]
  })
  return new Map(await Promise.all(seals))
}

const purposeOf = (agency: string, keyId: string): string => `seal:${agency}:${keyId}`
