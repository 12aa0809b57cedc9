import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { VOLUMES } from '../domain/codes.ts'
import { Problem } from '../domain/problem.ts'
import { type BundleEntry, type BundlePlan, planBundle, planSingle, readRange } from '../pdf/bundle.ts'
import type { ObjectStore } from '../storage/object-store.ts'

import type { CatalogueDocument, CatalogueVolume } from './model.ts'
import type { IndexedDocument } from './store.ts'

/** Under which key the bytes lie that a reader is shown. */
export const keyOf = ({ index, objectKey, renditionKey }: IndexedDocument): string =>
  index.source === 'rendition' && renditionKey ? renditionKey : objectKey

/** A paper in the form that a reader loads by ranges: structure together, pages untouched. */
export async function planDocument(document: IndexedDocument, title: string): Promise<BundlePlan> {
  return await planSingle(keyOf(document), document.index, title)
}

export type BundledDocument = CatalogueDocument & { readonly title: string }

const volumeName = (code: string, seq: number): string => `${VOLUMES.find(volume => volume.code === code)?.zh ?? code} ${seq}`

/** The merged dossier: cover, contents, every paper with printed volume pages, bookmarks by volume and paper. */
export async function planDossier(
  title: string,
  coverLines: readonly string[],
  volumes: readonly CatalogueVolume<BundledDocument>[],
  indexes: ReadonlyMap<string, IndexedDocument>,
): Promise<BundlePlan> {
  const entries = volumes.flatMap(({ volume, volumeSeq, documents }): BundleEntry[] => [
    { title: volumeName(volume, volumeSeq), level: 0, label: `${volumeName(volume, volumeSeq)} · ` },
    ...documents.flatMap(document => {
      const indexed = indexes.get(document.id)
      return indexed
        ? [
            {
              title: `${document.place.seq}. ${document.title}`,
              level: 1,
              key: keyOf(indexed),
              index: indexed.index,
              unnumbered: document.place.pageFrom === 0,
            },
          ]
        : []
    }),
  ])
  return await planBundle({
    title,
    coverLines,
    contents: true,
    entries,
    stampText: ({ label, volumePage }) => (volumePage === 0 ? '' : `${label}第${volumePage}页`),
  })
}

/** Sends a virtual file by ranges; it lies on no disk, its bytes come from the store as they are asked for. */
export function sendPlan(request: FastifyRequest, reply: FastifyReply, store: ObjectStore, plan: BundlePlan, etag: string): FastifyReply {
  const open = async (key: string, offset: number, length: number): Promise<Readable> => await store.read(key, offset, length)
  return sendRanges(request, reply, { length: plan.length, etag, contentType: 'application/pdf' }, (from, to) =>
    Readable.from(readRange(plan, from, to, open), { objectMode: false }),
  )
}

type Ranged = { readonly length: number; readonly etag: string; readonly contentType: string }

/** One byte range or the whole, with ETag and If-Range. @throws Problem `range-not-satisfiable` */
export function sendRanges(
  request: FastifyRequest,
  reply: FastifyReply,
  { length, etag, contentType }: Ranged,
  read: (from: number, to: number) => Readable,
): FastifyReply {
  void reply
    .header('etag', etag)
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, no-store')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .type(contentType)
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  const range = request.headers['if-range'] === undefined || request.headers['if-range'] === etag ? request.headers.range : undefined
  if (range === undefined) return reply.header('content-length', length).send(request.method === 'HEAD' ? undefined : read(0, length))
  const span = parseRange(range, length)
  if (span === null) {
    void reply.header('content-range', `bytes */${length}`)
    throw new Problem('range-not-satisfiable')
  }
  void reply
    .code(206)
    .header('content-range', `bytes ${span.from}-${span.to - 1}/${length}`)
    .header('content-length', span.to - span.from)
  return reply.send(request.method === 'HEAD' ? undefined : read(span.from, span.to))
}

/** One range of RFC 9110 §14.1.2 as [from, to); null where it lies outside. */
function parseRange(header: string, length: number): { from: number; to: number } | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header.trim())
  if (found === null || (found[1] === '' && found[2] === '')) return null
  const [, first = '', last = ''] = found
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first)
  const to = first === '' || last === '' ? length : Math.min(length, Number(last) + 1)
  return from < to ? { from, to } : null
}

/** The tag of what a plan is made of: the same papers in the same places give the same bytes. */
export const planTag = (parts: readonly string[]): string => `"${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)}"`
