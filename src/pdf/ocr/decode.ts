/** A character that was recognised; `at`: its middle, in parts of the length of its line. */
export type Recognised = { readonly character: string; readonly sure: number; readonly at: number }

/**
 * Takes the characters of a line out of what the network gave: for each step along the line how probable each character is.
 * The same character in neighbouring steps is one; step 0 of the alphabet says that there is none.
 */
export function decodeLine(values: Float32Array, steps: number, alphabet: readonly string[]): Recognised[] {
  const size = alphabet.length + 1
  const found: Recognised[] = []
  let before = 0
  for (let step = 0; step < steps; step++) {
    let best = 0
    let sure = Number.NEGATIVE_INFINITY
    for (let of = 0; of < size; of++) {
      const value = values[step * size + of] ?? 0
      if (value > sure) [best, sure] = [of, value]
    }
    const character = alphabet[best - 1]
    if (best !== before && character !== undefined) found.push({ character, sure, at: (step + 0.5) / steps })
    before = best
  }
  return found
}
