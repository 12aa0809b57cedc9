import { readFile } from 'node:fs/promises'
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRef } from 'pdf-lib'
import { Dossier } from '../answers.ts'
import type { Client } from '../client.ts'
import type { Check } from './checks.ts'
import type { Paper } from './story-papers.ts'

/** Pages of a merged dossier before its first paper (cover and contents), found by where its first bookmark leads. */
function frontPages(document: PDFDocument): number | null {
  const outlines = document.catalog.lookupMaybe(PDFName.of('Outlines'), PDFDict)
  const first = outlines?.lookupMaybe(PDFName.of('First'), PDFDict)
  const target =
    first?.lookupMaybe(PDFName.of('Dest'), PDFArray) ?? first?.lookupMaybe(PDFName.of('A'), PDFDict)?.lookupMaybe(PDFName.of('D'), PDFArray)
  const page = target?.get(0)
  if (!(page instanceof PDFRef)) return null
  const at = document.getPages().findIndex(({ ref }) => ref === page)
  return at < 0 ? null : at
}

/** Fetches the merged dossier into `toFile` and holds its pages against those of its parts. */
export async function checkDossier(client: Client, caseId: string, papers: readonly Paper[], toFile: string): Promise<Check[]> {
  const { volumes, unsorted } = await client.get(`/api/v1/cases/${caseId}/dossier`, Dossier)
  const documents = volumes.flatMap(volume => volume.documents)
  const stored = new Map(documents.map(({ sha256, pageCount }) => [sha256, pageCount]))
  const wrong = papers.filter(({ sha256, pageCount }) => stored.get(sha256) !== pageCount)
  const sum = documents.reduce((pages, { pageCount }) => pages + pageCount, 0)
  await client.download(`/api/v1/cases/${caseId}/dossier.pdf`, toFile)
  const merged = await PDFDocument.load(await readFile(toFile), { updateMetadata: false })
  const front = frontPages(merged)
  const isWhole = front !== null && front > 0 && merged.getPageCount() === sum + front
  return [
    {
      name: 'dossier-documents',
      ok: wrong.length === 0 && unsorted.length === 0 && documents.length === papers.length,
      zh: '卷宗材料与上传的一致（份数、摘要、页数）',
      detail: wrong.map(({ path }) => path).join('、') || `${volumes.length} 卷 ${documents.length} 份 ${sum} 页`,
    },
    {
      name: 'dossier-pages',
      ok: isWhole,
      zh: '合并卷宗页数 = 各份页数之和 + 封面目录',
      detail: `${merged.getPageCount()} = ${sum} + ${front ?? '?'}`,
    },
  ]
}
