#!/usr/bin/env node
import { takeAct } from './act.ts'
import { type Options, readArguments, USAGE, usageOf, WrongUse } from './arguments.ts'
import { verifyAudit } from './audit-verify.ts'
import { confirmCalendar, importCalendar, listCalendars } from './calendar.ts'
import { importIntoCase } from './case-import.ts'
import { showCases } from './case-list.ts'
import { joinPerson, openCase } from './case-open.ts'
import { showCase } from './case-show.ts'
import { saveKeys } from './certificate/keys.ts'
import { savePage } from './certificate/page.ts'
import { verifyCertificateFile } from './certificate/verify.ts'
import { keepConnectorSecret, listConnectors, pauseConnector, reconcileConnector, resumeConnector, testConnector } from './connector.ts'
import { decideDeadline, listDeadlines, requestCorrection, requestDeadline } from './deadline.ts'
import { prepareHandOver, showHandOver, stepOfHandOver } from './hand-over.ts'
import { stepHandOvers } from './hand-overs.ts'
import { checkIntegrity, showNumbers } from './integrity.ts'
import { issuePaper, listPapers, makePaper } from './papers.ts'
import { verifyReceipt } from './receipt/verify.ts'
import { Refused } from './refused.ts'
import { showStatus } from './status.ts'
import { showWatchReport } from './watch-report.ts'

const COMMANDS: Readonly<Record<string, (options: Options) => Promise<number>>> = {
  'case list': showCases,
  'case show': showCase,
  'case open': openCase,
  'case join': joinPerson,
  'case import': importIntoCase,
  act: takeAct,
  'hand-over prepare': prepareHandOver,
  'hand-over show': showHandOver,
  'hand-over send': stepOfHandOver('send'),
  'hand-over receive': stepOfHandOver('receive'),
  'hand-over accept': stepOfHandOver('accept'),
  'hand-over return': stepOfHandOver('return'),
  'hand-over recall': stepOfHandOver('recall'),
  'hand-over supplement': stepOfHandOver('supplement'),
  'hand-over rebind': stepOfHandOver('rebind'),
  'deadline list': listDeadlines,
  'deadline request': requestDeadline,
  'deadline decide': decideDeadline,
  'correction request': requestCorrection,
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
  'receipt verify': verifyReceipt,
  'certificate verify': verifyCertificateFile,
  'certificate keys': saveKeys,
  'certificate page': savePage,
  'hand-over many': stepHandOvers,
  'connector list': listConnectors,
  'connector test': testConnector,
  'connector pause': pauseConnector,
  'connector resume': resumeConnector,
  'connector secret': keepConnectorSecret,
  'connector reconcile': reconcileConnector,
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

const args = process.argv.slice(2)
try {
  process.exitCode = await run(args)
} catch (error) {
  process.exitCode = codeOf(error)
  const isWrongUse = error instanceof WrongUse
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isWrongUse ? `\n${usageOf(args[0])}` : ''}`)
  if (error instanceof Refused && args.includes('--json')) {
    const { code, detail, basis, remedy, facts } = error
    process.stdout.write(`${JSON.stringify({ code, detail, basis, remedy, facts })}\n`)
  }
}

/** What the platform does not allow is another thing than what broke. */
function codeOf(error: unknown): number {
  if (error instanceof WrongUse) return 64
  return error instanceof Refused && error.status < 500 ? 3 : 1
}
