/** Signs that keyboards and scanners write in several ways, each in one of them. */
const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '，': ',',
    '：': ':',
    '；': ';',
    '（': '(',
    '）': ')',
    '？': '?',
    '！': '!',
    '〔': '[',
    '［': '[',
    '【': '[',
    '〕': ']',
    '］': ']',
    '】': ']',
    '．': '.',
    '•': '·',
    '・': '·',
    '‧': '·',
    '－': '-',
    '—': '-',
    '–': '-',
    '～': '~',
    _: ' ',
    '＿': ' ',
    '　': ' ',
    '○': '〇',
    '◯': '〇',
  }),
)
const FULL_WIDTH_ASCII = 0xfee0

/**
 * One character as the rules compare it: full-width letters and digits as narrow ones, one kind of each sign, every blank a space.
 * One character stays one, so that places in the text stay places in the line.
 */
function plainCharacter(character: string): string {
  const same = SAME.get(character)
  if (same !== undefined) return same
  if (/[０-９Ａ-Ｚａ-ｚ]/.test(character)) return String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_ASCII)
  return /\s/.test(character) ? ' ' : character
}

const TO_CHANGE = new RegExp(`[${[...SAME.keys()].join('').replace(/[\]\\-]/g, '\\$&')}０-９Ａ-Ｚａ-ｚ\\s]`, 'g')

/** A text as the rules compare it, of the same length. */
export const plain = (text: string): string => text.replace(TO_CHANGE, plainCharacter)

/** Without any blank. */
export const compact = (text: string): string => text.replace(/ +/g, '')

const PRINTED: Readonly<Record<string, string>> = { ',': '，', ':': '：', ';': '；', '(': '（', ')': '）' }

/** Words as a card shows them: without blanks, with the signs of Chinese print. */
export const printed = (text: string): string =>
  compact(text).replace(/[,:;()]/g, (sign, at: number, whole: string) =>
    /\d/.test(whole[at - 1] ?? '') && /\d/.test(whole[at + 1] ?? '') ? sign : (PRINTED[sign] ?? sign),
  )
