#!/usr/bin/env node
import { type Options, readArguments, USAGE, WrongUse } from './arguments.ts'
import { verifyAudit } from './audit-verify.ts'
import { confirmCalendar, importCalendar, listCalendars } from './calendar.ts'
import { importIntoCase } from './case-import.ts'
import { showCases } from './case-list.ts'
import { checkIntegrity, showNumbers } from './integrity.ts'
import { issuePaper, listPapers, makePaper } from './papers.ts'
import { showStatus } from './status.ts'
import { showWatchReport } from './watch-report.ts'

const COMMANDS: Readonly<Record<string, (options: Options) => Promise<number>>> = {
  'case list': showCases,
  'case import': importIntoCase,
  'audit verify': verifyAudit,
  'calendar import': importCalendar,
  'calendar list': listCalendars,
  'calendar confirm': confirmCalendar,
  'paper list': listPapers,
  'paper make': makePaper,
  'paper issue': issuePaper,
  'watch report': showWatchReport,
  check: checkIntegrity,
  numbers: showNumbers,
  status: showStatus,
}

async function run(args: readonly string[]): Promise<number> {
  const options = readArguments(args)
  const [first = '', second = ''] = options.words
  const command = COMMANDS[`${first} ${second}`] ?? COMMANDS[first]
  if (options.help || options.words.length === 0) process.stdout.write(USAGE)
  else if (command === undefined) throw new WrongUse(`没有这个命令：${options.words.join(' ')}`)
  else return await command(options)
  return 0
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const isWrongUse = error instanceof WrongUse
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isWrongUse ? `\n${USAGE}` : ''}`)
  process.exitCode = isWrongUse ? 64 : 1
}
