import type { Field, Reference } from '../api/types.ts'
import type { zh } from '../i18n/zh/index.ts'

const SOURCES: (keyof (typeof zh)['sources'])[] = ['report', 'handIn', 'discovery', 'transferAdmin', 'transferOther', 'selfSurrender']

type Say = (key: `newCase.${keyof (typeof zh)['newCase']}` | `sources.${keyof (typeof zh)['sources']}`) => string

/** What the report of a case asks for. The wording is already in the language shown. */
export function newCaseFields(reference: Reference, say: Say, track48: boolean): Field[] {
  const text = (key: keyof (typeof zh)['newCase']) => ({ zh: say(`newCase.${key}`), en: say(`newCase.${key}`) })
  const fields: Field[] = [
    {
      name: 'source',
      ...text('source'),
      kind: 'choice',
      required: true,
      options: SOURCES.map(value => ({ value, zh: say(`sources.${value}`), en: say(`sources.${value}`) })),
    },
    { name: 'occurredAt', ...text('occurredAt'), kind: 'dateTime', required: true, hint: say('newCase.occurredAtHint') },
    {
      name: 'chargeCode',
      ...text('charge'),
      kind: 'choice',
      required: true,
      options: reference.crimes.map(crime => ({
        value: crime.code,
        zh: `${crime.zh} ${crime.article}`,
        en: `${crime.en} ${crime.article}`,
      })),
      hint: say('newCase.chargeHint'),
    },
    { name: 'occurredFrom', ...text('occurredFrom'), kind: 'dateTime', required: true },
    { name: 'occurredPlace', ...text('occurredPlace'), kind: 'text', required: true },
    { name: 'factSummary', ...text('factSummary'), kind: 'longText', required: true },
  ]
  if (track48)
    fields.push({ name: 'arrivedAt', ...text('arrivedAt'), kind: 'dateTime', required: true, hint: say('newCase.arrivedAtHint') })
  return fields
}
