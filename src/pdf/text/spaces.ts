const HAN = /^[\p{Script=Han}\u3000-\u303f\uff00-\uffef]$/u

/** A character of the Chinese script or its punctuation. */
export const isHan = (character: string): boolean => HAN.test(character)

/** Radicals that some fonts give for whole characters (⼈ for 人); they look the same and are found by nobody. */
const RADICALS = /[\u2f00-\u2fdf]/g
const SPACES = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g
/** Control characters, marks of zero width and of direction: they show nothing. */
const UNSEEN = /[\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu

/** The text with each gap as one space, and without what nobody sees. */
export const cleanText = (text: string): string =>
  text
    .replace(SPACES, ' ')
    .replace(UNSEEN, '')
    .replace(RADICALS, radical => radical.normalize('NFKC'))

/**
 * Takes out the spaces inside of words: 犯 罪 嫌 疑 人 is one word, and so is 姓 名. Between words of more than one character a
 * space stays, as it parts the cells of a form: 姓名 张三 性别 男.
 */
export function closeUp(text: string): string {
  const words = text.trim().split(' ').filter(Boolean)
  let said = ''
  let before = ''
  for (const word of words) {
    const joins = isSingle(word) && isSingle(before)
    said += said === '' || joins ? word : ` ${word}`
    before = word
  }
  return said
}

const isSingle = (word: string): boolean => [...word].length === 1 && isHan(word)
