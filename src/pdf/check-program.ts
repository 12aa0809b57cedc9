import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What a process that checks files reads from its fourth descriptor. */
type Program = { readonly entry: string; readonly sources: Readonly<Record<string, string>> }

const OWN_IMPORTS = /\b(?:from|import) '(\.[^']+)'/g

/**
 * A program with all it imports of our own, as JavaScript. Taking the types out costs 0.15 s of CPU, more than all else at
 * the start of a process, so it is done once here and not in every process.
 */
export function readProgram(file: string): string {
  const sources: Record<string, string> = {}
  const take = (path: string): void => {
    const url = pathToFileURL(path).href
    // Tables are read from their files like packages.
    if (url in sources || !path.endsWith('.ts')) return
    const source = stripTypeScriptTypes(readFileSync(path, 'utf8'))
    sources[url] = source
    for (const [, imported = ''] of source.matchAll(OWN_IMPORTS)) take(join(dirname(path), imported))
  }
  take(file)
  const program: Program = { entry: pathToFileURL(file).href, sources }
  return JSON.stringify(program)
}

/** Runs in the new process: takes the sources from its parent. Packages are loaded from their files. */
export const BOOT = `
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
const { entry, sources } = JSON.parse(readFileSync(3, 'utf8'))
const load = (url, context, next) => Object.hasOwn(sources, url) ? { format: 'module', source: sources[url], shortCircuit: true } : next(url, context)
registerHooks({ load })
await import(entry)
`
