import type { LetterView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { dateTime } from '../ui/format.ts'

/** The letter as its paper reads: red head, number, addressees, case, period, what is asked, who issues it, copies. */
export function Paper({ letter }: { letter: LetterView }) {
  const { t, lang, bi } = useLang()
  const to = letter.recipients.filter(({ kind }) => kind === 'to')
  const copies = letter.recipients.filter(({ kind }) => kind !== 'to')
  const vacant = [...new Set(to.filter(one => one.vacant).map(({ post }) => bi(post)))]
  const facts = [
    [t('letters.paper.platformNo'), letter.platformNo],
    [t('newCase.charge'), lang === 'en' ? letter.chargeEn : letter.chargeZh],
    [t('case.persons'), letter.persons.join(t('app.comma')) || t('case.noPersons')],
    [t('letters.paper.custody'), letter.custody ? t('form.yes') : t('form.no')],
  ] as const
  const period = [
    [t('period.name'), bi(letter.period)],
    [t('letters.paper.basis'), bi(letter.basis)],
    [t('period.started'), dateTime(letter.startedAt)],
    [t('period.due'), dateTime(letter.dueAt)],
    [t('letters.paper.earlier'), letter.earlier.join(t('app.comma')) || t('letters.paper.none')],
  ] as const
  return (
    <article className={`paper l${letter.level}`} aria-label={t('letters.paper.label')}>
      <p className="issuer">{bi(letter.issuer)}</p>
      <p className="number">{letter.number ?? t('letters.noNumber')}</p>
      <h2>{t('letters.paper.title', { period: bi(letter.period), kind: bi(letter.kind) })}</h2>
      <p>{addresseesOf(to, bi, t('app.comma'))}：</p>
      <h3>{t('letters.paper.caseHead')}</h3>
      <Facts rows={facts} />
      <h3>{t('letters.paper.periodHead')}</h3>
      <Facts rows={period} />
      <h3>{t('letters.paper.demandHead')}</h3>
      {vacant.length > 0 && <p>{t('letters.paper.vacant', { posts: vacant.join(t('app.comma')) })}</p>}
      <p>{bi(letter.demand)}</p>
      <Until label={t('letters.paper.ackBy')} at={letter.ackBy} done={letter.acknowledgedAt} />
      <Until label={t('letters.paper.feedbackBy')} at={letter.feedbackBy} done={letter.fedBackAt} />
      {letter.verify && <p className="small quiet">{t('period.verifyHint')}</p>}
      <p className="small quiet">{t('letters.paper.scope')}</p>
      <p className="closing">
        {bi(letter.issuer)}
        <br />
        {letter.issuedAt === null ? t('letters.paper.unsigned') : dateTime(letter.issuedAt).slice(0, 10)}
      </p>
      {copies.length > 0 && <p className="copies">{t('letters.paper.copies', { to: addresseesOf(copies, bi, t('app.comma')) })}</p>}
    </article>
  )
}

type Say = (text: { zh: string; en: string }) => string

/** One entry per agency, with its posts. */
function addresseesOf(recipients: LetterView['recipients'], bi: Say, comma: string): string {
  const byAgency = new Map<string, { agency: string; posts: Set<string> }>()
  for (const { agency, post } of recipients) {
    const entry = byAgency.get(agency.code) ?? { agency: bi(agency), posts: new Set<string>() }
    entry.posts.add(bi(post))
    byAgency.set(agency.code, entry)
  }
  return [...byAgency.values()].map(({ agency, posts }) => `${agency}（${[...posts].join(comma)}）`).join(comma)
}

function Facts({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name} className="fact">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Until({ label, at, done }: { label: string; at: string | null; done: string | null }) {
  const { t } = useLang()
  if (at === null) return null
  return (
    <p>
      {label} <strong>{dateTime(at)}</strong>{' '}
      {done === null ? (
        <span className="no-print">
          <Countdown dueAt={at} statutory={false} />
        </span>
      ) : (
        <span className="quiet">{t('letters.paper.done', { time: dateTime(done) })}</span>
      )}
    </p>
  )
}
