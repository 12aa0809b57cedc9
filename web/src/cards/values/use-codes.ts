import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listCodes } from '../../api/cards.ts'
import { useLang } from '../../i18n/use-lang.ts'
import type { Option } from '../../ui/Select.tsx'
import type { Shape } from './shape.ts'

/** The choices of a shape: its own, or those of its code table, which change with a release. */
export function useChoices(shape: Shape): Option[] {
  const { bi } = useLang()
  const table = shape.codes ?? null
  const codes = useQuery({
    queryKey: ['cardCodes'],
    queryFn: listCodes,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: table !== null,
  }).data?.codes
  return useMemo(() => {
    if (table !== null) return (codes?.[table] ?? []).map(row => ({ value: row.code, code: row.code, label: bi(row), also: row.zh }))
    return (shape.choices ?? []).map(choice => ({ value: choice.value, label: bi(choice), also: choice.zh }))
  }, [bi, codes, table, shape])
}
