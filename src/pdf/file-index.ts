import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

const Whole = Type.Integer({ minimum: 0 })
const Parts = Type.Array(Type.Union([Type.String(), Whole]))
const Box = Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()])

/**
 * An object of the source. `body` is its PDF text cut at references: a number is the position of another object in
 * `objects`. With `at` (offset, length, offset, length ...) or `inline` (base64) it is a stream, and `body` holds its
 * dictionary's entries without the brackets and without /Length.
 */
const IndexedObject = Type.Object(
  { body: Parts, at: Type.Optional(Type.Array(Whole)), inline: Type.Optional(Type.String()) },
  { additionalProperties: false },
)

/** Resources cut in two, so that a bundle can add a font of its own. */
const IndexedResources = Type.Object({ fonts: Parts, others: Parts }, { additionalProperties: false })

const IndexedPage = Type.Object(
  {
    /** The page's object number in the source, 0 for a picture. */
    objectNumber: Whole,
    mediaBox: Box,
    cropBox: Type.Optional(Box),
    rotate: Type.Integer({ minimum: 0, maximum: 270, multipleOf: 90 }),
    userUnit: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    resources: Whole,
    contents: Type.Array(Whole),
    /** Saves the content leaves open, and restores it does once too often. */
    open: Type.Optional(Whole),
    extra: Type.Optional(Whole),
    group: Type.Optional(Parts),
    /** Annotations as pictures: seals, marks and filled-in fields, without anything that acts. */
    marks: Type.Optional(Type.Array(Parts)),
  },
  { additionalProperties: false },
)

const Schema = Type.Object(
  {
    version: Type.Literal(1),
    kind: Type.Union([Type.Literal('pdf'), Type.Literal('jpeg'), Type.Literal('png')]),
    /** Which bytes the offsets mean: the file as it came, or the rendition made for reading. */
    source: Type.Union([Type.Literal('original'), Type.Literal('rendition')]),
    sizeBytes: Whole,
    objects: Type.Array(IndexedObject),
    resources: Type.Array(IndexedResources),
    pages: Type.Array(IndexedPage, { minItems: 1 }),
  },
  { additionalProperties: false },
)

export type Parts = Static<typeof Parts>
export type IndexedObject = Static<typeof IndexedObject>
export type IndexedResources = Static<typeof IndexedResources>
export type IndexedPage = Static<typeof IndexedPage>

/**
 * All that is needed to show a file's pages, alone or in a bundle, without reading the file again: texts of the objects,
 * and where their raw streams lie. JSON through and through.
 */
export type FileIndex = Static<typeof Schema>

const validator = Compile(Schema)

/** Reads an index from JSON. Throws as `readIndex` does. */
export const parseIndex = (json: string): FileIndex => readIndex(JSON.parse(json))

/**
 * Takes a value for an index. The process that made it has touched hostile bytes, so every number is checked again.
 * Throws when it is not an index for a source of its own `sizeBytes`.
 */
export function readIndex(value: unknown): FileIndex {
  if (!validator.Check(value)) throw new Error('not a page index')
  const known = (parts: Parts): boolean => parts.every(part => typeof part === 'string' || part < value.objects.length)
  const sound =
    value.objects.every(object => known(object.body) && rangesFit(object.at ?? [], value.sizeBytes)) &&
    value.resources.every(one => known(one.fonts) && known(one.others)) &&
    value.pages.every(
      page => page.resources < value.resources.length && known(page.contents) && known(page.group ?? []) && (page.marks ?? []).every(known),
    )
  if (!sound) throw new Error('page index points outside its file')
  return value
}

function rangesFit(at: number[], sizeBytes: number): boolean {
  if (at.length % 2 !== 0) return false
  for (let i = 0; i < at.length; i += 2) {
    if ((at[i] ?? 0) + (at[i + 1] ?? 0) > sizeBytes) return false
  }
  return true
}
