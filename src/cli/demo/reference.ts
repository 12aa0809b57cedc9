import { type Static, Type } from 'typebox'
import type { Client } from '../client.ts'

const Reference = Type.Object({
  documentTypes: Type.Array(Type.Object({ code: Type.String(), scope: Type.String() })),
  acts: Type.Array(Type.Object({ act: Type.String(), zh: Type.String() })),
  stages: Type.Array(Type.Object({ code: Type.String(), zh: Type.String() })),
})

/** What the play looks up in the platform's code tables. */
export type Reference = {
  readonly personalPapers: ReadonlySet<string>
  readonly stageNames: ReadonlyMap<string, string>
  readonly acts: ReadonlyMap<string, string>
}

export async function readReference(client: Client): Promise<Reference> {
  const { documentTypes, stages, acts }: Static<typeof Reference> = await client.get('/api/v1/reference', Reference)
  return {
    personalPapers: new Set(documentTypes.filter(({ scope }) => scope === 'person').map(({ code }) => code)),
    stageNames: new Map(stages.map(({ code, zh }) => [code, zh])),
    acts: new Map(acts.map(({ act, zh }) => [act, zh])),
  }
}
