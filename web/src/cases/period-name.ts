import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

/** The name of a period of this case, by its code. */
export function usePeriodName(view: CaseView): (code: string) => string {
  const { bi } = useLang()
  return code => {
    const period = view.periods.find(item => item.code === code)
    return period ? bi(period) : code
  }
}
