import type { EntityManager } from '@mikro-orm/postgresql'
import type { Json } from '../domain/json.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { Problem } from '../domain/problem.ts'
import { isFilled } from './fill-rules.ts'
import { type CardSnapshot, readPath } from './model.ts'
import { type FieldRow, findCard, listFields } from './store.ts'

type Known = { id: string; seq: number }

/** @throws Problem `not-found` */
export async function snapshotOf(em: EntityManager, cardId: string): Promise<CardSnapshot> {
  const card = await findCard(em, cardId)
  if (card === null) throw new Problem('not-found')
  const [row] = await em.execute<{ no: string }[]>('select platform_no as no from criminal_case where id = ?', [card.caseId])
  const persons = await em.execute<Known[]>('select id, seq from case_person where case_id = ? and moved_to is null order by seq', [
    card.caseId,
  ])
  const here = new Set(persons.map(({ id }) => id))
  // Who was split off since is on the card of his own case.
  const fields = (await listFields(em, cardId)).filter(({ path, state }) => isFilled(state) && isHere(here, path))
  const of = (person: string | null): FieldRow[] => fields.filter(({ path }) => readPath(path)?.casePersonId === person)
  const platformCaseId = row?.no ?? ''
  return {
    ...{ cardId, cardVersion: card.version, platformCaseId, stage: card.stage, agencyCode: card.agency },
    card: {
      ...{ schemaVersion: '1', cardId, platformCaseId, stage: card.stage, agencyCode: card.agency },
      ...valuesOf(of(null)),
      persons: persons.map(({ id, seq }) => ({ personId: id, personSeq: seq, ...valuesOf(of(id)) })),
      provenance: provenanceOf(fields, persons),
    },
  }
}

const isHere = (here: ReadonlySet<string>, path: string): boolean => {
  const person = readPath(path)?.casePersonId ?? null
  return person === null || here.has(person)
}

const valuesOf = (fields: readonly FieldRow[]): { [key: string]: Json } =>
  Object.fromEntries(fields.map(({ path, value }) => [readPath(path)?.key ?? '', value]))

/** Where each value comes from, by its pointer into the document (case-card §4). */
function provenanceOf(fields: readonly FieldRow[], persons: readonly Known[]): { [pointer: string]: Json } {
  return Object.fromEntries(
    fields.map(({ path, state, source, confirmedBy, confirmedAt, reason }) => {
      const { key = '', casePersonId = null } = readPath(path) ?? {}
      const pointer = casePersonId === null ? `/${key}` : `/persons/${persons.findIndex(({ id }) => id === casePersonId)}/${key}`
      const { kind, fromStage, fromPath, documentCode, documentId, documentVersion, page, confidence, engine } = source
      const known = { kind, fromStage, fromPath, documentCode, documentId, documentVersion, page, confidence, engine }
      const said = Object.fromEntries(Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
      return [
        pointer,
        {
          ...{ state, source: said },
          ...(confirmedAt === null ? {} : { confirmedAt: toShanghai(confirmedAt), confirmedBy: confirmedBy ?? 'system' }),
          ...(reason === null ? {} : { reason }),
        },
      ]
    }),
  )
}
