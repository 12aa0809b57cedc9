import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Action } from '../../access/rules.ts'
import { record } from '../../audit/commands.ts'
import type { EntityManager } from '../../db/orm.ts'
import { command } from '../../http/command.ts'
import { Closed, Nullable, Uuid } from '../../http/schemas.ts'
import {
  acknowledgeLetter,
  disputeLetter,
  feedBack,
  reviewFeedback,
  setContact,
  settleDispute,
  signLetter,
  startLetter,
} from './commands.ts'
import { countLetters, listLetters } from './letter-list.ts'
import { letterPdf } from './letter-pdf.ts'
import { getLetterView } from './letter-view.ts'
import { ContactSchema, DisputeBody, FeedbackBody, LetterRowSchema, LetterViewSchema, ReviewBody, SettleBody } from './schemas.ts'
import { findStaffName, getLetter, listRecipients } from './store.ts'

const LetterParams = Closed({ letterId: Uuid })
const Done = Type.Object({ letterId: Uuid })
const PAGE = 50

/** The letters: boxes, one letter, its paper, and the steps that people take. */
export const letterRoutes: FastifyPluginAsyncTypebox = async app => {
  const reading = { action: 'letter.read' } as const satisfies { action: Action }

  app.get(
    '/letters',
    {
      config: reading,
      schema: {
        tags: ['letters'],
        querystring: Closed({
          box: Type.Union([Type.Literal('in'), Type.Literal('sign'), Type.Literal('sent')]),
          state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('closed')])),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: Type.Object({ items: Type.Array(LetterRowSchema), nextCursor: Nullable(Type.String()) }) },
      },
    },
    async ({ em, actor, query: { box, state = 'open', cursor = null } }) =>
      await em.transactional(async tx => await listLetters(tx, actor, { box, state, cursor, limit: PAGE })),
  )

  app.get(
    '/letters/counts',
    {
      config: reading,
      schema: {
        tags: ['letters'],
        response: { 200: Type.Object({ in: Type.Integer(), sign: Type.Integer(), sent: Type.Integer() }) },
      },
    },
    async ({ em }) => await em.transactional(countLetters),
  )

  app.get(
    '/letters/:letterId',
    { config: reading, schema: { tags: ['letters'], params: LetterParams, response: { 200: LetterViewSchema } } },
    async ({ em, actor, params: { letterId } }) =>
      await em.transactional(async tx => {
        const view = await getLetterView(tx, actor, letterId)
        // Every look-up of a case by those who only supervise it is in the trail, with its purpose.
        await record(tx, actor, (await getLetter(tx, letterId)).caseId, { action: 'letter.viewed', target: letterId, basis: '期限督办' })
        return view
      }),
  )

  app.get(
    '/letters/:letterId/letter.pdf',
    { config: reading, schema: { tags: ['letters'], params: LetterParams } },
    async ({ em, actor, params: { letterId } }, reply) => {
      const paper = await em.transactional(async tx => {
        const letter = await getLetter(tx, letterId)
        await record(tx, actor, letter.caseId, { action: 'letter.printed', target: letterId, basis: '期限督办' })
        return { letter, recipients: await listRecipients(tx, letterId), signer: await findStaffName(tx, letter.signedBy) }
      })
      const bytes = await letterPdf(paper.letter, paper.recipients, paper.signer)
      return await reply.type('application/pdf').header('content-disposition', 'inline; filename="letter.pdf"').send(Buffer.from(bytes))
    },
  )

  /** A step that needs no more than the letter. */
  const plain = (
    path: string,
    action: Action,
    run: (em: EntityManager, actor: Parameters<typeof signLetter>[1], letterId: string) => Promise<void>,
  ): void => {
    app.post(
      `/letters/:letterId/${path}`,
      { config: { action }, schema: { tags: ['letters'], params: LetterParams, body: Type.Optional(Closed({})), response: { 200: Done } } },
      async (request, reply) =>
        await command(request, reply, async em => {
          await run(em, request.actor, request.params.letterId)
          return { status: 200, body: { letterId: request.params.letterId } }
        }),
    )
  }
  plain('sign', 'letter.sign', signLetter)
  plain('acknowledge', 'alert.acknowledge', acknowledgeLetter)
  plain('start', 'letter.answer', startLetter)

  app.post(
    '/letters/:letterId/feedback',
    {
      config: { action: 'letter.answer' },
      schema: { tags: ['letters'], params: LetterParams, body: FeedbackBody, response: { 200: Done } },
    },
    async (request, reply) => {
      const { letterId } = request.params
      const { expectedOn = null, documentId = null, ...rest } = request.body
      return await command(request, reply, async em => {
        await feedBack(em, request.actor, letterId, { ...rest, expectedOn, documentId })
        return { status: 200, body: { letterId } }
      })
    },
  )

  app.post(
    '/letters/:letterId/review',
    { config: { action: 'letter.review' }, schema: { tags: ['letters'], params: LetterParams, body: ReviewBody, response: { 200: Done } } },
    async (request, reply) => {
      const { letterId } = request.params
      const { accept, reason = null, lawful = false } = request.body
      return await command(request, reply, async em => {
        await reviewFeedback(em, request.actor, letterId, { accept, reason, lawful })
        return { status: 200, body: { letterId } }
      })
    },
  )

  app.post(
    '/letters/:letterId/dispute',
    {
      config: { action: 'letter.answer' },
      schema: { tags: ['letters'], params: LetterParams, body: DisputeBody, response: { 200: Done } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        await disputeLetter(em, request.actor, request.params.letterId, request.body.reason)
        return { status: 200, body: { letterId: request.params.letterId } }
      }),
  )

  app.post(
    '/letters/:letterId/settle-dispute',
    { config: { action: 'letter.settle' }, schema: { tags: ['letters'], params: LetterParams, body: SettleBody, response: { 200: Done } } },
    async (request, reply) =>
      await command(request, reply, async em => {
        await settleDispute(em, request.actor, request.params.letterId, request.body)
        return { status: 200, body: { letterId: request.params.letterId } }
      }),
  )

  app.post(
    '/me/contact',
    { config: { action: 'session.own' }, schema: { tags: ['letters'], body: ContactSchema, response: { 200: ContactSchema } } },
    async (request, reply) =>
      await command(request, reply, async em => {
        await setContact(em, request.actor, request.body)
        return { status: 200, body: request.body }
      }),
  )
}
