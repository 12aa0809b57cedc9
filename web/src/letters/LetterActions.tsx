import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { type LetterStep, stepLetter } from '../api/letters.ts'
import type { LetterView } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Problem } from '../ui/Problem.tsx'
import { fieldsOf } from './step-fields.ts'

const STEPS: readonly LetterStep[] = ['sign', 'acknowledge', 'start', 'feedback', 'dispute', 'settle-dispute', 'review']

/** What may be done with the letter now; what needs words opens a form. */
export function LetterActions({ letter }: { letter: LetterView }) {
  const { t, bi } = useLang()
  const { session } = useSession()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [open, setOpen] = useState<LetterStep | null>(null)
  const done = async (step: LetterStep): Promise<void> => {
    const name = letter.acts.find(({ act }) => act === step)
    await client.invalidateQueries({ queryKey: ['letters'] })
    void message.success(t('case.done', { act: name ? bi(name) : '' }))
    setOpen(null)
  }
  const run = useMutation({ mutationFn: (step: LetterStep) => stepLetter(letter.id, step, {}), onSuccess: (_, step) => done(step) })
  const acts = letter.acts.flatMap(item => {
    const step = STEPS.find(one => one === item.act)
    return step === undefined ? [] : [{ ...item, step }]
  })
  const fields = open === null ? null : fieldsOf(open, letter, t)
  const name = acts.find(({ step }) => step === open)
  if (acts.length === 0)
    return <p className="actions quiet small">{letter.closedAt === null ? t('case.noActions') : t('letters.isClosed')}</p>
  return (
    <div className="actions">
      {run.isError && <Problem error={run.error} />}
      {acts.map((item, index) => (
        <Button
          key={item.step}
          type={index === 0 ? 'primary' : 'default'}
          loading={run.isPending && run.variables === item.step}
          onClick={() => (fieldsOf(item.step, letter, t) === null ? run.mutate(item.step) : setOpen(item.step))}
        >
          {bi(item)}
        </Button>
      ))}
      <Drawer open={open !== null} onClose={() => setOpen(null)} size={480} title={name ? bi(name) : ''} destroyOnHidden>
        {open !== null && fields !== null && (
          <FieldForm
            fields={fields}
            draftKey={`${session.user.id}.letter.${letter.id}.${open}`}
            submitLabel={name ? bi(name) : ''}
            onSubmit={async body => {
              await stepLetter(letter.id, open, body)
              await done(open)
            }}
            onCancel={() => setOpen(null)}
          />
        )}
      </Drawer>
    </div>
  )
}
