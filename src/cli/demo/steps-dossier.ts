import { join } from 'node:path'
import type { Actor, CasePlay } from './case-play.ts'
import type { Batch } from './paper-batches.ts'
import { importPapers, sortByHand, writeBatch } from './story-papers.ts'

/** Papers come off the scanner and are imported as a folder; what their names do not say is sorted by hand. */
export async function importBatch(play: CasePlay, by: Actor, batch: Batch, at: string): Promise<void> {
  const { folder, amount, reference } = play.options
  const client = play.as(by)
  const papers = await writeBatch(join(folder, batch), batch, play.facts, amount)
  await importPapers(client, play.caseId, `${play.facts.suspect.name}案卷-${batch}`, papers)
  // With one suspect a paper of nobody counts as his: cases that only have to be there spare themselves the naming.
  const casePersonId = amount === 'all' ? play.casePersonId : null
  const sorted = await sortByHand(client, play.caseId, papers, { casePersonId, personalPapers: reference.personalPapers })
  play.papers.push(...papers)
  const pages = papers.reduce((sum, { pageCount }) => sum + pageCount, 0)
  await play.note(by, at, `导入材料 ${papers.length} 份 ${pages} 页（按文件名归类 ${papers.length - sorted} 份，人工归类 ${sorted} 份）`)
}
