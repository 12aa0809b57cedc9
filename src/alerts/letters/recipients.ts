import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { AGENCIES, type AgencyType, agencyOf, detentionCentreOf } from '../../domain/codes.ts'
import postTable from './letter-posts.json' with { type: 'json' }
import { levelRule } from './levels.ts'
import type { Letter } from './model.ts'
import type { Standing } from './rules.ts'

const Roles = Type.Record(Type.String(), Type.Array(Type.String()))
const Post = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  at: Type.Union([
    Type.Literal('responsible'),
    Type.Literal('issuer'),
    Type.Literal('procuratorate'),
    Type.Literal('detentionProcuratorate'),
    Type.Literal('cityCommittee'),
  ]),
  by: Type.Union([Type.Literal('assignment'), Type.Literal('post')]),
  roles: Roles,
  titles: Type.Array(Type.String()),
})
type Post = Type.Static<typeof Post>
const Table = Type.Object({ desks: Roles, posts: Type.Array(Post) })
const TABLE = Value.Parse(Table, Value.Clean(Table, structuredClone(postTable)))
const POSTS: ReadonlyMap<string, Post> = new Map(TABLE.posts.map(post => [post.code, post]))

/** The roles that keep an agency's desk: what is addressed to a post that nobody holds is theirs. */
export const deskRoles = (type: AgencyType): readonly string[] => TABLE.desks[type] ?? []

/** The name of a post in both languages. @throws RangeError */
export function postName(code: string): { zh: string; en: string } {
  const { zh, en } = getPost(code)
  return { zh, en }
}

function getPost(code: string): Post {
  const post = POSTS.get(code)
  if (post === undefined) throw new RangeError(`unknown post ${code}`)
  return post
}

export type StaffMember = { readonly id: string; readonly agency: string; readonly roles: readonly string[]; readonly post: string }

/** An addressee of a letter: a person, or the desk of an agency where nobody holds the post. */
export type Recipient = {
  readonly kind: 'to' | 'cc' | 'notice'
  readonly post: string
  readonly agency: string
  readonly userId: string | null
}

const committeeOf = (division: string): string | undefined =>
  [...AGENCIES.values()].find(one => one.type === 'politicalLegal' && one.divisionCode === division)?.code
const procuratorateOf = (division: string): string | undefined =>
  [...AGENCIES.values()].find(one => one.type === 'procuratorate' && one.divisionCode === division)?.code
const cityOf = (division: string): string => `${division.slice(0, 4)}00`

/** The committee that issues letters to an agency, that of its division or else of its city, and the one above it. @throws RangeError */
export function issuerOf(agency: string): { issuer: string; issuerParent: string | null } {
  const division = agencyOf(agency).divisionCode
  const issuer = committeeOf(division) ?? committeeOf(cityOf(division))
  if (issuer === undefined) throw new RangeError(`no political-legal committee for ${agency}`)
  return { issuer, issuerParent: agencyOf(issuer).parent }
}

function agencyFor({ at }: Post, letter: Pick<Letter, 'agency' | 'issuer'>): string | undefined {
  const division = agencyOf(letter.agency).divisionCode
  if (at === 'responsible') return letter.agency
  if (at === 'issuer') return letter.issuer
  if (at === 'cityCommittee') return committeeOf(cityOf(division))
  if (at === 'procuratorate') return procuratorateOf(division) ?? procuratorateOf(cityOf(division))
  const centre = detentionCentreOf(division)
  return centre === undefined ? undefined : procuratorateOf(agencyOf(centre).divisionCode)
}

/** Every agency whose staff a letter may need. */
export function agenciesOf(letter: Pick<Letter, 'agency' | 'issuer'>): string[] {
  return [...new Set(TABLE.posts.flatMap(post => agencyFor(post, letter) ?? []))]
}

const isHolder = (post: Post, type: AgencyType, { roles, post: title }: StaffMember): boolean =>
  (post.roles[type] ?? []).some(role => roles.includes(role)) || post.titles.some(one => title.endsWith(one) && !title.endsWith(`副${one}`))

/**
 * The addressees of a letter by the posts of its level. `officers` are the case officers assigned in the responsible agency.
 * A person stands once, where the letter names him first; a post that nobody holds is the agency's desk.
 */
export function recipientsOf(
  letter: Pick<Letter, 'agency' | 'issuer' | 'level' | 'custody'>,
  officers: readonly string[],
  staff: ReadonlyMap<string, readonly StaffMember[]>,
): Recipient[] {
  const { to, cc, custodyCc } = levelRule(letter.level)
  const found = [
    ...to.flatMap(post => holdersOf(post, 'to', letter, officers, staff)),
    ...[...cc, ...(letter.custody ? custodyCc : [])].flatMap(post => holdersOf(post, 'cc', letter, officers, staff)),
  ]
  const keyOf = ({ agency, userId }: Recipient): string => userId ?? `desk:${agency}`
  return found.filter((one, at) => found.findIndex(other => keyOf(other) === keyOf(one)) === at)
}

/** Whoever at the city committee hears of a supervision letter without an answer. */
export const cityRecipients = (letter: Pick<Letter, 'agency' | 'issuer'>): Recipient[] =>
  holdersOf('cityCommittee', 'notice', letter, [], new Map())

function holdersOf(
  code: string,
  kind: Recipient['kind'],
  letter: Pick<Letter, 'agency' | 'issuer'>,
  officers: readonly string[],
  staff: ReadonlyMap<string, readonly StaffMember[]>,
): Recipient[] {
  const post = getPost(code)
  const agency = agencyFor(post, letter)
  if (agency === undefined) return []
  const { type } = agencyOf(agency)
  const holders =
    post.by === 'assignment' ? officers : (staff.get(agency) ?? []).filter(one => isHolder(post, type, one)).map(({ id }) => id)
  if (holders.length === 0) return [{ kind, post: code, agency, userId: null }]
  return holders.map(userId => ({ kind, post: code, agency, userId }))
}

type Person = { readonly userId: string; readonly agency: string; readonly roles: readonly string[] }
type Addressed = Recipient & { readonly deskRoles: readonly string[] }

/** Whether a person receives a letter for this addressee: he is named, or keeps the desk of the agency, which stands in for whoever is absent. */
export const receives = ({ userId, agency, roles }: Person, recipient: Addressed): boolean =>
  recipient.agency === agency && (recipient.userId === userId || recipient.deskRoles.some(role => roles.includes(role)))

/** How a person stands to a letter: by post, never by what he has seen of the case. */
export function standingOf(person: Person, letter: Pick<Letter, 'agency' | 'issuer'>, recipients: readonly Addressed[]): Standing {
  return {
    issuer: person.agency === letter.issuer && person.roles.includes('SV'),
    addressee: recipients.some(one => one.kind === 'to' && receives(person, one)),
    desk: person.agency === letter.agency && deskRoles(agencyOf(letter.agency).type).some(role => person.roles.includes(role)),
  }
}
