import type { HandOverState } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

const LOOK: Partial<Record<HandOverState, string>> = {
  supplement: 'care',
  returned: 'care',
  faulty: 'care',
  sent: 'brand',
  delivered: 'brand',
  received: 'brand',
}

export function StateTag({ state }: { state: HandOverState }) {
  const { t } = useLang()
  return <span className={`tag ${LOOK[state] ?? ''}`}>{t(`handOver.state.${state}`)}</span>
}
