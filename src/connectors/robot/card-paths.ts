import schema from '../../cards/table/case-card.schema.json' with { type: 'json' }

type Node = { readonly [key: string]: unknown }
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

function resolved(node: unknown): Node | null {
  if (!isNode(node)) return null
  const { $ref } = node
  if (typeof $ref !== 'string') return node
  return resolved(new Map<string, unknown>(Object.entries(schema.$defs)).get($ref.replace('#/$defs/', '')))
}

/** Whether the schema of the card has a place of this pointer that holds no further fields. */
export function isOnCard(pointer: string): boolean {
  let node = resolved(schema)
  for (const key of pointer.split('/').slice(1)) {
    const next = /^\d+$/.test(key) ? node?.items : isNode(node?.properties) ? node.properties[key] : undefined
    node = resolved(next)
    if (node === null) return false
  }
  return node?.type !== 'object'
}
