// The first syllable of each initial in dictionary order; the browser's own Chinese collation does the rest.
const FIRST = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀'
const LETTER = 'abcdefghjklmnopqrstwxyz'
const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin')

const initial = (character: string): string => {
  if (!/[\u4e00-\u9fff]/.test(character)) return character.toLowerCase()
  let found = ''
  for (let index = 0; index < FIRST.length; index++) {
    if (collator.compare(character, FIRST.charAt(index)) < 0) break
    found = LETTER.charAt(index)
  }
  return found
}

const known = new Map<string, string>()

/** The pinyin initials of a text: 危险驾驶 gives wxjs. Other characters stay. */
export function initials(text: string): string {
  const before = known.get(text)
  if (before !== undefined) return before
  const made = Array.from(text, initial).join('')
  known.set(text, made)
  return made
}
