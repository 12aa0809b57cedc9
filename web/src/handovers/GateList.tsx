import { useState } from 'react'
import { Link } from 'react-router'
import type { GateView, PersonView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import './hand-over.css'

const ORDER = ['missing', 'present', 'waived', 'notApplicable']

/** In one line: passed, or how many papers and checks are wanting. */
export function GateState({ gate }: { gate: GateView }) {
  const { t } = useLang()
  const missing = gate.items.filter(item => item.status === 'missing').length
  const failed = gate.checks.filter(check => !check.ok).length
  const wanting = [missing > 0 && t('gate.missing', { missing }), failed > 0 && t('gate.failed', { failed })].filter(part => part !== false)
  return <span className={gate.passed ? 'tag brand' : 'tag care'}>{gate.passed ? t('gate.passed') : wanting.join(t('app.comma'))}</span>
}

type Props = { caseId: string; gate: GateView; persons: Pick<PersonView, 'id' | 'name'>[] }

/** Formal checks, then the papers: missing ones first; those that do not apply are folded away with their reason. */
export function GateList({ caseId, gate, persons }: Props) {
  const { t, bi, word } = useLang()
  const [all, setAll] = useState(false)
  const items = [...gate.items].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.code.localeCompare(b.code))
  const beside = items.filter(item => item.status === 'notApplicable').length
  const shown = all ? items : items.filter(item => item.status !== 'notApplicable')
  const person = (id: string | null): string | undefined => persons.find(item => item.id === id)?.name
  return (
    <div className="gate">
      {gate.checks.length > 0 && (
        <ul className="checks" aria-label={t('gate.checks')}>
          {gate.checks.map(check => (
            <li key={check.code} className={check.ok ? 'ok' : 'missing'}>
              <Sign status={check.ok ? 'present' : 'missing'} text={check.ok ? t('gate.ok') : t('gate.notOk')} />
              <span>
                {bi(check)}
                {check.detail !== null && <span className="sub">{bi(check.detail)}</span>}
                <span className="sub">{check.basis}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('gate.status')}</th>
              <th scope="col">{t('gate.paper')}</th>
              <th scope="col" className="wide">
                {t('gate.level')}
              </th>
              <th scope="col">{t('gate.where')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(item => (
              <tr key={`${item.gate}-${item.code}-${item.casePersonId ?? ''}`} className={item.status}>
                <td className="nowrap">
                  <Sign status={item.status} text={word('gate.state', item.status)} /> {word('gate.state', item.status)}
                </td>
                <td>
                  {bi(item)} <span className="quiet small">{item.code}</span>
                  {person(item.casePersonId) && <span className="sub">{person(item.casePersonId)}</span>}
                  {item.reason !== null && <span className="sub">{bi(item.reason)}</span>}
                </td>
                <td className="wide">
                  {word('gate.levelName', item.level)} <span className="quiet small">{item.gate}</span>
                </td>
                <td>
                  {item.documentIds.map((id, index) => (
                    <Link key={id} to={`/cases/${caseId}/dossier?doc=${id}`} className="nowrap">
                      {item.documentIds.length > 1 ? t('gate.openN', { n: index + 1 }) : t('gate.open')}{' '}
                    </Link>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {beside > 0 && (
        <div className="more">
          <button type="button" className="plain dotted small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('gate.hideBeside') : t('gate.showBeside', { count: beside })}
          </button>
        </div>
      )}
    </div>
  )
}

const SIGNS: Readonly<Record<string, string>> = { present: '✓', missing: '!', waived: '–', notApplicable: '·' }

function Sign({ status, text }: { status: string; text: string }) {
  return (
    <span className={`sign ${status}`} aria-hidden="true" title={text}>
      {SIGNS[status]}
    </span>
  )
}
