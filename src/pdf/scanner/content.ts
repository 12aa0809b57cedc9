/** How a page's content leaves the graphics state: `open` saves without restore, `extra` restores without save. */
export interface Balance {
  open: number
  extra: number
}

/** Above this a content stream is not read through; its writer is trusted to balance it. */
export const MAX_COUNTED = 8 * 1024 * 1024

const isWhite = (code: number | undefined): boolean => code === undefined || code === 32 || (code >= 9 && code <= 13) || code === 0
const isDelimiter = (code: number | undefined): boolean =>
  code === 40 || code === 41 || code === 60 || code === 62 || code === 91 || code === 93 || code === 47 || code === 37
const endsWord = (code: number | undefined): boolean => isWhite(code) || isDelimiter(code)

/** Counts `q` and `Q`, stepping over strings, comments and inline images, so that a stamp added later stands upright. */
export function countBalance(bytes: Uint8Array): Balance {
  let open = 0
  let extra = 0
  let at = 0
  while (at < bytes.length) {
    const code = bytes[at]
    if (code === 40) at = afterString(bytes, at)
    else if (code === 37) while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++
    else if (isWhite(code) || (isDelimiter(code) && code !== 47)) at++
    else {
      const start = at++
      while (at < bytes.length && !endsWord(bytes[at])) at++
      if (at - start === 1 && code === 113) open++
      else if (at - start === 1 && code === 81) open > 0 ? open-- : extra++
      else if (at - start === 2 && code === 73 && bytes[start + 1] === 68) at = afterInlineImage(bytes, at)
    }
  }
  return { open, extra }
}

function afterString(bytes: Uint8Array, start: number): number {
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    const code = bytes[at]
    if (code === 92) at++
    else if (code === 40) depth++
    else if (code === 41 && --depth === 0) return at + 1
  }
  return bytes.length
}

function afterInlineImage(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === 69 && bytes[at + 1] === 73 && isWhite(bytes[at - 1]) && endsWord(bytes[at + 2])) return at + 2
  }
  return bytes.length
}
