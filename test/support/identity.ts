import { residentIdLike } from '../../src/cli/demo/resident-id.ts'

/** The people of the tests as the specification numbers them: a man born on 14 June 1988, a man on 2 November 1990, a woman on 18 April 1995. */
export const LIN_ZHIYUAN = '350503198806149916'
export const CHEN_DAYONG = '350582199011029937'
export const WU_XIAOMEI = '350582199504189920'

/** By birth date and sex: the number that was asked for first, and how many were given since. */
const given = new Map<string, { readonly first: string; count: number }>()

/**
 * A valid identity number that this process has given to nobody: the person's own at first, then others of the same birth date and sex.
 * Each case gets people of its own, because a person is in custody in one case at a time.
 */
export function freshIdNo(person: string): string {
  const key = `${person.slice(6, 14)} ${Number(person[16]) % 2}`
  const line = given.get(key) ?? { first: person, count: 0 }
  given.set(key, line)
  return residentIdLike(line.first, line.count++)
}
