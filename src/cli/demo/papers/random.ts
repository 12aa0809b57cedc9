/** A small repeatable source of chance: the same seed always gives the same sequence, on every machine. */
export type Random = {
  /** From 0 inclusive to 1 exclusive. */
  next(): number
  /** A real number from `low` to `high`. */
  between(low: number, high: number): number
  /** A whole number from `low` to `high`, both inclusive. */
  whole(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(choices: readonly [T, ...T[]]): T
  /** `length` bytes; quick enough for hundreds of megabytes. */
  bytes(length: number): Buffer
}

/** FNV-1a, so that a readable seed such as `demo/GA41/2` can be used as it stands. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

function fillWords(words: Uint32Array, seed: number): void {
  let state = seed || 0x9e3779b9
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[i] = state >>> 0
  }
}

/** Mulberry32 over the hash of `seed`. Not for secrets. */
export function randomFrom(seed: string | number): Random {
  let state = hashOf(String(seed))
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    whole,
    between: (low, high) => low + next() * (high - low),
    chance: probability => next() < probability,
    pick: choices => choices[whole(0, choices.length - 1)] ?? choices[0],
    bytes: length => {
      const words = new Uint32Array(Math.ceil(length / 4))
      fillWords(words, whole(1, 0xfffffffe))
      return Buffer.from(words.buffer, 0, length)
    },
  }
}
