/** A cell of a row; labels are centred and bold. */
export type Cell = { readonly text: string; readonly share: number; readonly label?: boolean }
/** The end of a part: people at the left, lines on one axis at the right, and the name in the seal over them; null where none is set. */
export type Closing = { readonly people: string; readonly lines: readonly string[]; readonly seal: string | null }

export type CertificateBlock =
  | { readonly kind: 'row'; readonly cells: readonly Cell[] }
  /** A part of the form with its name at the left, set downwards. */
  | { readonly kind: 'section'; readonly label: string; readonly texts: readonly string[]; readonly closing: Closing }
  | { readonly kind: 'paragraph' | 'flush'; readonly text: string }
  | { readonly kind: 'closing'; readonly closing: Closing }

/** A paper of a custody title on A4 with every word it says. */
export type CertificateForm = {
  /** The agency over the title; null for a form that two agencies fill. */
  readonly issuer: string | null
  readonly title: string
  readonly number: string
  readonly blocks: readonly CertificateBlock[]
  /** What the two-dimensional code leads to. */
  readonly qr: string
  /** Beside the code. */
  readonly notes: readonly string[]
}

/** Every character the form prints, so that one font can be cut for many forms. */
export function formText(form: CertificateForm): string {
  const blocks = form.blocks.flatMap(block => {
    if (block.kind === 'row') return block.cells.map(({ text }) => text)
    if (block.kind === 'section') return [block.label, ...block.texts, ...closingText(block.closing)]
    return block.kind === 'closing' ? closingText(block.closing) : [block.text]
  })
  return [form.issuer ?? '', form.title, form.number, ...blocks, ...form.notes, PAGE_WORDS].join('')
}

const PAGE_WORDS = '第页，共0123456789'

const closingText = ({ people, lines, seal }: Closing): string[] => [people, ...lines, seal ?? '']
