import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type CertificateBody, PAPERS, type Paper } from './model.ts'

const Text = Type.Union([Type.String(), Type.Null()])
const Party = { agency: Type.String(), officer: Text, at: Text }

const Body = Type.Object({
  paper: Type.Enum(Object.keys(PAPERS).filter((name): name is Paper => Object.hasOwn(PAPERS, name))),
  certNo: Type.String(),
  edition: Type.Integer(),
  personRef: Type.String(),
  person: Type.Object({ name: Type.String(), sex: Type.String(), birthDate: Text, idNo: Text, admissionNo: Text }),
  charges: Type.Array(Type.String()),
  measure: Text,
  measureOn: Text,
  centre: Type.String(),
  legalBasis: Type.String(),
  kind: Type.String(),
  sender: Type.Object({ ...Party, approver: Text }),
  senderDueAt: Text,
  receiver: Type.Union([Type.Object(Party), Type.Null()]),
  acceptedOn: Text,
  newFrom: Text,
  newTo: Text,
  newBasis: Type.Union([Type.Object({ code: Type.String(), zh: Type.String() }), Type.Null()]),
  reason: Text,
  remarks: Type.Array(Type.String()),
})

/** The body as its row keeps it. @throws Error for a text that is none */
export const readBody = (text: string): CertificateBody => Value.Parse(Body, JSON.parse(text))
