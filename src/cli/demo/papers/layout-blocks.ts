import { widthInEms } from './font.ts'
import { lineOps } from './layout-line.ts'
import { signatureOps, signatureWidth } from './layout-signature.ts'
import { measureTable, rowOps } from './layout-table.ts'
import { PAGE, printed, TEXT_WIDTH } from './page-ops.ts'
import type { PageWriter } from './page-writer.ts'
import type { Block } from './paper-model.ts'
import { type Line, wrap } from './wrap.ts'

function writeCentred(writer: PageWriter, text: string, px: number, height: number, heavy: boolean): void {
  const y = writer.take(height)
  writer.add(printed(text, PAGE.left + (TEXT_WIDTH - widthInEms(text) * px) / 2, y + px, px, heavy))
}

function writeLine(writer: PageWriter, line: Line, x: number, heavy: boolean): void {
  const { bodyPx: px, ruled } = writer.paper
  const y = writer.take(writer.leading) + px * 1.2
  writer.add(...lineOps(line, { x, y, px, width: TEXT_WIDTH, justify: x === PAGE.left, heavy }))
  if (ruled) {
    const under = y + px * 0.42
    writer.add({ op: 'line', x1: PAGE.left, y1: under, x2: PAGE.left + TEXT_WIDTH, y2: under, weight: 1.2, shade: 'rule', dashed: false })
  }
}

function writeText(
  writer: PageWriter,
  { text, indent, align }: { text: string; indent: number; align: 'left' | 'center' | 'right' },
  heavy: boolean,
): void {
  const px = writer.paper.bodyPx
  if (heavy) writer.keepTogether(writer.leading * 2)
  for (const line of wrap(text, TEXT_WIDTH / px, indent)) {
    const spare = TEXT_WIDTH - line.ems * px
    writeLine(writer, line, PAGE.left + (align === 'left' ? 0 : align === 'right' ? spare : spare / 2), heavy)
  }
}

function writeTable(writer: PageWriter, block: Extract<Block, { kind: 'table' }>): void {
  const px = block.px ?? Math.min(writer.paper.bodyPx, 27)
  const rows = measureTable(block.columns, block.rows, px)
  for (const [i, row] of rows.entries()) writer.add(...rowOps(rows, i, writer.take(row.height), px))
}

function writeClose(writer: PageWriter, { lines, seal, lower }: Extract<Block, { kind: 'close' }>): void {
  const px = writer.paper.bodyPx
  const widest = Math.max(...lines.map(widthInEms)) * px
  const middle = PAGE.width - PAGE.right - px * 2 - widest / 2
  const room = Math.max(seal ? 250 : 0, (lines.length + 1) * writer.leading)
  const top = writer.take(room) + (room - lines.length * writer.leading) / 2
  for (const [i, line] of lines.entries()) {
    writer.add(printed(line, middle - (widthInEms(line) * px) / 2, top + i * writer.leading + px, px))
  }
  if (seal)
    writer.add({ op: 'seal', name: seal, x: middle + px * 0.6, y: top + (lines.length * writer.leading) / 2, ...(lower ? { lower } : {}) })
}

function writeSignatures(writer: PageWriter, { signatures, align }: Extract<Block, { kind: 'sign' }>): void {
  const px = writer.paper.bodyPx
  for (const signature of signatures) {
    const y = writer.take(writer.leading * 1.25) + px * 1.4
    const x = align === 'left' ? PAGE.left + px * 2 : PAGE.width - PAGE.right - (signatureWidth(signature) + 0.6) * px
    writer.add(...signatureOps(signature, x, y, px))
  }
}

function writePicture(writer: PageWriter, { picture, heightPx, caption }: Extract<Block, { kind: 'picture' }>): void {
  const y = writer.take(heightPx + writer.leading * 1.2)
  const width = Math.min(TEXT_WIDTH, heightPx * 1.5)
  const x = PAGE.left + (TEXT_WIDTH - width) / 2
  writer.add({ op: 'picture', picture, x, y, width, height: heightPx })
  const px = 26
  writer.add(printed(caption, PAGE.left + (TEXT_WIDTH - widthInEms(caption) * px) / 2, y + heightPx + px * 1.5, px))
}

/** Sets one block where the last one ended. */
export function writeBlock(writer: PageWriter, block: Block): void {
  switch (block.kind) {
    case 'heading':
      writeCentred(writer, block.text, 44, 82, true)
      break
    case 'title':
      writeCentred(writer, block.text, 50, 96, true)
      break
    case 'number': {
      const px = 29
      const y = writer.take(66)
      writer.add(printed(block.text, PAGE.width - PAGE.right - widthInEms(block.text) * px, y + px, px))
      break
    }
    case 'para':
      writeText(writer, block, false)
      break
    case 'bold':
      writeText(writer, { ...block, align: 'left' }, true)
      break
    case 'table':
      writeTable(writer, block)
      break
    case 'close':
      writeClose(writer, block)
      break
    case 'sign':
      writeSignatures(writer, block)
      break
    case 'picture':
      writePicture(writer, block)
      break
    case 'cut': {
      const y = writer.take(46) + 22
      writer.add({ op: 'line', x1: 60, y1: y, x2: PAGE.width - 60, y2: y, weight: 1.6, shade: 'ink', dashed: true })
      break
    }
    case 'space':
      writer.take(block.lines * writer.leading)
      break
    case 'break':
      writer.breakPage()
      break
  }
}
