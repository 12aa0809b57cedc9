import type { LetterView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'

/** What happened to the letter, latest first, with what people wrote. */
export function Course({ letter }: { letter: LetterView }) {
  const { t, bi } = useLang()
  return (
    <ol className="timeline">
      {[...letter.events].reverse().map(event => (
        <li key={`${event.at}-${event.act}`} className={event.agency?.type ?? 'platform'}>
          <strong>{bi(event)}</strong>
          <p className="small quiet">
            <time dateTime={event.at}>{dateTime(event.at)}</time>
            {` · ${event.by ?? t('letters.system')}`}
            {event.agency !== null && ` · ${bi(event.agency)}`}
          </p>
          <Said letter={letter} event={event} />
        </li>
      ))}
    </ol>
  )
}

function Said({ letter, event }: { letter: LetterView; event: LetterView['events'][number] }) {
  const { t, bi } = useLang()
  const { cause, measure, expectedOn, reason, upheld, lawful, unsigned } = event.data
  const named = letter.causes.find(({ code }) => code === cause)
  const lines = [
    cause !== undefined && t('letters.said.cause', { text: named ? bi(named) : cause }),
    measure !== undefined && t('letters.said.measure', { text: measure }),
    expectedOn && t('letters.said.expected', { day: expectedOn }),
    upheld !== undefined && (upheld ? t('letters.said.upheld') : t('letters.said.notUpheld')),
    reason !== undefined && t('letters.said.reason', { text: reason }),
    lawful === true && t('letters.said.lawful'),
    unsigned === true && t('letters.said.unsigned'),
  ].filter(line => typeof line === 'string' && line !== '')
  return lines.map(line => (
    <p key={String(line)} className="small">
      {line}
    </p>
  ))
}

export function Recipients({ letter }: { letter: LetterView }) {
  const { t, bi, word } = useLang()
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('letters.who')}</th>
          <th scope="col">{t('letters.acknowledged')}</th>
        </tr>
      </thead>
      <tbody>
        {letter.recipients.map(one => (
          <tr key={`${one.kind}-${one.agency.code}-${one.post.zh}-${one.name ?? ''}`}>
            <td>
              {one.name ?? bi(one.post)} <span className="tag">{word('letters.kind', one.kind)}</span>
              <span className="sub">
                {bi(one.agency)} · {one.vacant ? t('letters.vacant') : bi(one.post)}
              </span>
            </td>
            <td>
              {one.acknowledgedAt === null ? (
                <span className="quiet">{one.deliveredAt === null ? t('letters.notDelivered') : t('letters.notYet')}</span>
              ) : (
                <>
                  {one.acknowledgedBy}
                  <span className="sub nowrap">{dateTime(one.acknowledgedAt)}</span>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Deliveries({ letter }: { letter: LetterView }) {
  const { t, word } = useLang()
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('letters.channel')}</th>
          <th scope="col">{t('letters.deliveryState')}</th>
        </tr>
      </thead>
      <tbody>
        {letter.deliveries.map(one => (
          <tr key={`${one.channel}-${one.createdAt}-${one.name ?? ''}`}>
            <td>
              {word('letters.channels', one.channel)}
              <span className="sub">{one.name}</span>
            </td>
            <td>
              {word('letters.delivery', one.state)}
              {one.attempts > 1 && ` · ${t('letters.attempts', { count: one.attempts })}`}
              {one.sentAt !== null && <span className="sub nowrap">{dateTime(one.sentAt)}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
