import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import type { CardView } from '../api/cards.ts'
import { listWriteBacks, retryWriteBack, type WriteBack, writeBackPicture } from '../api/connectors.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'

const EVERY_MS = 10_000

/** What became of this card in the agency's own system: written when, read back equal or not, or waiting for whom. */
export function WriteBackStrip({ card }: { card: CardView }) {
  const found = useQuery({ queryKey: ['writeBacks', card.caseId], queryFn: () => listWriteBacks(card.caseId), refetchInterval: EVERY_MS })
  const latest = (found.data?.writeBacks ?? [])
    .filter(({ cardId }) => cardId === card.id)
    .sort((one, other) => other.at.localeCompare(one.at))[0]
  return latest === undefined ? null : <Strip one={latest} mayAct={card.canEdit} />
}

/** Where nothing goes on by itself. */
const ENDED = ['stopped', 'refused']

function Strip({ one, mayAct }: { one: WriteBack; mayAct: boolean }) {
  const { t, bi, word } = useLang()
  const client = useQueryClient()
  const [picture, setPicture] = useState(false)
  const retry = useMutation({
    mutationFn: () => retryWriteBack(one.id),
    onSettled: () => void client.invalidateQueries({ queryKey: ['writeBacks'] }),
  })
  const { agency, state, doneAt, at, fault, differences } = one
  const mayRetry = mayAct && ENDED.includes(state)
  const look = fault !== null || differences.length > 0 ? 'care' : state === 'done' ? 'good' : ''
  return (
    <section className="card-write-back" aria-label={t('writeBack.title')}>
      <p>
        <strong>{t('writeBack.to', { agency: bi(agency) })}</strong> <span className={`tag ${look}`}>{word('writeBack.state', state)}</span>{' '}
        {t('writeBack.at', { time: dateTime(doneAt ?? at), version: one.cardVersion })}
        {one.reference !== null && (
          <>
            {' '}
            · {t('writeBack.reference')} <span className="mono">{one.reference}</span>
          </>
        )}
      </p>
      {fault !== null && (
        <p>
          {bi(fault)}
          {fault.detail !== '' && <span className="quiet"> · {fault.detail}</span>}
        </p>
      )}
      <div className="row wrap">
        {one.hasPicture && (
          <Button size="small" onClick={() => setPicture(true)}>
            {t('writeBack.picture')}
          </Button>
        )}
        {mayRetry && (
          <Button size="small" loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('writeBack.retry')}
          </Button>
        )}
      </div>
      {retry.isError && <Problem error={retry.error} />}
      {differences.length > 0 && (
        <details open>
          <summary>{t('writeBack.differences', { count: differences.length })}</summary>
          <table className="table">
            <caption className="only-read">{t('writeBack.differences', { count: differences.length })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('cards.field')}</th>
                <th scope="col">{t('writeBack.ours')}</th>
                <th scope="col">{t('writeBack.theirs')}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(row => (
                <tr key={row.pointer}>
                  <td>{bi(row)}</td>
                  <td>{row.ours}</td>
                  <td>{row.theirs}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      <Modal
        open={picture}
        title={t('writeBack.pictureTitle', { agency: bi(agency) })}
        footer={null}
        width="80%"
        onCancel={() => setPicture(false)}
        destroyOnHidden
      >
        <img className="card-picture" src={writeBackPicture(one.id)} alt={t('writeBack.pictureTitle', { agency: bi(agency) })} />
      </Modal>
    </section>
  )
}
