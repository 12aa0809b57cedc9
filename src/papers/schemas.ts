import { Type } from 'typebox'
import { AgencyRef, Bilingual, Closed, Instant, List, Nullable, Uuid } from '../http/schemas.ts'

const Text = Type.String()
const words = (maxLength: number) => Type.String({ minLength: 1, maxLength })

export const Parts = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 20_000 }))
export const DraftBody = Closed({
  code: Type.String({ pattern: '^[A-Z]{2}\\d{2}$' }),
  casePersonId: Type.Optional(Nullable(Uuid)),
  parts: Type.Optional(Parts),
})
export const EditBody = Closed({ parts: Parts })
export const IssueBody = Closed({ seen: Type.Optional(Nullable(Type.String({ pattern: '^[0-9a-f]{64}$' }))) })
export const ReplaceBody = Closed({ reason: words(500) })
export const AnnulBody = Closed({ reason: words(500) })
export const DecideAnnulmentBody = Closed({ approve: Type.Boolean(), note: Type.Optional(Nullable(words(500))) })
export const ServiceBody = Closed({
  recipient: words(200),
  capacity: Type.Optional(Nullable(words(100))),
  method: Type.Union([
    Type.Literal('direct'),
    Type.Literal('left'),
    Type.Literal('post'),
    Type.Literal('electronic'),
    Type.Literal('notice'),
  ]),
  servedAt: Instant,
  witness: Type.Optional(Nullable(words(100))),
  receipt: Type.Optional(Nullable(words(200))),
})

const State = Type.Union([
  Type.Literal('draft'),
  Type.Literal('issued'),
  Type.Literal('replaced'),
  Type.Literal('void'),
  Type.Literal('annulled'),
])
const Lack = Type.Object({
  name: Text,
  kind: Type.Union([Type.Literal('fact'), Type.Literal('part')]),
  ...Bilingual.properties,
  casePersonId: Nullable(Uuid),
})
const Service = Type.Object({
  id: Uuid,
  recipient: Text,
  capacity: Nullable(Text),
  method: Type.Object({ code: Text, ...Bilingual.properties }),
  servedAt: Text,
  servedBy: Text,
  witness: Nullable(Text),
  receipt: Nullable(Text),
})
const Paper = Type.Object({
  id: Uuid,
  code: Text,
  ...Bilingual.properties,
  volume: Text,
  casePersonId: Nullable(Uuid),
  agency: AgencyRef,
  state: State,
  version: Type.Integer(),
  number: Nullable(Text),
  maker: Text,
  madeAt: Text,
  signer: Nullable(Text),
  signedAt: Nullable(Text),
  documentId: Nullable(Uuid),
  replaces: Nullable(Uuid),
  reason: Nullable(Text),
  copies: List(Text),
  may: Type.Object({
    edit: Type.Boolean(),
    issue: Type.Boolean(),
    replace: Type.Boolean(),
    serve: Type.Boolean(),
    annul: Type.Boolean(),
    decideAnnulment: Type.Boolean(),
    /** Who asked for it may only take his request back. */
    approveAnnulment: Type.Boolean(),
  }),
  /** The last request that the paper be void. */
  annulment: Nullable(
    Type.Object({
      reason: Text,
      state: Type.Union([Type.Literal('open'), Type.Literal('approved'), Type.Literal('refused')]),
      requestedBy: Text,
      requestedAt: Text,
      decidedBy: Nullable(Text),
      decidedAt: Nullable(Text),
      note: Nullable(Text),
    }),
  ),
  services: List(Service),
})
export const PaperSchema = Type.Object({
  ...Paper.properties,
  basis: Text,
  digest: Text,
  parts: List(
    Type.Object({
      name: Text,
      ...Bilingual.properties,
      kind: Type.Union([Type.Literal('text'), Type.Literal('longText'), Type.Literal('choice')]),
      required: Type.Boolean(),
      options: List(Text),
      value: Text,
      own: Type.Boolean(),
    }),
  ),
  lacks: List(Lack),
})
export const PapersSchema = Type.Object({
  mayDraft: Type.Boolean(),
  makeable: List(
    Type.Object({
      code: Text,
      ...Bilingual.properties,
      volume: Text,
      basis: Text,
      perPerson: Type.Boolean(),
      numbered: Type.Boolean(),
      maySign: Type.Boolean(),
      targets: List(
        Type.Object({
          casePersonId: Nullable(Uuid),
          state: Type.Union([Type.Literal('none'), Type.Literal('draft'), Type.Literal('issued')]),
          paperId: Nullable(Uuid),
          lacks: List(Lack),
        }),
      ),
    }),
  ),
  papers: List(Paper),
  lacking: List(Type.Object({ code: Text, ...Bilingual.properties, gate: Text, casePersonId: Nullable(Uuid), makeable: Type.Boolean() })),
})
