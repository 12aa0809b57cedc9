import { Type } from 'typebox'

/** A list in an answer: rules give read-only lists. */
export const List = <S extends Type.TSchema>(items: S) => Type.Immutable(Type.Array(items))
export const Uuid = Type.String({ format: 'uuid' })
export const Instant = Type.String({ format: 'date-time' })
export const Day = Type.String({ format: 'date' })
export const Nullable = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const Closed = <P extends Type.TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })

export const AgencyRef = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String(), type: Type.String() })
export const Bilingual = Type.Object({ zh: Type.String(), en: Type.String() })
export const FieldSchema = Type.Object({
  name: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  kind: Type.String(),
  required: Type.Boolean(),
  options: Type.Optional(List(Type.Object({ value: Type.String(), zh: Type.String(), en: Type.String() }))),
  hint: Type.Optional(Type.String()),
})
export const CaseParams = Closed({ caseId: Uuid })
