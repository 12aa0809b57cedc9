// Writes the table of problem codes between its markers in docs/api.md; with `--check` only says whether it is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROBLEMS } from '../src/domain/problem-codes.ts'

const BEGIN = '<!-- problem-table:begin -->'
const END = '<!-- problem-table:end -->'
const path = join(import.meta.dirname, '../docs/api.md')

const cell = text => text.replaceAll('|', '\\|')
const rows = Object.entries(PROBLEMS)
  .sort(([a, { status: one }], [b, { status: other }]) => one - other || (a < b ? -1 : 1))
  .map(([code, { status, zh, en, remedy = '' }]) => `| \`${code}\` | ${status} | ${cell(zh)} | ${cell(en)} | ${cell(remedy)} |`)
const table = ['| Code | Status | 说明 | English | 处理办法 Remedy |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')

const before = readFileSync(path, 'utf8')
const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)]
if (from < 0 || to < from) throw new Error(`${path} has no ${BEGIN} … ${END}`)
/** The cells alone: a formatter may have set the columns straight. */
const cells = text => text.replace(/ *\| */g, '|').replace(/-{3,}/g, '---')
const after = `${before.slice(0, from + BEGIN.length)}\n${table}\n${before.slice(to)}`

if (!process.argv.includes('--check')) {
  writeFileSync(path, after)
  console.log(`${rows.length} problem codes written to docs/api.md`)
} else if (cells(after) !== cells(before)) {
  console.error('docs/api.md: the table of problem codes is stale; run: node .ci/problem-table.mjs')
  process.exitCode = 1
}
