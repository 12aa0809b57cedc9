import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StoredDocument } from '../../answers.ts'
import type { Client } from '../../client.ts'
import { centred, close, number, type PaperText, paper, para, space, title } from '../papers/paper-model.ts'
import { scanOf } from '../papers/papers.ts'
import type { ShownFile } from '../play-sample.ts'

/** A paper that a gate asks for: what it is called, about whom, by which agency, on which day. */
export type Wanted = {
  readonly code: string
  readonly zh: string
  readonly casePersonId: string | null
  readonly personName: string
  readonly caseName: string
  readonly platformNo: string
  readonly agency: string
  readonly at: string
}

const chineseDay = (at: string): string => `${at.slice(0, 4)}年${Number(at.slice(5, 7))}月${Number(at.slice(8, 10))}日`

function textOf({ code, zh, personName, caseName, platformNo, agency, at }: Wanted, serial: number): PaperText {
  return paper(code, zh, `${String(serial).padStart(3, '0')}_${zh.replaceAll('/', '、')}`, [
    centred(agency),
    title(zh),
    number(`〔${at.slice(0, 4)}〕${serial}号`),
    space(),
    para(`案件：_${caseName}_（${platformNo}）。`),
    ...(personName === '' ? [] : [para(`所涉人员：_${personName}_。`)]),
    para(`本文书为${agency}办理上述案件时制作的${zh}，编入本案卷宗。`),
    close([agency, chineseDay(at)], agency),
  ])
}

/** Writes a scanned paper and files it under its code, for its person. */
export async function filePaper(client: Client, caseId: string, wanted: Wanted, serial: number, folder: string): Promise<ShownFile> {
  const text = textOf(wanted, serial)
  const seed = `${wanted.platformNo}/${wanted.code}/${serial}`
  const { bytes, pageCount } = await scanOf(text, 'pdf', seed, new Date(`${wanted.at.replace(' ', 'T')}:00+08:00`))
  const fileName = `${text.fileName}.pdf`
  const diskPath = join(folder, fileName)
  await mkdir(folder, { recursive: true })
  await writeFile(diskPath, bytes)
  const fields = { documentCode: wanted.code, ...(wanted.casePersonId === null ? {} : { casePersonId: wanted.casePersonId }) }
  const file = { diskPath, fileName, mediaType: 'application/pdf', sizeBytes: bytes.length }
  await client.upload(`/api/v1/cases/${caseId}/documents`, fields, file, StoredDocument)
  return {
    code: wanted.code,
    title: wanted.zh,
    path: fileName,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    pageCount,
  }
}
