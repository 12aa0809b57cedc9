import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type Options, WrongUse } from './arguments.ts'
import { findCaseId } from './find-case.ts'
import { readFolder } from './folder.ts'
import { type ImportedFile, type ImportOutcome, importFolder, MOST_FILES } from './import-folder.ts'
import { importZip } from './import-zip.ts'
import { progressPrinter } from './progress.ts'
import { signInAs } from './sign-in.ts'
import { formatBytes, formatSeconds } from './sizes.ts'

/** Imports a folder or a zip into a case. Exit code 2 when files were refused, 1 when some could not be read. */
export async function importIntoCase(options: Options): Promise<number> {
  const [, , caseWord, source] = options.words
  if (!caseWord || !source) throw new WrongUse('要说明案件编号和文件夹或 zip')
  const path = resolve(source)
  const found = await stat(path).catch((cause: unknown) => {
    throw new Error(`找不到 ${path}`, { cause })
  })
  const client = await signInAs(options, 'fz-po')
  const caseId = await findCaseId(client, caseWord)
  const printer = progressPrinter()
  try {
    const outcome = found.isDirectory()
      ? await importWholeFolder(path, async folder => await importFolder(client, caseId, { ...folder, onProgress: printer.show }))
      : await importZip(client, caseId, { diskPath: path, sizeBytes: found.size }, printer.show)
    printer.end()
    if (options.json) process.stdout.write(`${JSON.stringify({ caseId, ...countsOf(outcome), ...outcome })}\n`)
    else process.stdout.write(describeImport(outcome))
    return exitCodeOf(outcome)
  } catch (error) {
    printer.end()
    throw error
  }
}

type Job = Parameters<typeof importFolder>[2]

async function importWholeFolder(
  root: string,
  run: (job: Pick<Job, 'name' | 'files'>) => Promise<Omit<ImportOutcome, 'skipped'>>,
): Promise<ImportOutcome> {
  const { files, skipped } = await readFolder(root)
  if (files.length === 0) throw new Error(`${root} 里没有可导入的文件`)
  if (files.length > MOST_FILES) throw new Error(`一次最多导入 ${MOST_FILES} 份，这里有 ${files.length} 份：请分文件夹导入`)
  return { ...(await run({ name: basename(root), files })), skipped }
}

const withState = ({ files }: ImportOutcome, ...states: ImportedFile['state'][]): readonly ImportedFile[] =>
  files.filter(({ state }) => states.includes(state))

/** How many files went which way; what waits to be sorted is in the dossier as well. */
export function countsOf(outcome: ImportOutcome): {
  stored: number
  unsorted: number
  duplicates: number
  refused: number
  failed: number
} {
  const count = (...states: ImportedFile['state'][]): number => withState(outcome, ...states).length
  return {
    stored: count('stored', 'unsorted'),
    unsorted: count('unsorted'),
    duplicates: count('duplicate'),
    refused: count('refused'),
    failed: count('failed'),
  }
}

/** 1 where a file could not be read, else 2 where the server refused one, else 0. */
export function exitCodeOf(outcome: ImportOutcome): number {
  const { failed, refused } = countsOf(outcome)
  return failed > 0 ? 1 : refused > 0 ? 2 : 0
}

/** The result in plain words: counts first, then each file that needs somebody's hand. */
export function describeImport(outcome: ImportOutcome): string {
  const { stored, unsorted, duplicates, refused, failed } = countsOf(outcome)
  const rate = stored > 0 && outcome.ms > 0 ? `，${formatBytes((outcome.sizeBytes / outcome.ms) * 1000)}/秒` : ''
  const lines = [
    `入卷 ${stored} 份，重复 ${duplicates} 份，拒收 ${refused} 份，未能读取 ${failed} 份（${formatBytes(outcome.sizeBytes)}，${formatSeconds(outcome.ms / 1000)}${rate}）`,
  ]
  if (unsorted > 0)
    lines.push(`待归类 ${unsorted} 份（在卷宗页选择文书种类）：`, ...withState(outcome, 'unsorted').map(({ path }) => `  ${path}`))
  if (duplicates > 0)
    lines.push(
      `已在本案中的 ${duplicates} 份${duplicates > 20 ? '（列出前 20 份）' : ''}：`,
      ...withState(outcome, 'duplicate')
        .slice(0, 20)
        .map(({ path }) => `  ${path}`),
    )
  const bad = withState(outcome, 'refused', 'failed')
  if (bad.length > 0) lines.push('没有入卷的：', ...bad.map(describeBad))
  if (outcome.skipped.length > 0)
    lines.push(
      `跳过系统文件和链接 ${outcome.skipped.length} 个：${outcome.skipped.slice(0, 5).join('、')}${outcome.skipped.length > 5 ? '…' : ''}`,
    )
  return `${lines.join('\n')}\n`
}

const describeBad = ({ path, code, why, remedy }: ImportedFile): string =>
  `  ${path}\n    ${code ?? ''}：${why ?? ''}${remedy ? `。${remedy}` : ''}`
