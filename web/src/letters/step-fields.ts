import type { LetterStep } from '../api/letters.ts'
import type { Field, LetterView } from '../api/types.ts'
import type { useLang } from '../i18n/use-lang.ts'

type Say = ReturnType<typeof useLang>['t']

/** What a step asks for; null where one press is enough. The wording is already in the language shown. */
export function fieldsOf(step: LetterStep, letter: LetterView, t: Say): Field[] | null {
  const named = (label: string) => ({ zh: label, en: label })
  const reason = (required: boolean): Field => ({ name: 'reason', ...named(t('letters.field.reason')), kind: 'longText', required })
  switch (step) {
    case 'feedback':
      return [
        {
          name: 'cause',
          ...named(t('letters.field.cause')),
          kind: 'choice',
          required: true,
          options: letter.causes.map(({ code, zh, en }) => ({ value: code, zh, en })),
        },
        { name: 'measure', ...named(t('letters.field.measure')), kind: 'longText', required: true },
        { name: 'expectedOn', ...named(t('letters.field.expectedOn')), kind: 'date', required: false },
      ]
    case 'dispute':
      return [{ ...reason(true), hint: t('letters.field.disputeHint') }]
    case 'settle-dispute':
      return [{ name: 'upheld', ...named(t('letters.field.upheld')), kind: 'boolean', required: true }, reason(true)]
    case 'review':
      return [
        { name: 'accept', ...named(t('letters.field.accept')), kind: 'boolean', required: true },
        { ...reason(false), hint: t('letters.field.reviewHint', { count: letter.returnsAtMost }) },
        { name: 'lawful', ...named(t('letters.field.lawful')), kind: 'boolean', required: false },
      ]
    default:
      return null
  }
}
