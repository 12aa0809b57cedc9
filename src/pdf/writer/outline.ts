import { textString } from './text.ts'
import type { FileWriter } from './virtual-file.ts'

/** A bookmark; `page` is the object number it leads to. */
export interface Bookmark {
  title: string
  level: number
  page: number
}

interface Node extends Bookmark {
  num: number
  children: Node[]
}

/** Writes bookmarks as a tree by their levels and gives the number of the outline, or 0 when there are none. */
export function writeOutline(writer: FileWriter, bookmarks: readonly Bookmark[]): number {
  if (bookmarks.length === 0) return 0
  const root: Node = { title: '', level: -1, page: 0, num: writer.number(), children: [] }
  const path: Node[] = [root]
  for (const bookmark of bookmarks) {
    const node: Node = { ...bookmark, num: writer.number(), children: [] }
    while (path.length > 1 && (path.at(-1)?.level ?? -1) >= bookmark.level) path.pop()
    path.at(-1)?.children.push(node)
    path.push(node)
  }
  writer.object(root.num, `<</Type/Outlines${ends(root)}/Count ${root.children.length}>>`)
  writeChildren(writer, root)
  return root.num
}

function writeChildren(writer: FileWriter, parent: Node): void {
  for (const [i, node] of parent.children.entries()) {
    const previous = parent.children[i - 1]
    const next = parent.children[i + 1]
    // Closed to begin with: a negative count.
    const below = node.children.length > 0 ? `${ends(node)}/Count ${-node.children.length}` : ''
    const around = `${previous ? `/Prev ${previous.num} 0 R` : ''}${next ? `/Next ${next.num} 0 R` : ''}`
    writer.object(node.num, `<</Title${textString(node.title)}/Parent ${parent.num} 0 R${around}${below}/Dest[${node.page} 0 R/Fit]>>`)
    writeChildren(writer, node)
  }
}

function ends({ children }: Node): string {
  const [first, last] = [children[0], children.at(-1)]
  return first && last ? `/First ${first.num} 0 R/Last ${last.num} 0 R` : ''
}
