import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from '../checks.ts'
import type { Cast } from './cast.ts'
import type { CoursePlay } from './play-course.ts'

/**
 * Every paper that a centre acknowledged is left in the folder as a file, for whoever wants to check it; the chain of titles of each
 * person has no gap and no overlap, and nobody was held past an end.
 */
export async function checkCustody(play: CoursePlay, cast: Cast, folder: string): Promise<Check[]> {
  await mkdir(folder, { recursive: true })
  for (const { certNo, paperId, by } of play.custodyPapers)
    if (paperId) await cast.as(by).download(`/api/v1/custody-papers/${paperId}/pdf`, join(folder, `${certNo}.pdf`))
  const { titles, dispatches } = await play.custody()
  const broken = titles.filter((title, at) => {
    const next = titles[at + 1]
    const follows = next !== undefined && next.casePersonId === title.casePersonId
    return title.endReason?.code === 'TRANSFERRED' ? !follows || next.from !== title.until : follows && (title.until ?? '') > next.from
  })
  const unanswered = dispatches.filter(({ state, hasReceipt }) => state.code !== 'acknowledged' || !hasReceipt)
  const late = titles.filter(({ overdueMinutes }) => overdueMinutes > 0)
  const chain = titles.map(({ holder, until, endReason }) => `${holder.zh}${until === null ? '（在押）' : `→${endReason?.zh ?? ''}`}`)
  return [
    { name: 'custody-chain', ok: broken.length === 0, zh: '羁押名义首尾相接，任一时刻一个办案机关', detail: chain.join(' ') || '无羁押' },
    {
      name: 'custody-papers',
      ok: unanswered.length === 0,
      zh: '换押证、变更羁押期限通知书均经看守所确认并有回执',
      detail: dispatches.map(({ certNo }) => certNo).join('、') || '无',
    },
    { name: 'custody-overdue', ok: late.length === 0, zh: '无超期羁押', detail: late.map(({ holder }) => holder.zh).join('、') || '无' },
  ]
}
