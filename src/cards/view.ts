import type { EntityManager } from '@mikro-orm/postgresql'
import { can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { getRelation } from '../cases/locked-case.ts'
import { appNow } from '../db/clock.ts'
import { type Bilingual, DOCUMENT_TYPES } from '../domain/codes.ts'
import { dayOf } from '../domain/legal-date.ts'
import { agencyRef, instantOrNull } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { followsEvents } from './commands.ts'
import { contextOf } from './context.ts'
import { type CardField, pathOf, readPath, type ValueSource } from './model.ts'
import { type CardProgress, isNeeded, progressOf } from './rules.ts'
import { plain, sameValue } from './same-value.ts'
import type { FieldView, SourceView } from './schemas.ts'
import { type CardRow, type FieldRow, fieldsOfCards, findCard, findEarlier, listCards, listFields, lockingPapers } from './store.ts'
import { CARD_FIELDS, fieldAt } from './table/fields.ts'
import { SECTIONS } from './table/sections.ts'
import { shapeOf } from './table/shape.ts'
import { problemsOf } from './validation.ts'
import { shownOf } from './words.ts'

type CardLine = ReturnType<typeof presentLine>

/** The cards of a case that this context may see, each with how far it is. */
export async function viewCards(em: EntityManager, actor: Actor, caseId: string): Promise<CardLine[]> {
  const relation = await getRelation(em, caseId)
  const cards = await listCards(em, caseId)
  if (cards.length === 0) return []
  const { of } = await contextOf(em, caseId)
  const fields = await fieldsOfCards(
    em,
    cards.map(({ id }) => id),
  )
  const mayEdit = can(actor, 'case.card.edit', relation) === 'allowed'
  return cards.map(card =>
    presentLine(
      card,
      mayEdit && card.agency === actor.agency,
      progressOf(
        card.stage,
        of,
        fields.filter(({ cardId }) => cardId === card.id),
      ),
    ),
  )
}

const presentLine = ({ id, stage, agency, version }: CardRow, canEdit: boolean, progress: CardProgress) => ({
  ...{ id, stage, agency: agencyRef(agency), version, canEdit },
  ...progress,
})

/** One card with all its fields, filled or not, in the order of the form. */
export async function viewCard(em: EntityManager, actor: Actor, cardId: string) {
  const { card, canEdit } = await openFor(em, actor, cardId)
  const { of, persons } = await contextOf(em, card.caseId)
  const rows = await listFields(em, cardId)
  const showing = await showingFor(em, actor, card, rows, canEdit)
  const fields = CARD_FIELDS.flatMap(field => {
    if (field.on[card.stage] === undefined) return []
    const subjects = field.scope === 'case' ? [null] : of.persons
    return subjects.map(subject => presentField(showing, field, subject?.id ?? null, isNeeded(field, card.stage, of, subject)))
  })
  return {
    ...presentLine(card, canEdit, progressOf(card.stage, of, rows)),
    caseId: card.caseId,
    persons: [...persons],
    sections: SECTIONS.map(one => ({ ...one })),
    fields,
  }
}

/** One field as the form shows it. @throws Problem `not-found` */
export async function viewField(em: EntityManager, actor: Actor, cardId: string, path: string): Promise<FieldView> {
  const { card, canEdit } = await openFor(em, actor, cardId)
  const read = readPath(path)
  const field = fieldAt(path)
  if (!read || !field) throw new Problem('not-found')
  const { of } = await contextOf(em, card.caseId)
  const showing = await showingFor(em, actor, card, await listFields(em, cardId), canEdit)
  const subject = of.persons.find(({ id }) => id === read.casePersonId) ?? null
  return presentField(showing, field, read.casePersonId, isNeeded(field, card.stage, of, subject))
}

/** @throws Problem `not-found` */
export async function openFor(em: EntityManager, actor: Actor, cardId: string) {
  const card = await findCard(em, cardId)
  if (card === null) throw new Problem('not-found')
  const relation = await getRelation(em, card.caseId)
  if (can(actor, 'case.card.read', relation) !== 'allowed') throw new Problem('not-found')
  return { card, relation, canEdit: card.agency === actor.agency && can(actor, 'case.card.edit', relation) === 'allowed' }
}

type Showing = {
  readonly rows: ReadonlyMap<string, FieldRow>
  readonly titles: ReadonlyMap<string, string>
  readonly names: ReadonlyMap<string, string>
  readonly locking: ReadonlySet<string>
  readonly today: string
  readonly userId: string | null
  readonly canEdit: boolean
}

async function showingFor(
  em: EntityManager,
  { userId }: Actor,
  card: CardRow,
  rows: readonly FieldRow[],
  canEdit: boolean,
): Promise<Showing> {
  const ids = rows.flatMap(({ confirmedBy, askedBy }) => [confirmedBy, askedBy]).filter(one => one !== null)
  const names = await em.execute<{ id: string; name: string }[]>('select u.id, staff_name(u.id) as name from unnest(?::uuid[]) u (id)', [
    `{${[...new Set(ids)].join(',')}}`,
  ])
  const documents = rows
    .flatMap(row => [row.source, ...row.alternatives.map(({ source }) => source)])
    .flatMap(({ documentId }) => documentId ?? [])
  const titles = await em.execute<{ id: string; title: string }[]>('select id, title from document where id = any (?::uuid[])', [
    `{${[...new Set(documents)].join(',')}}`,
  ])
  return {
    rows: new Map(rows.map(row => [row.path, row])),
    titles: new Map(titles.map(({ id, title }) => [id, title])),
    names: new Map(names.map(({ id, name }) => [id, name])),
    locking: await lockingPapers(em, card),
    today: dayOf(await appNow(em)),
    ...{ userId, canEdit },
  }
}

function presentField(showing: Showing, field: CardField, personId: string | null, needed: boolean): FieldView {
  const path = pathOf(field.key, personId)
  const row = showing.rows.get(path)
  const base = {
    path,
    key: field.key,
    personId,
    section: field.section,
    zh: field.zh,
    en: field.en,
    nature: field.nature,
    needed,
    shape: shapeOf(field),
  }
  if (row === undefined) return { ...base, ...EMPTY }
  return {
    ...base,
    value: row.value,
    shown: shownOf(field, row.value),
    state: row.state,
    source: presentSource(showing, row.source),
    alternatives: row.alternatives.map(({ value, source }) => ({
      value,
      shown: shownOf(field, value),
      source: presentSource(showing, source),
    })),
    locked: lockOf(showing, field, row),
    asked: row.asked
      ? { by: showing.names.get(row.askedBy ?? '') ?? '', value: row.asked.value, shown: shownOf(field, row.asked.value) }
      : null,
    canConfirmAsked: row.asked !== null && showing.canEdit && row.askedBy !== showing.userId,
    confirmedBy: showing.names.get(row.confirmedBy ?? '') ?? null,
    confirmedAt: instantOrNull(row.confirmedAt),
    reason: row.reason,
    problems: problemsOf(field, path, row.value, showing.rows, showing.today).map(({ code, zh, en }) => ({ code, zh, en })),
    version: row.version,
  }
}

const EMPTY = {
  value: null,
  shown: '',
  state: 'empty' as const,
  source: null,
  alternatives: [],
  locked: null,
  asked: null,
  canConfirmAsked: false,
  confirmedBy: null,
  confirmedAt: null,
  reason: null,
  problems: [],
  version: 0,
}

const BY_STEPS: Bilingual = { zh: '随办案步骤生成，在时间线上更正', en: 'Follows from the steps of the case; corrected there' }
const BY_PAPER: Bilingual = {
  zh: '与已签发的文书一致，文书改版后随之更改',
  en: 'As the signed paper says; changes with a new version of it',
}

function lockOf({ locking }: Showing, field: CardField, row: FieldRow): Bilingual | null {
  if (followsEvents(field, row)) return BY_STEPS
  const said = [row.source, ...row.alternatives.map(({ source }) => source)]
  return said.some(({ documentId, confidence = 0 }) => documentId !== undefined && confidence >= 0.8 && locking.has(documentId))
    ? BY_PAPER
    : null
}

const FROM: Readonly<Record<string, Bilingual>> = {
  police: { zh: '公安案卡', en: "the police's card" },
  procuratorate: { zh: '检察院案卡', en: "the procuratorate's card" },
  court: { zh: '法院案卡', en: "the court's card" },
}

function presentSource({ titles }: Showing, source: ValueSource): SourceView {
  const { kind, fromStage, documentId, documentCode, page, box, words, confidence } = source
  const title = titles.get(documentId ?? '') ?? DOCUMENT_TYPES.get(documentCode ?? '')?.nameZh
  return {
    ...{ kind, ...said(source, title) },
    ...(fromStage === undefined ? {} : { fromStage }),
    // A paper that this reader may not see has no page for him.
    ...(documentId !== undefined && titles.has(documentId) ? { documentId, page, box, words } : {}),
    ...(documentCode === undefined ? {} : { documentCode }),
    ...(title === undefined ? {} : { documentTitle: title }),
    ...(confidence === undefined ? {} : { confidence }),
  }
}

function said({ kind, fromStage, page, engine }: ValueSource, title: string | undefined): Bilingual {
  switch (kind) {
    case 'inherited':
      return { zh: `继承自${FROM[fromStage ?? 'police']?.zh}`, en: `From ${FROM[fromStage ?? 'police']?.en}` }
    case 'extracted':
      return { zh: `提取自《${title ?? '文书'}》第${page ?? 1}页`, en: `From ${title ?? 'a paper'}, page ${page ?? 1}` }
    case 'computed':
      return engine === 'usual' ? { zh: '默认值', en: 'The usual value' } : { zh: '由办案步骤得出', en: 'From the steps of the case' }
    case 'external':
      return engine === 'registry' ? { zh: '人口登记查询', en: 'Registry' } : { zh: '本单位业务系统', en: "The agency's own system" }
    case 'entered':
      return engine === 'intake' ? { zh: '受案登记时录入', en: 'Entered at intake' } : { zh: '人工录入', en: 'Entered' }
  }
}

/** The same fields on the card of the agency before. */
export async function viewComparison(em: EntityManager, actor: Actor, cardId: string) {
  const { card } = await openFor(em, actor, cardId)
  const earlier = await findEarlier(em, card)
  const other = earlier === null ? null : await findCard(em, earlier.id)
  if (other === null) return { with: null, rows: [] }
  const [mine, theirs] = [await listFields(em, card.id), await listFields(em, other.id)]
  const paths = [...new Set([...mine, ...theirs].map(({ path }) => path))]
  const rows = paths.flatMap(path => {
    const read = readPath(path)
    const field = fieldAt(path)
    if (!read || !field || field.on[card.stage] === undefined || field.on[other.stage] === undefined) return []
    const [one, two] = [mine.find(row => row.path === path)?.value ?? null, theirs.find(row => row.path === path)?.value ?? null]
    const words = { mine: shownOf(field, one), theirs: shownOf(field, two) }
    return [
      {
        path,
        zh: field.zh,
        en: field.en,
        personId: read.casePersonId,
        ...words,
        equal: plain(words.mine) === plain(words.theirs) || sameValue(one, two),
      },
    ]
  })
  return {
    with: { cardId: other.id, stage: other.stage, agency: agencyRef(other.agency) },
    rows: rows.toSorted((a, b) => order(a.path) - order(b.path)),
  }
}

const order = (path: string): number => CARD_FIELDS.findIndex(({ key }) => key === readPath(path)?.key)
