import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import ts from 'typescript'

const ROOT = join(import.meta.dirname, '../..')

/** A source file with what it imports: other sources by their path from the root, packages by their name. */
export type Source = {
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
  readonly packages: readonly string[]
}

/** Every TypeScript source below these folders of the repository, with each import it makes, also of types and on demand. */
export function readSources(...folders: string[]): Source[] {
  return folders.flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
      .map(entry => readSource(relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))),
  )
}

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const named = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
  const own = named.filter(name => name.startsWith('.')).map(name => posix.join(posix.dirname(path), name))
  return { path, text, imports: own, packages: named.filter(name => !name.startsWith('.')) }
}
