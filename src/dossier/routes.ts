import { PassThrough } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { can, mustBeAble } from '../access/rules.ts'
import { getRelation } from '../cases/locked-case.ts'
import { digestStream } from '../crypto/digest.ts'
import type { EntityManager } from '../db/orm.ts'
import { DOCUMENT_TYPES } from '../domain/codes.ts'
import { instant } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { type Answer, command, findAnswer } from '../http/command.ts'
import { CaseParams, Closed, Day, Uuid } from '../http/schemas.ts'
import { inBatches } from '../storage/batches.ts'
import { newObjectKey } from '../storage/object-store.ts'
import { addDocument, mayUpload, recordView, sortDocument, withdrawDocument } from './commands.ts'
import { catalogueTag, getDocumentView, getDossierView, loadCatalogue } from './dossier-view.ts'
import type { DocumentRow } from './entities.ts'
import { finishImport, getImport, noteItem, refusedItem, startImport } from './imports.ts'
import { discard, type Received, receiveFile } from './intake.ts'
import { DocumentSchemaView, DossierSchema, ImportSchema } from './schemas.ts'
import { getDocument, loadIndexes } from './store.ts'
import { readUpload, type Upload, type UploadFields } from './upload.ts'
import { acknowledgeVersion, addVersion, mayReplace } from './versions.ts'
import { planDocument, planDossier, planTag, sendPlan, sendRanges } from './views.ts'

const DocumentParams = Closed({ caseId: Uuid, documentId: Uuid })
const SortBody = Closed({
  documentCode: Type.Optional(Type.String({ pattern: '^[A-Z]{2}\\d{2}$' })),
  title: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  docNo: Type.Optional(Type.String({ maxLength: 100 })),
  casePersonId: Type.Optional(Uuid),
  madeOn: Type.Optional(Day),
  volumeSeq: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
})
const UPLOAD_LIMIT = { rateLimit: { max: 5_000, timeWindow: 3_600_000 } }
const UPLOAD_TIME_MS = 600_000

function presentAdded(row: DocumentRow, addedBy: string) {
  const type = row.suggestedCode ? DOCUMENT_TYPES.get(row.suggestedCode) : undefined
  return {
    id: row.id,
    seq: 0,
    code: row.code ?? null,
    title: row.title,
    docNo: row.docNo ?? null,
    fileName: row.fileName,
    mediaType: row.mediaType,
    sizeBytes: row.sizeBytes,
    pageCount: row.pageCount,
    pageFrom: null,
    pageTo: null,
    casePersonId: row.casePersonId ?? null,
    madeOn: row.madeOn ?? null,
    version: row.version,
    sha256: Buffer.from(row.sha256).toString('hex'),
    sm3: row.sm3 ? Buffer.from(row.sm3).toString('hex') : null,
    sentIn: row.sentIn ?? null,
    addedAt: instant(row.addedAt),
    addedBy,
    replaces: row.replaces ?? null,
    replacedBy: null,
    mayReplace: false,
    replacement: null,
    suggestion: !row.code && type ? { code: type.code, zh: type.nameZh, confidence: row.suggestedConfidence ?? 0 } : null,
  }
}

type Added = ReturnType<typeof presentAdded>

