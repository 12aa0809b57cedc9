/** One failed check: the names of the file, the tests around it and the check, and what tap printed about it. */
interface Failure {
  readonly path: readonly string[]
  readonly details: readonly string[]
}

/** A check or a test that ended, with the depth at which it was told. */
const POINT = /^( *)(not ok|ok) \d+(?: - ([^#]*))?/
const SUBTEST = /^( *)# Subtest: (.*)$/

/**
 * The innermost failed points of a run in the Test Anything Protocol (version 14), in their order.
 * A test that failed because a check inside it failed is not repeated.
 */
function failuresOf(lines: readonly string[]): Failure[] {
  const failures: Failure[] = []
  const open: { depth: number; name: string; failed: boolean }[] = []
  for (const [index, line] of lines.entries()) {
    const subtest = SUBTEST.exec(line)
    if (subtest) open.push({ depth: subtest[1]?.length ?? 0, name: subtest[2] ?? '', failed: false })
    const point = POINT.exec(line)
    if (!point) continue
    const depth = point[1]?.length ?? 0
    const ended = open.findLast(test => test.depth === depth)
    const told = ended?.failed ?? false
    while (open.at(-1) && (open.at(-1)?.depth ?? 0) >= depth) open.pop()
    if (point[2] === 'ok' || /# (TODO|SKIP)\b/.test(line)) continue
    for (const test of open) test.failed = true
    if (told) continue
    failures.push({ path: [...open.map(test => test.name), (point[3] ?? '').trim()], details: detailsAfter(lines, index) })
  }
  return failures
}

/** The YAML block under a point. */
function detailsAfter(lines: readonly string[], index: number): string[] {
  if (lines[index + 1]?.trim() !== '---') return []
  const end = lines.findIndex((line, at) => at > index && line.trim() === '...')
  return lines.slice(index + 2, end < 0 ? index + 2 : end)
}

/**
 * The failures of a run, told once more in a few lines each: a log that is kept by its end only still names them.
 *
 * @param text the whole output of a run, in the Test Anything Protocol
 * @returns nothing when all passed
 */
export function summariseFailures(text: string): string {
  return failuresOf(text.split('\n'))
    .map(({ path, details }) => [`not ok: ${path.join(' > ')}`, ...details.slice(0, 20)].join('\n'))
    .join('\n')
}
