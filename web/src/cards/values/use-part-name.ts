import { useLang } from '../../i18n/use-lang.ts'
import type { Shape } from './shape.ts'

/** What the form calls a part of a value, wherever in it the part stands; null for one that it does not name. */
export function usePartName(): (shape: Shape, key: string) => string | null {
  const { bi } = useLang()
  const find = (shape: Shape, key: string): string | null => {
    const own = shape.parts?.find(part => part.key === key)
    if (own !== undefined) return bi(own)
    const inner = [...(shape.parts ?? []).map(part => part.shape), ...(shape.items === undefined ? [] : [shape.items])]
    return inner.map(one => find(one, key)).find(name => name !== null) ?? null
  }
  return find
}
