import { useLang } from '../i18n/use-lang.ts'

/** A role in words; needed before the code tables may be read. */
export function useRoleName(): (role: string) => string {
  const { word } = useLang()
  return role => word('roles', role)
}
