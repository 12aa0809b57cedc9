import { Type } from 'typebox'
import { AgencyRef, Bilingual, Closed, Day, List, Nullable, Uuid } from '../../http/schemas.ts'

const Text = Type.String()
const Named = { zh: Text, en: Text }

export const LetterRowSchema = Type.Object({
  id: Uuid,
  number: Nullable(Text),
  level: Type.Integer(),
  kind: Type.Object({ code: Text, colour: Text, ...Named }),
  state: Text,
  stateName: Bilingual,
  platformNo: Text,
  caseId: Nullable(Text),
  chargeZh: Text,
  chargeEn: Text,
  persons: List(Text),
  period: Type.Object({ code: Text, ...Named }),
  agency: AgencyRef,
  issuer: AgencyRef,
  custody: Type.Boolean(),
  dueAt: Text,
  overdue: Type.Boolean(),
  raisedAt: Text,
  signBy: Nullable(Text),
  issuedAt: Nullable(Text),
  ackBy: Nullable(Text),
  feedbackBy: Nullable(Text),
  acknowledgedAt: Nullable(Text),
  fedBackAt: Nullable(Text),
  returns: Type.Integer(),
  caseReview: Type.Boolean(),
  escalatedAt: Nullable(Text),
  stuckSince: Nullable(Text),
  closedAt: Nullable(Text),
  result: Nullable(Text),
  lateSeconds: Nullable(Type.Integer()),
  copy: Type.Boolean(),
  acts: List(Type.Object({ act: Text, ...Named })),
})

/** What people wrote beside a step: an answer, a reason, a decision. */
const EventData = Type.Object({
  cause: Type.Optional(Text),
  measure: Type.Optional(Text),
  expectedOn: Type.Optional(Nullable(Text)),
  documentId: Type.Optional(Nullable(Text)),
  reason: Type.Optional(Text),
  upheld: Type.Optional(Type.Boolean()),
  lawful: Type.Optional(Type.Boolean()),
  unsigned: Type.Optional(Type.Boolean()),
  result: Type.Optional(Text),
})

export const LetterViewSchema = Type.Object({
  ...LetterRowSchema.properties,
  startedAt: Text,
  basis: Bilingual,
  verify: Type.Boolean(),
  earlier: List(Text),
  demand: Bilingual,
  causes: List(Type.Object({ code: Text, ...Named })),
  returnsAtMost: Type.Integer(),
  recipients: List(
    Type.Object({
      kind: Text,
      post: Bilingual,
      agency: AgencyRef,
      name: Nullable(Text),
      vacant: Type.Boolean(),
      deliveredAt: Nullable(Text),
      acknowledgedAt: Nullable(Text),
      acknowledgedBy: Nullable(Text),
    }),
  ),
  events: List(Type.Object({ at: Text, act: Text, ...Named, by: Nullable(Text), agency: Nullable(AgencyRef), data: EventData })),
  deliveries: List(
    Type.Object({
      channel: Text,
      state: Text,
      attempts: Type.Integer(),
      createdAt: Text,
      sentAt: Nullable(Text),
      name: Nullable(Text),
    }),
  ),
})

const Words = Type.String({ minLength: 1, maxLength: 2_000 })

export const FeedbackBody = Closed({
  cause: Type.String({ pattern: '^C\\d{1,2}$' }),
  measure: Words,
  expectedOn: Type.Optional(Nullable(Day)),
  documentId: Type.Optional(Nullable(Uuid)),
})
export const ReviewBody = Closed({
  accept: Type.Boolean(),
  reason: Type.Optional(Nullable(Words)),
  lawful: Type.Optional(Type.Boolean()),
})
export const DisputeBody = Closed({ reason: Words })
export const SettleBody = Closed({ upheld: Type.Boolean(), reason: Words })
export const ContactSchema = Closed({
  email: Nullable(Type.String({ format: 'email', maxLength: 200 })),
  mobile: Nullable(Type.String({ pattern: '^\\+?\\d{6,15}$' })),
  wecom: Nullable(Type.String({ minLength: 1, maxLength: 64 })),
})
