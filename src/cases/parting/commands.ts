import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../../access/rules.ts'
import type { Actor } from '../../agencies/model.ts'
import { record, recordAll } from '../../audit/commands.ts'
import { CRIMES } from '../../domain/codes.ts'
import { accept, Problem } from '../../domain/problem.ts'
import { isClosed, leastAdvanced } from '../../domain/stages.ts'
import { giveNumber, write } from '../commands.ts'
import { CriminalCaseSchema } from '../entities.ts'
import { factsOf, type LockedCase, lockCase } from '../locked-case.ts'
import { moveTitles } from '../titles/store.ts'
import type { Parting } from './model.ts'
import { decideMerge, decideMergeIn, decideSplit, decideSplitIn, inherit } from './rules.ts'
import { addInherited, addMoved, bringLetters, findCaseByNo, findObstacle, inheritCase, listEntries } from './store.ts'

/**
 * Splits persons off into a case of their own (分案), in one transaction: they go with stage, measure and running periods as they
 * are, the papers are referred to, and the agency gives the new case its number. @returns the child and its number
 */
export async function splitCase(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  { persons, reason }: { persons: readonly string[]; reason: string },
): Promise<{ caseId: string; platformNo: string }> {
  const parent = await lockCase(em, caseId)
  mustBeAble(actor, 'case.part', parent.relation)
  const obstacle = await findObstacle(em, caseId, persons, false)
  const change = accept(decideSplit(factsOf(parent), persons, obstacle, parent.now))
  const moving = parent.persons.filter(({ id }) => persons.includes(id))
  const childId = randomUUID()
  const platformNo = await openChild(em, parent, childId, moving)
  const others = parent.persons.map(({ id }) => id).filter(id => !persons.includes(id))
  await move(em, actor, parent, { caseId: childId, moving, parting: 'split' })
  const child = await lockCase(em, childId)
  await write(em, actor, child, decideSplitIn(factsOf(child), others, child.now), { reason, from: caseId })
  await write(em, actor, parent, change, { reason, to: childId })
  for (const person of moving) person.movedTo = childId
  await em.flush()
  await giveNumber(em, childId, actor.agency, parent.now)
  await record(em, actor, childId, { action: 'case.split', target: childId, basis: change.basis, details: { parent: caseId } })
  return { caseId: childId, platformNo }
}

async function openChild(em: EntityManager, { row: parent, now }: LockedCase, id: string, moving: LockedCase['persons']): Promise<string> {
  await em.execute('select open_case_access(?)', [id])
  parent.splits += 1
  const platformNo = `${parent.platformNo}-S${parent.splits}`
  const charge = CRIMES.get(parent.chargeCode)?.zh.replace(/罪$/, '案') ?? ''
  const isLeft = parent.trackState === 'open'
  em.create(CriminalCaseSchema, {
    ...parent,
    id,
    platformNo,
    name: `${moving[0]?.name ?? ''}${charge}`,
    stage: leastAdvanced(
      moving.map(({ stage }) => stage),
      parent.stage,
    ),
    // Closed from the start, so that no flow of the track begins; the child's own step says so to its clocks.
    ...(isLeft ? { trackState: 'left' as const, trackClosedAt: now } : {}),
    flowStartedAt: null,
    parentId: parent.id,
    splits: 0,
    mergedInto: null,
    updatedAt: now,
    version: 1,
  })
  await em.flush()
  return platformNo
}

type Move = { readonly caseId: string; readonly moving: LockedCase['persons']; readonly parting: Parting }

/** Brings persons with all that is theirs into another case. @returns their new ids by the old ones */
async function move(em: EntityManager, actor: Actor, source: LockedCase, { caseId, moving, parting }: Move): Promise<Map<string, string>> {
  const sourceId = source.row.id
  const persons = await addMoved(em, caseId, moving)
  const events = inherit(await listEntries(em, sourceId), persons, parting, randomUUID)
  await addInherited(em, caseId, source, events, persons, parting === 'split')
  await inheritCase(em, caseId, sourceId, persons)
  await moveTitles(em, caseId, persons)
  const letters = await bringLetters(em, caseId, sourceId)
  await recordAll(
    em,
    actor,
    letters.map(target => ({ caseId, action: 'letter.moved', target, details: { from: sourceId } })),
  )
  return persons
}

/**
 * Merges a case into this one (并案): its open persons go on here with their periods as they are, and it is closed. Both are
 * locked in the order of their ids, so that two merges wait for each other and never across.
 */
export async function mergeCase(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  { platformNo, reason }: { platformNo: string; reason: string },
): Promise<{ caseId: string; version: number }> {
  const mergedId = await findCaseByNo(em, platformNo)
  if (mergedId === null) throw new Problem('not-found', { facts: { field: 'platformNo' } })
  if (mergedId === caseId) throw new Problem('merge-not-possible', { facts: { reason: 'same-case' } })
  const locked = new Map<string, LockedCase>()
  for (const id of caseId < mergedId ? [caseId, mergedId] : [mergedId, caseId]) locked.set(id, await lockCase(em, id))
  const [into, merged] = [locked.get(caseId), locked.get(mergedId)]
  if (into === undefined || merged === undefined) throw new Problem('not-found')
  for (const { relation } of [into, merged]) mustBeAble(actor, 'case.part', relation)
  const moving = merged.persons.filter(({ stage }) => !isClosed(stage))
  const obstacles = { merged: await findObstacle(em, mergedId, [], true), into: await findObstacle(em, caseId, [], false) }
  const change = accept(decideMerge(factsOf(merged), factsOf(into), obstacles, merged.now))
  merged.row.mergedInto = caseId
  await em.flush()
  const persons = await move(em, actor, merged, { caseId, moving, parting: 'merge' })
  const after = await lockCase(em, caseId)
  await write(em, actor, after, decideMergeIn(factsOf(after), [...persons.values()], after.now), { reason, from: mergedId })
  await write(em, actor, merged, change, { reason, to: caseId })
  for (const person of moving) person.movedTo = caseId
  await em.flush()
  await record(em, actor, mergedId, { action: 'case.merged', target: mergedId, basis: change.basis, details: { into: caseId } })
  return { caseId, version: after.row.version }
}
