import type { PersonView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useStageName } from '../session/use-reference.ts'
import { Empty } from '../ui/Empty.tsx'
import { date } from '../ui/format.ts'

/** Who is accused, by which measure each is bound, and how it ended for each. */
export function Persons({ persons }: { persons: PersonView[] }) {
  const { t, bi, word } = useLang()
  const stageName = useStageName()
  if (persons.length === 0) return <Empty title={t('case.noPersons')} hint={t('case.noPersonsHint')} />
  return (
    <div className="scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('case.person.name')}</th>
            <th scope="col">{t('case.person.measure')}</th>
            <th scope="col" className="wide">
              {t('case.person.plea')}
            </th>
            <th scope="col">{t('case.person.stage')}</th>
          </tr>
        </thead>
        <tbody>
          {persons.map(person => (
            <tr key={person.id}>
              <td>
                <strong>{person.name}</strong> <span className="quiet">{word('case.role', person.role)}</span>
                <span className="sub">
                  {[person.sex === '1' ? t('person.male') : t('person.female'), person.birthDate, person.idNo].filter(Boolean).join(' · ')}
                </span>
              </td>
              <td>
                {person.measure === null ? t('case.person.noMeasure') : bi(person.measure)}{' '}
                {person.inCustody && <span className="tag care">{t('case.person.inCustody')}</span>}
                {person.measure !== null && (
                  <span className="sub">
                    {t('time.from', { time: date(person.measure.from) })} · {bi(person.measure.decidedBy)}
                  </span>
                )}
              </td>
              <td className="wide">
                <Answer value={person.pleads} yes={t('case.person.pleads')} no={t('case.person.denies')} />
                <span className="sub">
                  <Answer value={person.fastTrackConsent} yes={t('case.person.consents')} no={t('case.person.refuses')} />
                </span>
              </td>
              <td>
                {stageName(person.stage)}
                {person.outcome !== null && <span className="sub">{bi(person.outcome)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Answer({ value, yes, no }: { value: boolean | null; yes: string; no: string }) {
  const { t } = useLang()
  if (value === null) return <span className="quiet">{t('case.person.notSaid')}</span>
  return <>{value ? yes : no}</>
}
