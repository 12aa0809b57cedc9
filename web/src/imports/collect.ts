export type Collected = { path: string; file: File }

const JUNK = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i

const readAll = async (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> => {
  const all: FileSystemEntry[] = []
  // A directory is given in pieces of at most 100 entries.
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (piece.length === 0) return all
    all.push(...piece)
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

async function walk(entry: FileSystemEntry): Promise<Collected[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ path: entry.fullPath.replace(/^\//, ''), file }]
  }
  if (!isDirectory(entry)) return []
  const children = await readAll(entry.createReader())
  return (await Promise.all(children.map(walk))).flat()
}

const order = new Intl.Collator('zh-Hans-CN', { numeric: true })

const tidy = (files: Collected[]): Collected[] => files.filter(({ path }) => !JUNK.test(path)).sort((a, b) => order.compare(a.path, b.path))

/** All files of what was dropped, folders opened, with their paths: the folders of the volumes are kept. */
export async function collectDropped(items: DataTransferItemList): Promise<Collected[]> {
  // The entries must be taken before the first wait: the list is emptied when the event ends.
  const entries = Array.from(items, item => item.webkitGetAsEntry())
  const found = await Promise.all(entries.map(entry => (entry === null ? [] : walk(entry))))
  return tidy(found.flat())
}

/** The files of a file or folder picker. */
export const collectPicked = (files: FileList): Collected[] =>
  tidy(Array.from(files, file => ({ path: file.webkitRelativePath || file.name, file })))
