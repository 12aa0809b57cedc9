import { useQuery } from '@tanstack/react-query'
import { listPeriods } from '../api/clocks.ts'
import { useLang } from '../i18n/use-lang.ts'

/** The name of a period by its code, from the public table; its code until that has come. */
export function usePeriodNames(): (code: string) => string {
  const { bi } = useLang()
  const all = useQuery({ queryKey: ['periods', ''], queryFn: () => listPeriods(''), staleTime: Number.POSITIVE_INFINITY }).data
  return code => {
    const found = all?.items.find(item => item.code === code)
    return found ? bi(found) : code
  }
}
