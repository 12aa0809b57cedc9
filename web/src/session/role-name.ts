import type { Role } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

/** A role in words; needed before the code tables may be read. */
export function useRoleName(): (role: Role) => string {
  const { t } = useLang()
  return role => t(`roles.${role}`)
}
