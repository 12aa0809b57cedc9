import { widthInEms } from './font.ts'
import { type Op, printed, stroke } from './page-ops.ts'
import type { Signature } from './paper-model.ts'

/** Label, the name by hand on a line, the date by hand, and the thumb over the name where the form asks for it. */
export function signatureOps({ label, name, thumb, date }: Signature, x: number, y: number, px: number): Op[] {
  const from = x + widthInEms(label) * px + 8
  const wide = Math.max(px * 5.4, (widthInEms(name) + 1.6) * px)
  const ops: Op[] = [printed(label, x, y, px), stroke(from, y + 8, from + wide, y + 8, 1.6)]
  if (name) ops.push({ op: 'hand', text: name, x: from + px * 0.7, y: y + 2, px: px * 1.32, signature: true })
  if (date) ops.push({ op: 'hand', text: date, x: from + wide + 12, y, px: px * 0.95, signature: false })
  if (thumb) ops.push({ op: 'thumb', x: from + wide * 0.72, y: y - px * 0.3 })
  return ops
}

/** Width of a signature with its label and date, in ems. */
export function signatureWidth({ label, name, date }: Signature): number {
  return widthInEms(label) + Math.max(5.4, widthInEms(name) + 1.6) + (date ? widthInEms(date) + 0.6 : 0)
}
