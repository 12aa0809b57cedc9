import { useLang } from '../i18n/use-lang.ts'

const LOOK: Readonly<Record<string, string>> = {
  supplement: 'care',
  rebind: 'care',
  returned: 'care',
  faulty: 'care',
  sent: 'brand',
  delivered: 'brand',
  received: 'brand',
}

export function StateTag({ state }: { state: string }) {
  const { word } = useLang()
  return <span className={`tag ${LOOK[state] ?? ''}`}>{word('handOver.state', state)}</span>
}
