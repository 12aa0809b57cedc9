import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { ROLES } from '../agencies/model.ts'
import { CIRCUMSTANCES } from '../cases/circumstances.ts'
import { TRANSITIONS } from '../cases/transitions.ts'
import { AGENCIES, CRIMES, DOCUMENT_TYPES, MEASURES, STAGES, VOLUMES } from '../domain/codes.ts'
import { agencyRef } from '../domain/present.ts'
import { AgencyRef, FieldSchema, List } from '../http/schemas.ts'

const Named = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })
const Reference = Type.Object({
  agencies: List(AgencyRef),
  roles: List(Named),
  stages: List(Named),
  volumes: List(Named),
  measures: List(Named),
  circumstances: List(Named),
  documentTypes: List(Type.Object({ ...Named.properties, volume: Type.String(), producer: Type.String(), scope: Type.String() })),
  crimes: List(Type.Object({ ...Named.properties, article: Type.String() })),
  acts: List(
    Type.Object({
      act: Type.String(),
      no: Type.Integer(),
      zh: Type.String(),
      en: Type.String(),
      basis: Type.String(),
      fields: List(FieldSchema),
    }),
  ),
})

const reference = {
  agencies: [...AGENCIES.keys()].map(agencyRef),
  roles: Object.entries(ROLES).map(([code, names]) => ({ code, ...names })),
  stages: STAGES.map(({ code, zh, en }) => ({ code, zh, en })),
  volumes: VOLUMES.map(({ code, zh, en }) => ({ code, zh, en })),
  measures: [...MEASURES.values()].map(({ code, zh, en }) => ({ code, zh, en })),
  circumstances: CIRCUMSTANCES.map(({ code, zh, en }) => ({ code, zh, en })),
  documentTypes: [...DOCUMENT_TYPES.values()].map(({ code, nameZh, nameEn, volume, producer, scope }) => ({
    code,
    zh: nameZh,
    en: nameEn,
    volume,
    producer,
    scope,
  })),
  crimes: [...CRIMES.values()].map(({ code, zh, en, article }) => ({ code, zh, en, article })),
  acts: TRANSITIONS.map(({ act, no, zh, en, basis, fields }) => ({ act, no, zh, en, basis, fields: [...fields] })),
}
const tag = `"${createHash('sha256').update(JSON.stringify(reference)).digest('hex').slice(0, 16)}"`

/** The code tables and the transition table as the screens need them; they change with the program only. */
export const referenceRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/reference',
    { config: { action: 'session.own' }, schema: { tags: ['reference'], response: { 200: Reference, 304: Type.Null() } } },
    async (request, reply) => {
      void reply.header('etag', tag).header('cache-control', 'private, max-age=0, must-revalidate')
      return request.headers['if-none-match'] === tag ? await reply.code(304).send(null) : await reply.code(200).send(reference)
    },
  )
}
