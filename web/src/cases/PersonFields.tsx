import { Checkbox, Input, Radio } from 'antd'
import type { Errors } from '../forms/ErrorSummary.tsx'
import { FormField } from '../forms/FormField.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { isIdNumber, readIdNumber, tidyIdNumber } from '../ui/id-number.ts'
import { Select } from '../ui/Select.tsx'
import type { Values } from '../ui/use-draft.ts'
import { type Code, EDUCATION, ETHNIC, ID_TYPES } from './person-codes.ts'
import { RESIDENT_ID, UNKNOWN_ID } from './person-form.ts'

type Props = { values: Values; set: (name: string, value: string | boolean | string[]) => void; errors: Errors }
type Name = 'idType' | 'idNo' | 'name' | 'sex' | 'birthDate' | 'ethnic' | 'education' | 'residence' | 'phone' | 'occupation' | 'occurredAt'

export function PersonFields({ values, set, errors }: Props) {
  const { t, lang } = useLang()
  const value = (name: Name): string => (typeof values[name] === 'string' ? values[name] : '')
  const field = (name: Name, required = true, hint?: string) => ({
    id: `person-${name}`,
    label: t(`person.${name}`),
    required,
    error: errors[name],
    hint,
  })
  const pick = (codes: readonly Code[]) =>
    codes.map(([code, zh, en, daily = '']) => ({ value: code, label: lang === 'en' ? en : zh, code, also: `${zh} ${daily}` }))
  const input = (name: Name) => ({
    id: `person-${name}`,
    value: value(name),
    autoComplete: 'off',
    'aria-invalid': errors[name] !== undefined,
    ...(errors[name] === undefined ? {} : { status: 'error' as const, 'aria-describedby': `person-${name}-error` }),
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
  })
  const typeIdNo = (typed: string): void => {
    set('idNo', typed)
    const idNo = tidyIdNumber(typed)
    if (values.idType !== RESIDENT_ID || !isIdNumber(idNo)) return
    const read = readIdNumber(idNo)
    set('birthDate', read.birthDate)
    set('sex', read.sex)
  }
  const idNo = tidyIdNumber(value('idNo'))
  const known = values.idType !== UNKNOWN_ID
  const checked = values.idType === RESIDENT_ID && isIdNumber(idNo)
  const select = (name: Name, codes: readonly Code[]) => (
    <Select
      id={`person-${name}`}
      label={t(`person.${name}`)}
      options={pick(codes)}
      value={value(name)}
      onChange={code => set(name, code)}
      invalid={errors[name] !== undefined}
    />
  )
  return (
    <>
      <div className="two">
        <FormField {...field('idType')}>{select('idType', ID_TYPES)}</FormField>
        <FormField {...field('idNo', known, checked ? t('person.idNoRight') : t('person.idNoHint'))}>
          <Input {...input('idNo')} maxLength={24} onChange={event => typeIdNo(event.target.value)} />
        </FormField>
        <FormField {...field('name')}>
          <Input {...input('name')} />
        </FormField>
        <FormField {...field('sex')}>
          <Radio.Group
            id="person-sex"
            aria-label={t('person.sex')}
            value={value('sex')}
            disabled={checked}
            onChange={event => set('sex', String(event.target.value))}
            options={[
              { value: '1', label: t('person.male') },
              { value: '2', label: t('person.female') },
            ]}
          />
        </FormField>
        <FormField {...field('birthDate', known, checked ? t('person.fromIdNo') : t('form.dateHint'))}>
          <DateInput
            id="person-birthDate"
            value={value('birthDate')}
            onChange={text => set('birthDate', text)}
            withTime={false}
            quick={false}
            invalid={errors.birthDate !== undefined}
          />
        </FormField>
        <FormField {...field('ethnic', false)}>{select('ethnic', ETHNIC)}</FormField>
        <FormField {...field('education', false)}>{select('education', EDUCATION)}</FormField>
        <FormField {...field('occupation', false)}>
          <Input {...input('occupation')} />
        </FormField>
        <FormField {...field('phone', false)}>
          <Input {...input('phone')} inputMode="tel" />
        </FormField>
      </div>
      <FormField {...field('residence', false)}>
        <Input {...input('residence')} />
      </FormField>
      <FormField {...field('occurredAt', true, t('person.occurredAtHint'))}>
        <DateInput
          id="person-occurredAt"
          value={value('occurredAt')}
          onChange={text => set('occurredAt', text)}
          withTime
          invalid={errors.occurredAt !== undefined}
        />
      </FormField>
      <Checkbox checked={values.summoned === true} onChange={event => set('summoned', event.target.checked)}>
        {t('person.summoned')}
      </Checkbox>
    </>
  )
}
