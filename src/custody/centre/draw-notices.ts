import { type DrawingDeps, drawPapers } from '../certificate/draw-papers.ts'

const BATCH = 100

/**
 * Draws and seals the expiry notices that centres have sent, from the database alone: the notice counts from its sending, the file follows.
 * What cannot be drawn now is found again. @returns whether more waits
 */
export async function drawNotices(deps: DrawingDeps): Promise<boolean> {
  const waiting = await deps.orm.em
    .fork()
    .execute<{ paper_id: string; case_id: string }[]>('select paper_id, case_id from undrawn_notices(?)', [BATCH])
  for (const [caseId, papers] of Map.groupBy(waiting, row => row.case_id))
    await drawPapers(deps, { caseId, paperIds: papers.map(({ paper_id }) => paper_id) })
  return waiting.length === BATCH
}
