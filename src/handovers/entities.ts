import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { GateResult, HandOverState, Leg, ReceiptOutcome, SupplementRequest } from './model.ts'

export const HandOverSchema = defineEntity({
  name: 'HandOver',
  tableName: 'hand_over',
  properties: {
    id: p.uuid().primary(),
    caseId: p.uuid(),
    leg: p.text().$type<Leg>(),
    round: p.integer(),
    fromAgency: p.text(),
    toAgency: p.text(),
    state: p.text().$type<HandOverState>(),
    note: p.text().nullable(),
    preparedBy: p.uuid(),
    preparedAt: p.datetime(),
    sentBy: p.uuid().nullable(),
    sentAt: p.datetime().nullable(),
    checkedAt: p.datetime().nullable(),
    deliveredAt: p.datetime().nullable(),
    receivedAt: p.datetime().nullable(),
    answeredAt: p.datetime().nullable(),
    answeredBy: p.uuid().nullable(),
    outcome: p.text().$type<ReceiptOutcome>().nullable(),
    reason: p.text().nullable(),
    basis: p.text().nullable(),
    supplement: p.json<SupplementRequest>().nullable(),
    manifestDigest: p.blob().nullable(),
    signature: p.blob().nullable(),
    keyId: p.text().nullable(),
    gate: p.json<GateResult>().nullable(),
    fault: p.text().nullable(),
    version: p.integer().version(),
  },
})
export type HandOverRow = InferEntity<typeof HandOverSchema>
