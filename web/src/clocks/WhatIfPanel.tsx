import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { suppose } from '../api/clocks.ts'
import type { ActionView, CaseView, ClocksView, DeadlineOption, Move, Supposable, Supposition } from '../api/types.ts'
import { ActDrawer } from '../cases/ActDrawer.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { legalNow } from '../ui/clock.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { dateTime, toInstant } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { readDate } from '../ui/read-date.ts'
import { Select } from '../ui/Select.tsx'
import { takesLength, unitOf, type Wanted } from './DeadlineDrawer.tsx'
import { Moves } from './Moves.tsx'

/** What is supposed: a step of the case, or a change of a running period. */
export type Guess = { option: DeadlineOption | Supposable | null; at: string; length: string }
export const firstGuess: Guess = { option: null, at: '', length: '' }

const isStep = (option: DeadlineOption | Supposable): option is Supposable => 'act' in option
const keyOf = (option: DeadlineOption | Supposable): string =>
  isStep(option)
    ? `${option.act}.${option.casePersonId ?? ''}`
    : `${option.type}.${option.periodCode}.${option.code}.${option.casePersonId ?? ''}`

type Props = {
  view: CaseView
  clocks: ClocksView
  guess: Guess
  onGuess: (guess: Guess) => void
  moves: readonly Move[]
  onMoves: (moves: Move[]) => void
  onAsk: (wanted: Wanted) => void
}

/** Which dates would move if this were done (试算). Nothing is stored; from here the same may be asked for or done. */
export function WhatIfPanel({ view, clocks, guess, onGuess, moves, onMoves, onAsk }: Props) {
  const { t } = useLang()
  const options = [...clocks.options, ...clocks.items.flatMap(({ may }) => may.filter(({ blocked }) => blocked === null))]
  const { option } = guess
  const at = guess.at === '' ? dateTime(legalNow()) : guess.at
  const run = useMutation({
    mutationFn: (supposition: Supposition) => suppose(view.id, supposition),
    onSuccess: ({ moves: found }) => onMoves(found),
    onError: () => onMoves([]),
  })
  const change = (part: Partial<Guess>): void => {
    run.reset()
    onMoves([])
    onGuess({ ...guess, ...part })
  }
  const read = readDate(at)
  if (options.length === 0) {
    return (
      <Panel title={t('whatIf.title')}>
        <p className="quiet">{t('whatIf.none')}</p>
      </Panel>
    )
  }
  return (
    <Panel title={t('whatIf.title')} aside={<span className="small quiet">{t('whatIf.stored')}</span>}>
      <form
        className="stack tight what-if"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (option !== null && read !== null) run.mutate(bodyOf(guess, toInstant(read)))
        }}
      >
        <Fields clocks={clocks} options={options} guess={guess} at={at} onChange={change} />
        <div className="row wrap">
          <Button type="primary" htmlType="submit" disabled={option === null || read === null} loading={run.isPending}>
            {t('whatIf.run')}
          </Button>
          {run.isSuccess && option !== null && read !== null && (
            <GoOn view={view} option={option} guess={guess} at={toInstant(read)} onAsk={onAsk} />
          )}
          {run.isSuccess && <Button onClick={() => change(firstGuess)}>{t('whatIf.clear')}</Button>}
        </div>
      </form>
      <div aria-live="polite">
        {run.isError && <Problem error={run.error} />}
        {run.isSuccess && <Moves moves={moves} persons={clocks.persons} />}
      </div>
    </Panel>
  )
}

function bodyOf({ option, length }: Guess, at: string): Supposition {
  if (option === null) return {}
  if (isStep(option)) return { act: option.act, casePersonId: option.casePersonId, at }
  const types = ['extend', 'suspend', 'resume', 'restart'] as const
  const common = {
    type: types.find(type => type === option.type) ?? null,
    periodCode: option.periodCode,
    casePersonId: option.casePersonId,
    at,
  }
  if (option.type !== 'extend') return { ...common, reason: option.code }
  return {
    ...common,
    extension: option.code,
    ...(takesLength(option) ? { length: Number(length === '' ? option.minLength : length) } : {}),
  }
}

type FieldsProps = {
  clocks: ClocksView
  options: (DeadlineOption | Supposable)[]
  guess: Guess
  at: string
  onChange: (part: Partial<Guess>) => void
}

function Fields({ clocks, options, guess, at, onChange }: FieldsProps) {
  const { t, bi } = useLang()
  const id = useId()
  const { option } = guess
  const labelOf = (one: DeadlineOption | Supposable): string => {
    const person = clocks.persons.find(item => item.id === one.casePersonId)?.name
    const period = isStep(one) ? undefined : clocks.items.find(item => item.code === one.periodCode)
    return [person ?? t('clocks.ofCase'), period && bi(period), bi(one)].filter(Boolean).join(' · ')
  }
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-option`}>{t('whatIf.option')}</label>
        <Select
          id={`${id}-option`}
          label={t('whatIf.option')}
          value={option === null ? '' : keyOf(option)}
          options={options.map(one => ({ value: keyOf(one), label: labelOf(one) }))}
          onChange={key => onChange({ option: options.find(one => keyOf(one) === key) ?? null, length: '' })}
        />
      </div>
      <div className="two">
        <div className="field">
          <label htmlFor={`${id}-at`}>{t('whatIf.at')}</label>
          <DateInput id={`${id}-at`} value={at} withTime onChange={value => onChange({ at: value })} />
        </div>
        {option !== null && !isStep(option) && takesLength(option) && (
          <div className="field">
            <label htmlFor={`${id}-length`}>{t('deadline.length', { unit: t(`deadline.unit.${unitOf(option.unit)}`) })}</label>
            <Input
              id={`${id}-length`}
              inputMode="numeric"
              value={guess.length === '' ? String(option.minLength ?? '') : guess.length}
              onChange={event => onChange({ length: event.target.value })}
            />
          </div>
        )}
      </div>
    </>
  )
}

type GoOnProps = { view: CaseView; option: DeadlineOption | Supposable; guess: Guess; at: string; onAsk: (wanted: Wanted) => void }

/** From the trial to the deed, with the same values. */
function GoOn({ view, option, guess, at, onAsk }: GoOnProps) {
  const { t, bi } = useLang()
  const [acting, setActing] = useState<ActionView | null>(null)
  if (!isStep(option)) {
    const length = guess.length === '' ? null : Number(guess.length)
    return <Button onClick={() => onAsk({ option, at, length })}>{t('deadline.ask')}</Button>
  }
  const action = view.actions.find(one => one.act === option.act && one.casePersonId === option.casePersonId && one.blocked === null)
  if (action === undefined) return null
  return (
    <>
      <Button onClick={() => setActing(action)}>{t('whatIf.do', { act: bi(option) })}</Button>
      <ActDrawer view={view} action={acting} defaults={{ occurredAt: at }} onClose={() => setActing(null)} />
    </>
  )
}
