import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { listLetters } from '../api/letters.ts'
import { useLang } from '../i18n/use-lang.ts'

/** Custody beyond its time stands above everything else for whoever has been told of it. */
export function CustodyBanner() {
  const { t, bi } = useLang()
  const found = useQuery({ queryKey: ['letters', 'in', 'open', 'custody'], queryFn: () => listLetters('in', 'open', null) })
  const late = (found.data?.items ?? []).filter(({ custody, overdue }) => custody && overdue)
  const [first] = late
  if (first === undefined) return null
  return (
    <div className="custody-banner no-print" role="alert">
      <strong>{t('letters.banner', { count: late.length })}</strong> {t('letters.bannerHint')}{' '}
      <Link className="about" to={`/letters/${first.id}`}>
        {bi(first.period)} · {first.platformNo}
      </Link>
    </div>
  )
}
