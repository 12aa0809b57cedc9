import { Button } from 'antd'
import { useLang } from '../i18n/use-lang.ts'
import { Empty } from '../ui/Empty.tsx'
import { CardField } from './CardField.tsx'
import { useCard } from './card-context.ts'
import { type Group, groupsOf, wantOf } from './openness.ts'

/** The form of the card: the case, then each person, by sections; or only what still waits for somebody. */
export function CardForm({ onlyOpen }: { onlyOpen: boolean }) {
  const { t } = useLang()
  const { card } = useCard()
  const groups = groupsOf(card)
    .map(group => (onlyOpen ? { ...group, fields: group.fields.filter(field => wantOf(field) !== null) } : group))
    .filter(({ fields }) => fields.length > 0)
  if (groups.length === 0) {
    return onlyOpen ? (
      <Empty title={t('cards.nothingOpen')} hint={t('cards.nothingOpenHint')} />
    ) : (
      <Empty title={t('cards.noFields')} hint={t('cards.noFieldsHint')} />
    )
  }
  return (
    <div className="card-form">
      <Contents groups={groups} />
      <div className="stack">
        {groups.map((group, index) => (
          <div key={group.id}>
            {group.person !== null && groups[index - 1]?.person?.id !== group.person.id && (
              <h2 className="card-person">{t('cards.personOf', { seq: group.person.seq, name: group.person.name })}</h2>
            )}
            <Section group={group} />
          </div>
        ))}
      </div>
    </div>
  )
}

function Section({ group }: { group: Group }) {
  const { t, bi } = useLang()
  const { card, confirm, confirming } = useCard()
  const proposed = group.fields.filter(field => field.state === 'proposed' && field.asked === null && field.alternatives.length === 0)
  const name = group.person === null ? bi(group.section) : `${group.person.name} · ${bi(group.section)}`
  return (
    <section className="panel card-section" id={`section-${group.id}`} aria-label={name} tabIndex={-1}>
      <header>
        <h3>{bi(group.section)}</h3>
        {card.canEdit && proposed.length > 0 && (
          <Button
            size="small"
            disabled={confirming}
            aria-label={t('cards.confirmAllOf', { section: name, count: proposed.length })}
            onClick={() => void confirm(proposed.map(({ path }) => ({ path })))}
          >
            {t('cards.confirmAll', { count: proposed.length })}
          </Button>
        )}
      </header>
      {group.fields.map(field => (
        <CardField key={field.path} field={field} />
      ))}
    </section>
  )
}

/** The sections with what is open in each, to jump to. */
function Contents({ groups }: { groups: Group[] }) {
  const { t, bi } = useLang()
  const { card } = useCard()
  return (
    <nav className="card-contents no-print" aria-label={t('cards.contents')}>
      <ul>
        {groups.map((group, index) => {
          const open = card.canEdit ? group.fields.filter(field => wantOf(field) !== null).length : 0
          const first = group.person !== null && groups[index - 1]?.person?.id !== group.person.id
          return (
            <li key={group.id}>
              {first && <span className="small quiet">{group.person?.name}</span>}
              <a
                href={`#section-${group.id}`}
                onClick={event => {
                  event.preventDefault()
                  const section = document.getElementById(`section-${group.id}`)
                  section?.focus({ preventScroll: true })
                  section?.scrollIntoView({ block: 'start' })
                }}
              >
                {bi(group.section)}
                {open > 0 && <span className="count">{t('cards.openCount', { count: open })}</span>}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
