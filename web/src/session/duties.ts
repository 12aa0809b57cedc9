import type { User } from '../api/types.ts'

const CASE_POSTS = ['PO', 'PL', 'PP', 'PC', 'CJ', 'CC']

/** Whether this user's post handles cases; the others have a page that says what they can do here. */
export const handlesCases = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => CASE_POSTS.includes(role))

/** The first screen of a user. */
export const homeOf = (user: Pick<User, 'roles'>): string => (handlesCases(user) ? '/cases' : '/post')
