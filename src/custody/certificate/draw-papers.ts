import { Readable } from 'node:stream'
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { recordAll, SYSTEM } from '../../audit/commands.ts'
import type { Seal } from '../../crypto/seal.ts'
import type { Signer } from '../../crypto/signing.ts'
import { appNow } from '../../db/clock.ts'
import { forCase } from '../../db/orm.ts'
import { inBatches } from '../../storage/batches.ts'
import { newObjectKey, type ObjectStore } from '../../storage/object-store.ts'
import { readBody } from './body-schema.ts'
import { type DrawnCertificate, drawCertificates } from './drawing.ts'
import { sealersOf } from './model.ts'
import type { Seals } from './seals.ts'

/** What the worker draws with. `verifyUrl`: the public page to which the code on a paper leads. */
export type DrawingDeps = {
  readonly orm: MikroORM
  readonly store: ObjectStore
  readonly signer: Signer
  readonly seals: Seals
  readonly verifyUrl: string
}

type Wanted = { id: string; body: string }
type Stored = DrawnCertificate & { readonly id: string; readonly objectKey: string }

/**
 * Draws, seals, signs and stores papers of one case, as the system. May run again at any time: what is drawn already is left
 * alone, and of two runs at once the first to write its row counts. Papers of one call share their fixed cost.
 * @returns the papers that this run has drawn
 */
export async function drawPapers(
  deps: DrawingDeps,
  { paperIds, caseId }: { paperIds: readonly string[]; caseId: string },
): Promise<string[]> {
  const em = forCase(deps.orm, caseId)
  const { wanted, at } = await em.transactional(async tx => ({ wanted: await undrawn(tx, caseId, paperIds), at: await appNow(tx) }))
  if (wanted.length === 0) return []
  const bodies = wanted.map(({ body }) => readBody(body))
  const seals = await deps.seals.sealsOf(deps.orm, bodies.flatMap(sealersOf))
  const drawn = await drawCertificates(bodies, {
    verifyUrl: deps.verifyUrl,
    signer: deps.signer,
    at,
    sealOf: agency => getSeal(seals, agency),
  })
  const stored = await Promise.all(drawn.map(async (one, i): Promise<Stored> => await store(deps.store, one, wanted[i]?.id ?? '')))
  const done = new Set(await em.transactional(async tx => await note(tx, caseId, stored)))
  for (const { id, objectKey } of stored) if (!done.has(id)) await deps.store.remove(objectKey)
  return [...done]
}

function getSeal(seals: ReadonlyMap<string, Seal>, agency: string): Seal {
  const seal = seals.get(agency)
  if (seal === undefined) throw new Error(`no seal of ${agency}`)
  return seal
}

const undrawn = async (em: EntityManager, caseId: string, paperIds: readonly string[]): Promise<Wanted[]> =>
  await em.execute<Wanted[]>(
    'select id, body from custody_paper where case_id = ? and id = any (?::uuid[]) and drawn_at is null order by issued_at, cert_no, edition',
    [caseId, `{${paperIds.join(',')}}`],
  )

/** A key of its own for each attempt: no object is ever written twice. */
async function store(objects: ObjectStore, one: DrawnCertificate, id: string): Promise<Stored> {
  const objectKey = newObjectKey('certificate')
  await objects.put(objectKey, inBatches(Readable.from([one.pdf])), one.pdf.length, 'application/pdf')
  return { ...one, id, objectKey }
}

async function note(em: EntityManager, caseId: string, stored: readonly Stored[]): Promise<string[]> {
  const rows = stored.map(({ id, objectKey, sha256, signature, keyId, pdf }) => ({
    id,
    object_key: objectKey,
    pdf_sha256: sha256.toString('hex'),
    pdf_bytes: pdf.length,
    signature: signature.toString('hex'),
    key_id: keyId,
  }))
  const written = await em.execute<{ id: string }[]>(
    `update custody_paper p set object_key = d.object_key, pdf_sha256 = decode(d.pdf_sha256, 'hex'), pdf_bytes = d.pdf_bytes,
       signature = decode(d.signature, 'hex'), key_id = d.key_id, drawn_at = app_now()
     from jsonb_to_recordset(?::jsonb) as d (id uuid, object_key text, pdf_sha256 text, pdf_bytes int, signature text, key_id text)
     where p.id = d.id and p.case_id = ? and p.drawn_at is null returning p.id`,
    [JSON.stringify(rows), caseId],
  )
  const done = written.map(({ id }) => id)
  await recordAll(
    em,
    SYSTEM,
    rows
      .filter(({ id }) => done.includes(id))
      .map(({ id, pdf_sha256, key_id }) => ({
        caseId,
        action: 'certificate.sealed',
        target: id,
        details: { pdf: pdf_sha256, key: key_id },
      })),
  )
  return done
}
