import { Link } from 'react-router'
import { useLang } from '../i18n/use-lang.ts'
import { useNow } from '../ui/clock.ts'
import { dateTime, weekday } from '../ui/format.ts'
import './explain.css'
import type { Explained } from './model.ts'

const LEVELS = ['remindAt', 'warnAt', 'superviseAt'] as const

type Props = { of: Explained; caseId?: string | undefined }

/** Why a date is what it is: one sentence, each counted step with its article and event, and what to be careful of. */
export function Explanation({ of, caseId }: Props) {
  const { t, lang, bi } = useLang()
  return (
    <div className="explanation">
      <p className="sentence">{bi(of.sentence)}</p>
      <div className="scroll">
        <table className="table ledger">
          <caption className="only-read">{t('explain.steps')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('explain.step')}</th>
              <th scope="col">{t('explain.dueThen')}</th>
            </tr>
          </thead>
          <tbody>
            {of.ledger.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one sum never change places
              <tr key={index} className={step.kind}>
                <td>
                  {bi(step)}
                  <span className="sub">
                    {(lang === 'zh' ? step.basisZh : null) ?? step.basis}
                    {step.event !== null && caseId !== undefined && (
                      <>
                        {step.basis !== null && ' · '}
                        <Link className="inline" to={`/cases/${caseId}#event-${step.event}`}>
                          {t('explain.event')}
                        </Link>
                      </>
                    )}
                  </span>
                </td>
                <td className="nowrap">{step.due === null ? '' : dateTime(step.due)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('period.due')}</th>
              <td className="nowrap">
                <strong>{dateTime(of.dueAt)}</strong> {weekday(of.dueAt, lang)}
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
      <Marks of={of} />
      {of.levels && <Levels levels={of.levels} />}
      <p className="small quiet">{t('problem.basis', { basis: (lang === 'zh' ? of.basisZh : null) ?? of.basis })}</p>
    </div>
  )
}

function Marks({ of }: { of: Explained }) {
  const { t, word } = useLang()
  const texts = [
    ...(of.legalLatest === null ? [] : [t('period.legalLatest', { time: dateTime(of.legalLatest) })]),
    ...(of.verify ? [t('period.verifyHint')] : []),
    ...(of.provisional ? [t('period.provisionalHint')] : []),
    ...of.flags.map(flag => word('explain.flag', flag)),
  ]
  if (texts.length === 0) return null
  return (
    <ul className="marks-list small">
      {texts.map(text => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}

function Levels({ levels }: { levels: NonNullable<Explained['levels']> }) {
  const { t } = useLang()
  const now = useNow()
  const set = LEVELS.flatMap(name => {
    const at = levels[name]
    return at === null ? [] : [{ name, at }]
  })
  if (set.length === 0) return null
  return (
    <dl className="levels small">
      {set.map(({ name, at }) => (
        <div key={name} className={new Date(at).getTime() <= now ? 'reached' : ''}>
          <dt>{t(`explain.${name}`)}</dt>
          <dd className="nowrap">
            {dateTime(at)} {new Date(at).getTime() <= now && t('explain.reached')}
          </dd>
        </div>
      ))}
    </dl>
  )
}
