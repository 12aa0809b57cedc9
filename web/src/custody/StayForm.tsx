import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useId, useState } from 'react'
import { noteAsked, stepStay } from '../api/custody.ts'
import type { Field, HeldPerson } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Select } from '../ui/Select.tsx'
import { choices, named } from './fields.ts'

const ACTS = ['release', 'move', 'ILLNESS', 'DEATH', 'ESCAPED', 'RELEASED_IN_ERROR'] as const
type Act = (typeof ACTS)[number] | 'asked'

/** What the centre does with a person in it: one choice, then the form of it. */
export function StayForm({ person, stayId, onDone }: { person: HeldPerson; stayId: string; onDone: () => void }) {
  const { t } = useLang()
  const id = useId()
  const { session } = useSession()
  const { message } = App.useApp()
  const client = useQueryClient()
  const unasked = person.secondCases.filter(({ askedAt }) => askedAt === null)
  const acts: Act[] = unasked.length > 0 ? ['asked', ...ACTS] : [...ACTS]
  const [act, setAct] = useState<Act>(unasked.length > 0 ? 'asked' : 'release')
  const fields = useFields(act, person)
  const submit = async (body: Record<string, unknown>): Promise<void> => {
    const { secondCaseId, ...rest } = body
    if (act === 'asked') await noteAsked(String(secondCaseId), rest)
    else if (act === 'release' || act === 'move') await stepStay(stayId, act, body)
    else await stepStay(stayId, 'facts', { kind: act, ...body })
    await client.invalidateQueries({ queryKey: ['custody'] })
    void message.success(t('case.done', { act: t(`custodyRegister.act.${act}`) }))
    onDone()
  }
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-act`}>{t('custodyRegister.what')}</label>
        <Select
          id={`${id}-act`}
          label={t('custodyRegister.what')}
          options={acts.map(value => ({ value, label: t(`custodyRegister.act.${value}`) }))}
          value={act}
          onChange={value => setAct(acts.find(one => one === value) ?? act)}
        />
      </div>
      <FieldForm
        key={act}
        fields={fields}
        defaults={act === 'asked' && unasked[0] ? { secondCaseId: unasked[0].id } : {}}
        draftKey={`${session.user.id}.${stayId}.${act}`}
        submitLabel={t(`custodyRegister.act.${act}`)}
        onSubmit={submit}
        onCancel={onDone}
      />
    </>
  )
}

function useFields(act: Act, person: HeldPerson): Field[] {
  const { t } = useLang()
  const at: Field = { name: 'at', kind: 'dateTime', required: false, ...named(t('custodyRegister.field.at')) }
  const note = (required: boolean): Field => ({ name: 'note', kind: 'longText', required, ...named(t('custodyRegister.field.note')) })
  switch (act) {
    case 'release':
      return [
        {
          name: 'reason',
          kind: 'choice',
          required: false,
          ...named(t('custodyRegister.field.reason')),
          options: choices(t('custodyRegister.reason', { returnObjects: true })),
        },
        { name: 'docNo', kind: 'text', required: false, ...named(t('custodyRegister.field.docNo')) },
        at,
      ]
    case 'move':
      return [
        { name: 'toCentre', kind: 'agency', required: true, hint: 'detention', ...named(t('custodyRegister.field.toCentre')) },
        { name: 'approvalNo', kind: 'text', required: true, ...named(t('custodyRegister.field.approvalNo')) },
        at,
      ]
    case 'asked':
      return [
        {
          name: 'secondCaseId',
          kind: 'choice',
          required: true,
          ...named(t('custodyRegister.field.secondCase')),
          options: person.secondCases.map(({ id, agency: { zh, en } }) => ({ value: id, zh, en })),
        },
        {
          name: 'answer',
          kind: 'choice',
          required: true,
          ...named(t('custodyRegister.field.answer')),
          options: choices(t('custodyRegister.answer', { returnObjects: true })),
        },
        note(false),
      ]
    default:
      return [at, note(true)]
  }
}
