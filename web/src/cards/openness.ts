import type { CardView, FieldView } from '../api/cards.ts'

export type Want = 'missing' | 'proposed' | 'conflict' | 'asked' | 'problem'
export type Group = { id: string; section: CardView['sections'][number]; person: CardView['persons'][number] | null; fields: FieldView[] }
export type Progress = { needed: number; filled: number; proposed: number; conflicts: number; asked: number; problems: number }

const FILLED = ['auto', 'confirmed', 'overridden']

export const isFilled = ({ value, state }: FieldView): boolean => value !== null && FILLED.includes(state)

/** What a field waits for from the person who keeps the card; null for nothing. */
export function wantOf(field: FieldView): Want | null {
  if (field.asked !== null) return field.canConfirmAsked ? 'asked' : null
  if (field.state === 'conflict') return 'conflict'
  if (field.state === 'proposed') return 'proposed'
  if (field.problems.length > 0) return 'problem'
  return field.needed && !isFilled(field) ? 'missing' : null
}

export function progressOf(fields: readonly FieldView[]): Progress {
  const needed = fields.filter(field => field.needed)
  const of = (want: Want): number => fields.filter(field => wantOf(field) === want).length
  return {
    needed: needed.length,
    filled: needed.filter(isFilled).length,
    proposed: of('proposed'),
    conflicts: of('conflict'),
    asked: of('asked'),
    problems: of('problem'),
  }
}

/** The card as the form shows it: first the case, then each person, section by section. */
export function groupsOf(card: CardView): Group[] {
  const people = [...card.persons].sort((one, other) => one.seq - other.seq)
  return [null, ...people].flatMap(person =>
    card.sections
      .map(section => ({
        id: `${person?.id ?? 'case'}-${section.code}`,
        section,
        person,
        fields: card.fields.filter(field => field.personId === (person?.id ?? null) && field.section === section.code),
      }))
      .filter(({ fields }) => fields.length > 0),
  )
}

/** The place of a field in the page. */
export const rowId = (path: string): string => `field${path.replaceAll('/', '-')}`

/**
 * Whether a change is a correction of what another agency confirmed, or of who somebody is: then it is made on purpose, with a reason,
 * and not by typing on.
 */
export const isCorrection = ({ state, source, nature, value }: FieldView): boolean =>
  value !== null && FILLED.includes(state) && (state === 'overridden' || source?.kind === 'inherited' || nature === 'identity')
