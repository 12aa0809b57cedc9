import { Type } from 'typebox'

const Text = Type.String({ minLength: 1 })
const object = <P extends Type.TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
/** `checks` are boxes for a list of values, `parts` several boxes for one, `popup` a value picked in a search window. */
const Kind = Type.Enum(['text', 'select', 'radio', 'checkbox', 'checks', 'parts', 'popup'])

/** `[value on the card, what is put, what is shown where that differs]`. */
const Word = Type.Array(Type.Union([Type.String(), Type.Boolean(), Type.Number()]), { minItems: 2, maxItems: 3 })

/** `none`: where nothing is entered, the system says that there is none. Without it nothing is said. */
const Empty = Type.Optional(Type.Literal('none'))

/** One field: where it is on the card, what the system calls it, how it is written there. Its place comes from the page or the lines it stands in. */
const Field = object({
  at: Type.String(),
  name: Text,
  kind: Type.Optional(Kind),
  as: Type.Optional(Text),
  words: Type.Optional(Text),
  choose: Type.Optional(Type.Union([Type.Literal('value'), Type.Literal('label')])),
  parts: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  search: Type.Optional(Text),
  empty: Empty,
})

const FormRows = object({ place: Text, rows: Text, add: Text, remove: Text })
const ViewRows = object({ place: Text, rows: Text })

/** Lines that repeat: one for each member of the list at `at`, whose last name is the mark for the number in all places. */
const InnerRows = object({ at: Text, empty: Empty, form: FormRows, view: ViewRows, fields: Type.Array(Field) })
const Rows = object({
  at: Text,
  empty: Empty,
  form: FormRows,
  view: ViewRows,
  fields: Type.Array(Field),
  rows: Type.Optional(Type.Array(InnerRows)),
})

/** One page of the form. `each` repeats it for every member of a list; `surplus` is where members that are too many are taken away. */
const Page = object({
  name: Text,
  page: Type.Optional(Text),
  each: Type.Optional(object({ at: Text, view: object({ rows: Text }), surplus: object({ page: Text, rows: Text, remove: Text }) })),
  form: object({ place: Text }),
  view: object({ place: Text }),
  fields: Type.Array(Field),
  rows: Type.Optional(Type.Array(Rows)),
  save: Type.Optional(object({ click: Text, done: Text })),
})

/** A search window for one value: opened by a button, searched by words, picked from lines. */
const Search = object({ open: Text, box: Text, go: Text, line: Text, words: Text, pick: Text })

const Listing = { row: Text, reference: Text }

/** How one agency's own system is worked by the robot: read from YAML, no code for any system. */
export const RobotMap = object({
  system: Text,
  card: Type.Union([Type.Literal('police'), Type.Literal('procuratorate'), Type.Literal('court')]),
  /** Seconds for one answer. */
  patience: Type.Optional(Type.Number({ minimum: 0.1, maximum: 300 })),
  login: object({ page: Text, account: Text, password: Text, submit: Text, refused: Text }),
  signedIn: Text,
  signedOut: Text,
  captcha: Type.Array(Text),
  /** A system in frames: the page that holds them, and the name of the one in which the work is done. */
  frame: Type.Optional(object({ page: Text, name: Text })),
  list: object({ page: Text, ...Listing, changed: Text, pages: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }),
  find: object({ page: Text, ...Listing, box: Type.Optional(Text), go: Type.Optional(Text) }),
  record: object({ page: Text, there: Text, absent: Text }),
  /** Where a record shows the account on the platform of the officer whose case it is. */
  officer: Type.Optional(Text),
  entry: object({ create: Text, change: Text }),
  searches: Type.Optional(Type.Record(Type.String(), Search)),
  words: Type.Record(Type.String(), Type.Array(Word)),
  pages: Type.Array(Page, { minItems: 1 }),
  submit: object({
    page: Type.Optional(Text),
    click: Text,
    confirm: Type.Optional(Text),
    done: Text,
    refused: Text,
    reference: Text,
  }),
})
export type RobotMap = Type.Static<typeof RobotMap>
export type MapPage = Type.Static<typeof Page>
export type MapField = Type.Static<typeof Field>
export type MapRows = Type.Static<typeof Rows>
export type MapSearch = Type.Static<typeof Search>
