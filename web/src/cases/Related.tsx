import { Link } from 'react-router'
import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

/** Where this case came from and went to, who of it goes on elsewhere, and the new versions of papers to be acknowledged. */
export function Related({ caseId, related }: { caseId: string; related: CaseView['related'] }) {
  const { t, word } = useLang()
  if (related.cases.length + related.moved.length + related.unread.length === 0) return null
  return (
    <ul className="small">
      {related.cases.map(({ relation, id, platformNo, name }) => (
        <li key={`${relation}-${id}`}>
          {word('case.relation', relation)} <Link to={`/cases/${id}`}>{platformNo}</Link> {name}
        </li>
      ))}
      {related.moved.map(({ name, caseId, platformNo }) => (
        <li key={`${name}-${caseId}`}>
          {t('case.moved', { name })} {platformNo === null ? '' : <Link to={`/cases/${caseId}`}>{platformNo}</Link>}
        </li>
      ))}
      {related.unread.map(({ id, title }) => (
        <li key={id}>
          <Link to={`/cases/${caseId}/dossier?doc=${id}`}>{t('case.unreadVersion', { title })}</Link>
        </li>
      ))}
    </ul>
  )
}
