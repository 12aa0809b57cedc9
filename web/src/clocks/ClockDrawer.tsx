import { Button, Drawer } from 'antd'
import type { ClockItem, ClocksView, DeadlineOption } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { useNow } from '../ui/clock.ts'
import { dateTime } from '../ui/format.ts'
import type { Wanted } from './DeadlineDrawer.tsx'
import { explained } from './ExplainDrawer.tsx'
import { Explanation } from './Explanation.tsx'
import { DAY_MS, midnight } from './time-scale.ts'

type Props = {
  item: ClockItem | null
  clocks: ClocksView
  caseId: string
  onClose: () => void
  onAsk: (wanted: Wanted) => void
  onGuess: (option: DeadlineOption) => void
}

/** One clock: why its date is what it is, and what may be asked for. */
export function ClockDrawer({ item, clocks, caseId, onClose, onAsk, onGuess }: Props) {
  const { t, bi } = useLang()
  const person = clocks.persons.find(({ id }) => id === item?.casePersonId)
  return (
    <Drawer open={item !== null} onClose={onClose} size={600} title={t('explain.title')} destroyOnHidden>
      {item !== null && (
        <div className="stack">
          <div>
            <h3>
              {bi(item)} <span className="quiet">· {person?.name ?? t('clocks.ofCase')}</span>
            </h3>
            <p className="small quiet">
              {bi(item.agency)}
              {item.endedAt === null && item.state !== 'suspended' && (
                <>
                  {' '}
                  · <Countdown dueAt={item.dueAt} statutory={item.kind === 'statutory'} />
                </>
              )}
            </p>
          </div>
          {clocks.pauses
            .filter(({ agency }) => item.lines.includes(agency.code))
            .map(pause => (
              <p key={pause.agency.code} className="notice">
                {t('clocks.lineDown', { agency: bi(pause.agency), time: dateTime(pause.expectedEnd) })}
              </p>
            ))}
          <Explanation of={explained(item)} caseId={caseId} />
          {item.may.length > 0 && (
            <section className="stack tight">
              <h3>{t('deadline.may')}</h3>
              <ul className="may">
                {item.may.map(option => (
                  <May
                    key={option.type + option.code}
                    option={option}
                    item={item}
                    onAsk={() => onAsk({ option, at: null, length: null })}
                    onGuess={() => onGuess(option)}
                  />
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
    </Drawer>
  )
}

type MayProps = { option: DeadlineOption; item: ClockItem; onAsk: () => void; onGuess: () => void }

function May({ option, item, onAsk, onGuess }: MayProps) {
  const { t, bi, lang } = useLang()
  const { blocked, grantedBy, condition, askBy } = option
  return (
    <li className={blocked === null ? '' : 'not-now'}>
      <div className="row wrap spread">
        <strong>{bi(option)}</strong>
        {blocked === null && (
          <span className="row">
            <Button size="small" onClick={onGuess}>
              {t('whatIf.title')}
            </Button>
            <Button size="small" type="primary" onClick={onAsk}>
              {t('deadline.ask')}
            </Button>
          </span>
        )}
      </div>
      {blocked !== null && (
        <p className="small reason">
          {t('deadline.blocked', { why: bi(blocked) })} {blocked.basis !== null && t('problem.basis', { basis: blocked.basis })}
        </p>
      )}
      <p className="small quiet">
        {[
          condition && bi(condition),
          grantedBy && t('deadline.grantedBy', { who: bi(grantedBy) }),
          askBy && <AskBy key="ask" days={askBy.days} dueAt={item.dueAt} />,
          t('problem.basis', { basis: lang === 'zh' ? option.basisZh : option.basis }),
        ]
          .filter(Boolean)
          .map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: fixed parts of one line
            <span key={index} className="part">
              {part}
            </span>
          ))}
      </p>
    </li>
  )
}

/** Until when an extension must be asked for; its own period, counted backward from the due date. */
function AskBy({ days, dueAt }: { days: number; dueAt: string }) {
  const { t } = useLang()
  const at = midnight(new Date(dueAt).getTime()) - days * DAY_MS
  const passed = at + DAY_MS < useNow()
  return (
    <span className={passed ? 'left over' : ''}>
      {t(passed ? 'deadline.askByPassed' : 'deadline.askBy', { day: dateTime(at).slice(0, 10), days })}
    </span>
  )
}
