import { useLang } from '../i18n/use-lang.ts'

type Props = { person: { name: string; sex: string; birthDate: string | null; idNo?: string | null; minor?: boolean } }

/** Who it is: name, sex, day of birth, identity number, as far as the reader may know them. */
export function PersonText({ person }: Props) {
  const { t } = useLang()
  const sex = person.sex === '2' ? t('person.female') : t('person.male')
  return (
    <>
      <strong>{person.name}</strong> {person.minor && <span className="tag care">{t('custody.minor')}</span>}
      <span className="sub">{[sex, person.birthDate, person.idNo].filter(Boolean).join(' · ')}</span>
    </>
  )
}
