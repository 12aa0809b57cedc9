/** A name in braces: a fact, or a free part of the template. */
export type Word = { readonly part: boolean; readonly name: string }

const NAMED = /\{(part:)?([\w.]+)(\?)?\}/g
const OPTIONAL = /\[\[(.*?)\]\]/gs

/** What is to be filled in by hand. */
const BLANKS: Readonly<Record<string, string>> = { _: '　　　', __: '　　　　　　　　' }
/** Where a fact is missing. */
export const BLANK = '＿＿＿＿＿＿'

/** The names that a text asks for. */
export const namesIn = (text: string): Word[] =>
  [...text.matchAll(NAMED)].flatMap(([, part, name = '']) => (Object.hasOwn(BLANKS, name) ? [] : [{ part: part !== undefined, name }]))

/**
 * Fills a text: `{fact}` and `{part:name}` by what is known, else by a blank that is told to `lacks`; `{fact?}` by nothing where it
 * is not known; `[[…]]` stands only where all in it is known; `{_}` and `{__}` are room for handwriting.
 */
export function fillText(text: string, known: (word: Word) => string | null, lacks: (word: Word) => void): string {
  const whole = text.replace(OPTIONAL, (_, inner: string) => (namesIn(inner).every(word => known(word) !== null) ? inner : ''))
  return whole.replace(NAMED, (_, part: string | undefined, name: string, optional: string | undefined) => {
    const room = part === undefined ? BLANKS[name] : undefined
    if (room !== undefined) return room
    const word = { part: part !== undefined, name }
    const value = known(word)
    if (value !== null) return value
    if (optional !== undefined) return ''
    lacks(word)
    return BLANK
  })
}
