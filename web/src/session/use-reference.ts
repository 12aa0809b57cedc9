import { useQuery } from '@tanstack/react-query'
import { reference } from '../api/session.ts'
import type { Reference } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

/** Code tables of the platform; they change with a release, not with a case. */
export function useReference(): Reference | undefined {
  return useQuery({ queryKey: ['reference'], queryFn: reference, staleTime: Number.POSITIVE_INFINITY }).data
}

/** The name of a stage in the language shown; its code until the tables have come. */
export function useStageName(): (code: string) => string {
  const { bi } = useLang()
  const stages = useReference()?.stages
  return code => {
    const stage = stages?.find(item => item.code === code)
    return stage ? bi(stage) : code
  }
}
