import { Drawer } from 'antd'
import type { HeldPerson } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'
import { AdmitForm } from './AdmitForm.tsx'
import { PersonText } from './PersonText.tsx'
import { StayForm } from './StayForm.tsx'

/** One person of the register: what is known, and what the centre may do. */
export function StayDrawer({ person, onClose }: { person: HeldPerson | null; onClose: () => void }) {
  const { t } = useLang()
  const title =
    person === null ? '' : `${person.place === 'expected' ? t('custodyRegister.admit') : t('custodyRegister.open')} · ${person.name}`
  return (
    <Drawer open={person !== null} onClose={onClose} size={520} title={title} destroyOnHidden>
      {person !== null && (
        <div className="stack">
          <Known person={person} />
          {person.stayId === null ? (
            <AdmitForm person={person} onDone={onClose} />
          ) : (
            <StayForm person={person} stayId={person.stayId} onDone={onClose} />
          )}
        </div>
      )}
    </Drawer>
  )
}

function Known({ person }: { person: HeldPerson }) {
  const { t, bi, word } = useLang()
  const { permit, secondCases } = person
  return (
    <div>
      {person.stayId !== null && <PersonText person={person} />}
      <dl className="facts">
        <dt>{t('custodyRegister.facts.charge')}</dt>
        <dd>{bi(person.charge)}</dd>
        <dt>{t('custodyRegister.column.holder')}</dt>
        <dd>{person.holder === null ? '—' : bi(person.holder)}</dd>
        <dt>{t('custodyRegister.facts.measure')}</dt>
        <dd>
          {person.measure === null ? '—' : bi(person.measure)}
          {person.measureFrom !== null && ` · ${dateTime(person.measureFrom)}`}
        </dd>
        <dt>{t('custodyRegister.column.due')}</dt>
        <dd>{person.dueAt === null ? '—' : dateTime(person.dueAt)}</dd>
        {permit !== null && (
          <>
            <dt>{t('custodyRegister.facts.permit')}</dt>
            <dd>{t('custodyRegister.permitUntil', { no: permit.permitNo, time: dateTime(permit.validUntil) })}</dd>
          </>
        )}
        {secondCases.length > 0 && (
          <>
            <dt>{t('custodyRegister.facts.secondCases')}</dt>
            <dd>
              {secondCases.map(({ id, agency, askedAt, answer }) => (
                <div key={id}>
                  {bi(agency)} ·{' '}
                  {askedAt === null
                    ? t('custodyRegister.notAsked')
                    : t('custodyRegister.askedAt', { time: dateTime(askedAt), answer: word('custodyRegister.answer', answer ?? '') })}
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
    </div>
  )
}
