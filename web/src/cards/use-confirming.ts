import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type CardView, type Choice, confirmFields } from '../api/cards.ts'
import { ApiProblem } from '../api/problem.ts'

const NOTHING: ReadonlyMap<string, string> = new Map()

/** Confirms values; each is answered by itself, and what was refused is said at its field. */
export function useConfirming(card: CardView): {
  confirm: (choices: Choice[]) => Promise<void>
  confirming: boolean
  refused: ReadonlyMap<string, string>
} {
  const client = useQueryClient()
  const confirming = useMutation({
    mutationFn: async (choices: Choice[]) => {
      try {
        const { results } = await confirmFields(card.id, choices)
        return new Map(results.filter(({ ok }) => !ok).map(({ path, code }) => [path, code ?? 'internal']))
      } catch (error) {
        const code = error instanceof ApiProblem ? error.code : 'internal'
        return new Map(choices.map(({ path }) => [path, code]))
      }
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['card', card.id] })
      void client.invalidateQueries({ queryKey: ['cards', card.caseId] })
    },
  })
  return {
    confirm: async choices => void (await confirming.mutateAsync(choices)),
    confirming: confirming.isPending,
    refused: confirming.data ?? NOTHING,
  }
}
