import { Type } from 'typebox'
import { List, Nullable, Uuid } from '../http/schemas.ts'

const State = Type.Union([Type.Literal('waiting'), Type.Literal('read'), Type.Literal('empty'), Type.Literal('failed')])
const Engine = Type.Union([Type.Literal('textLayer'), Type.Literal('ocr'), Type.Literal('both')])
const Place = Type.Object({ x: Type.Number(), y: Type.Number(), w: Type.Number(), h: Type.Number() })
const Line = Type.Object({
  text: Type.String(),
  at: Place,
  runs: List(Type.Object({ text: Type.String(), at: Place })),
  confidence: Type.Number(),
})

export const ReadingSchema = Type.Object({
  documentId: Uuid,
  state: State,
  engine: Nullable(Engine),
  pages: List(
    Type.Object({
      page: Type.Integer(),
      engine: Type.Union([Type.Literal('textLayer'), Type.Literal('ocr')]),
      turned: Type.Integer(),
      lines: List(Line),
    }),
  ),
})

export const ReadingsSchema = Type.Object({
  documents: List(
    Type.Object({
      documentId: Uuid,
      state: State,
      engine: Nullable(Engine),
      pages: Type.Integer(),
      pagesRead: Type.Integer(),
      error: Nullable(Type.String()),
      findings: Type.Integer(),
    }),
  ),
})