export const dossierRoutes: FastifyPluginAsyncTypebox = async app => {
  const { store, sandbox, config } = app.deps
  const deps = { store, sandbox, spoolDir: config.spoolDir }

  app.get(
    '/cases/:caseId/dossier',
    { config: { action: 'dossier.read' }, schema: { tags: ['dossier'], params: CaseParams, response: { 200: DossierSchema } } },
    async request =>
      await request.em.transactional(async em => {
        const relation = await getRelation(em, request.params.caseId)
        mustBeAble(request.actor, 'dossier.read', relation)
        const canUpload = can(request.actor, 'dossier.upload', relation) === 'allowed'
        return await getDossierView(em, request.params.caseId, { canUpload, canSort: canUpload })
      }),
  )

  app.post(
    '/cases/:caseId/documents',
    {
      config: { action: 'dossier.upload', ...UPLOAD_LIMIT },
      schema: { tags: ['dossier'], consumes: ['multipart/form-data'], params: CaseParams, response: { 201: DocumentSchemaView } },
    },
    async (request, reply) => {
      request.raw.setTimeout(UPLOAD_TIME_MS)
      const { caseId } = request.params
      const upload = await readUpload(request)
      const path = upload.fields.path ?? upload.file.filename
      try {
        return await takeIn(request, reply, caseId, upload, path)
      } catch (error) {
        upload.file.file.resume()
        if (error instanceof Problem && upload.fields.importId) await noteRefusal(request, caseId, upload.fields, path, error)
        throw error
      }
    },
  )

  app.post(
    '/cases/:caseId/documents/:documentId/versions',
    {
      config: { action: 'dossier.replace', ...UPLOAD_LIMIT },
      schema: { tags: ['dossier'], consumes: ['multipart/form-data'], params: DocumentParams, response: { 201: DocumentSchemaView } },
    },
    async (request, reply) => {
      request.raw.setTimeout(UPLOAD_TIME_MS)
      const { caseId, documentId } = request.params
      const upload = await readUpload(request)
      try {
        return await takeIn(request, reply, caseId, upload, upload.fields.path ?? upload.file.filename, documentId)
      } catch (error) {
        upload.file.file.resume()
        throw error
      }
    },
  )

  app.post(
    '/cases/:caseId/documents/:documentId/acknowledge',
    {
      config: { action: 'dossier.acknowledge' },
      schema: { tags: ['dossier'], params: DocumentParams, body: Closed({}), response: { 200: Type.Object({ documentId: Uuid }) } },
    },
    async (request, reply) => {
      const { caseId, documentId } = request.params
      return await command(request, reply, async em => {
        await acknowledgeVersion(em, request.actor, caseId, documentId)
        return { status: 200, body: { documentId } }
      })
    },
  )

  /** Takes in a file; where it is a new version of a paper, of which. */
  async function takeIn(
    request: FastifyRequest,
    reply: FastifyReply,
    caseId: string,
    upload: Upload,
    path: string,
    replaces: string | null = null,
  ): Promise<Added> {
    const { fields, file } = upload
    const fingerprint = (sha256: Buffer): string => `${sha256.toString('hex')} ${JSON.stringify(fields)}`
    try {
      if (replaces !== null && fields.reason === undefined) throw new Problem('fact-required', { facts: { field: 'reason' } })
      await request.em
        .fork()
        .transactional(async em =>
          replaces === null
            ? await mayUpload(em, request.actor, caseId, fields.sha256 ?? null)
            : await mayReplace(em, request.actor, caseId, replaces),
        )
    } catch (error) {
      const bytes = async (): Promise<string> => fingerprint((await digestStream(file.file)).sha256)
      const answer = await findAnswer<Added>(request, reply, bytes)
      if (answer === null) throw error
      return answer
    }
    const incoming = {
      path,
      declaredType: file.mimetype,
      sizeBytes: fields.sizeBytes === undefined ? null : Number(fields.sizeBytes),
      sha256: fields.sha256 ?? null,
      userId: request.actor.userId,
    }
    const received = await receiveFile(deps, file.file, incoming)
    const { importId, documentCode, title, docNo, casePersonId, madeOn } = fields
    const sorting = {
      ...(documentCode ? { documentCode } : {}),
      ...(title ? { title } : {}),
      ...(docNo ? { docNo } : {}),
      ...(casePersonId ? { casePersonId } : {}),
      ...(madeOn ? { madeOn } : {}),
    }
    let written = false
    try {
      await upload.rest()
      const enter = async (em: EntityManager): Promise<Answer<Added>> => {
        const row =
          replaces === null
            ? await addDocument(em, request.actor, caseId, received, path, sorting)
            : await addVersion(em, request.actor, caseId, received, { documentId: replaces, reason: fields.reason ?? '' })
        if (importId)
          await noteItem(em, importId, caseId, {
            path,
            state: row.code ? 'stored' : 'unsorted',
            code: null,
            detail: null,
            documentId: row.id,
            sizeBytes: row.sizeBytes,
          })
        written = true
        return { status: 201, body: presentAdded(row, request.actor.name) }
      }
      const answer = await command(request, reply, enter, fingerprint(received.sha256))
      if (!written) await discardReceived(received)
      return answer
    } catch (error) {
      // Only a decided refusal leaves no row for certain; after a lost connection the reaper looks for one first.
      if (error instanceof Problem) await discardReceived(received)
      throw error
    }
  }

  async function discardReceived({ objectKey, renditionKey }: Received): Promise<void> {
    await discard(store, objectKey)
    await discard(store, renditionKey)
  }

  async function noteRefusal(request: FastifyRequest, caseId: string, fields: UploadFields, path: string, problem: Problem): Promise<void> {
    const { importId, sizeBytes } = fields
    if (!importId || problem.code === 'not-found') return
    await request.em
      .fork()
      .transactional(async em => await noteItem(em, importId, caseId, refusedItem(path, sizeBytes ? Number(sizeBytes) : null, problem)))
  }

  app.patch(
    '/cases/:caseId/documents/:documentId',
    {
      config: { action: 'dossier.upload' },
      schema: { tags: ['dossier'], params: DocumentParams, body: SortBody, response: { 200: DocumentSchemaView } },
    },
    async request =>
      await request.em.transactional(async em => {
        await sortDocument(em, request.actor, request.params.caseId, request.params.documentId, request.body)
        const view = await getDocumentView(em, request.params.caseId, request.params.documentId)
        if (view === null) throw new Problem('not-found')
        return view
      }),
  )
  app.delete(
    '/cases/:caseId/documents/:documentId',
    {
      config: { action: 'dossier.withdraw' },
      schema: {
        tags: ['dossier'],
        params: DocumentParams,
        body: Closed({ reason: Type.String({ minLength: 1, maxLength: 500 }) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await request.em.transactional(
        async em => await withdrawDocument(em, request.actor, request.params.caseId, request.params.documentId, request.body.reason),
      )
      return await reply.code(204).send(null)
    },
  )

  app.get(
    '/cases/:caseId/documents/:documentId/view',
    { config: { action: 'dossier.read' }, schema: { tags: ['dossier'], params: DocumentParams } },
    async (request, reply) => {
      const { caseId, documentId } = request.params
      const { title, indexed } = await request.em.transactional(async em => {
        mustBeAble(request.actor, 'dossier.read', await getRelation(em, caseId))
        const row = await getDocument(em, caseId, documentId)
        // A reader asks for many ranges of one paper: the opening is the view, the pages are told by the reader.
        if (isOpening(request)) await recordView(em, request.actor, caseId, documentId, 'opened')
        return { title: row.title, indexed: (await loadIndexes(em, [documentId])).get(documentId) }
      })
      if (indexed === undefined) throw new Problem('not-found')
      return sendPlan(request, reply, store, await planDocument(indexed, title), planTag([documentId, title]))
    },
  )

  app.get(
    '/cases/:caseId/documents/:documentId/content',
    { config: { action: 'dossier.read' }, schema: { tags: ['dossier'], params: DocumentParams } },
    async (request, reply) => {
      const { caseId, documentId } = request.params
      const row = await request.em.transactional(async em => {
        mustBeAble(request.actor, 'dossier.read', await getRelation(em, caseId))
        const found = await getDocument(em, caseId, documentId)
        await recordView(em, request.actor, caseId, documentId, 'original', 'dossier.downloaded')
        return found
      })
      void reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(row.fileName)}`)
      return sendRanges(
        request,
        reply,
        { length: row.sizeBytes, etag: `"${Buffer.from(row.sha256).toString('hex')}"`, contentType: row.mediaType },
        (from, to) => {
          const through = new PassThrough()
          store.read(row.objectKey, from, to - from).then(
            stream => stream.on('error', cause => through.destroy(cause)).pipe(through),
            (cause: unknown) => through.destroy(cause instanceof Error ? cause : new Error('the object store did not answer')),
          )
          return through
        },
      )
    },
  )

  app.get(
    '/cases/:caseId/dossier.pdf',
    { config: { action: 'dossier.read' }, schema: { tags: ['dossier'], params: CaseParams } },
    async (request, reply) => {
      const { caseId } = request.params
      const { name, platformNo, volumes, indexes } = await request.em.transactional(async em => {
        mustBeAble(request.actor, 'dossier.read', await getRelation(em, caseId))
        const [row] = await em.execute<{ name: string; platform_no: string }[]>(
          'select name, platform_no from criminal_case where id = ?',
          [caseId],
        )
        if (row === undefined) throw new Problem('not-found')
        const loaded = await loadCatalogue(em, caseId)
        const ids = loaded.volumes.flatMap(({ documents }) => documents.map(({ id }) => id))
        if (ids.length === 0) throw new Problem('not-found')
        if (isOpening(request)) await recordView(em, request.actor, caseId, caseId, 'merged')
        return { name: row.name, platformNo: row.platform_no, volumes: loaded.volumes, indexes: await loadIndexes(em, ids) }
      })
      const plan = await planDossier(name, [`案件编号 ${platformNo}`, `共 ${volumes.length} 卷 ${indexes.size} 份材料`], volumes, indexes)
      return sendPlan(request, reply, store, plan, catalogueTag(volumes))
    },
  )

  app.post(
    '/cases/:caseId/page-views',
    {
      config: { action: 'dossier.read' },
      schema: {
        tags: ['dossier'],
        params: CaseParams,
        response: { 204: Type.Null() },
        body: Closed({
          documentId: Uuid,
          pages: Type.Array(Type.Integer({ minimum: 1, maximum: 20_000 }), { minItems: 1, maxItems: 200 }),
        }),
      },
    },
    async (request, reply) => {
      await request.em.transactional(async em => {
        mustBeAble(request.actor, 'dossier.read', await getRelation(em, request.params.caseId))
        await recordView(em, request.actor, request.params.caseId, request.body.documentId, request.body.pages.join(','))
      })
      return await reply.code(204).send(null)
    },
  )

  app.post(
    '/cases/:caseId/imports',
    {
      config: { action: 'dossier.upload' },
      schema: {
        tags: ['import'],
        params: CaseParams,
        response: { 201: Type.Object({ importId: Uuid }) },
        body: Closed({
          source: Type.Literal('folder'),
          name: Type.String({ minLength: 1, maxLength: 200 }),
          totalFiles: Type.Integer({ minimum: 1, maximum: 20_000 }),
          totalBytes: Type.Integer({ minimum: 0, maximum: 2 ** 45 }),
        }),
      },
    },
    async (request, reply) =>
      await command(request, reply, async em => ({
        status: 201,
        body: await startImport(em, request.actor, request.params.caseId, { ...request.body, objectKey: null }),
      })),
  )

  app.post(
    '/cases/:caseId/imports/zip',
    {
      config: { action: 'dossier.upload', ...UPLOAD_LIMIT },
      schema: {
        tags: ['import'],
        consumes: ['multipart/form-data'],
        params: CaseParams,
        response: { 202: Type.Object({ importId: Uuid }) },
      },
    },
    async (request, reply) => {
      request.raw.setTimeout(UPLOAD_TIME_MS)
      const { caseId } = request.params
      const { fields, file, rest } = await readUpload(request)
      if (!/\.zip$/i.test(file.filename)) throw new Problem('upload-type-mismatch')
      if (!fields.sizeBytes) throw new Problem('validation', { facts: { field: 'sizeBytes' } })
      await request.em.fork().transactional(async em => await mayUpload(em, request.actor, caseId, null))
      const objectKey = newObjectKey('archive')
      await store.put(objectKey, inBatches(file.file), Number(fields.sizeBytes), 'application/zip')
      await rest()
      const name = (fields.path ?? file.filename).slice(0, 200)
      return await command(
        request,
        reply,
        async em => ({
          status: 202,
          body: await startImport(em, request.actor, caseId, {
            source: 'zip',
            name,
            totalFiles: null,
            totalBytes: Number(fields.sizeBytes),
            objectKey,
          }),
        }),
        JSON.stringify(fields),
      )
    },
  )

  const ImportParams = Closed({ importId: Uuid })
  app.get(
    '/imports/:importId',
    { config: { action: 'dossier.upload' }, schema: { tags: ['import'], params: ImportParams, response: { 200: ImportSchema } } },
    async request => await request.em.transactional(async em => await getImport(em, request.params.importId)),
  )
  app.post(
    '/imports/:importId/finish',
    { config: { action: 'dossier.upload' }, schema: { tags: ['import'], params: ImportParams, response: { 200: ImportSchema } } },
    async (request, reply) =>
      await command(request, reply, async em => {
        await finishImport(em, request.params.importId)
        return { status: 200, body: await getImport(em, request.params.importId) }
      }),
  )
}

const isOpening = (request: FastifyRequest): boolean =>
  request.method === 'GET' && (request.headers.range === undefined || /^bytes=0-/.test(request.headers.range))
