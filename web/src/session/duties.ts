import type { User } from '../api/types.ts'

const CASE_POSTS = ['PO', 'PL', 'PP', 'PC', 'CJ', 'CC']

/** Whether this user's post handles cases before they take effect. */
export const tracksCases = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => CASE_POSTS.includes(role))

/** Detention centres and prisons take over for execution, correction offices for community correction. */
const executes = ({ roles, agency }: Pick<User, 'roles' | 'agency'>): boolean =>
  roles.includes('DO') || (roles.includes('JB') && agency.type === 'communityCorrection')

/** Whether this user's post handles cases; the others have a page that says what they can do here. */
export const handlesCases = (user: Pick<User, 'roles' | 'agency'>): boolean => tracksCases(user) || executes(user)

/** Whether this user keeps the desk of a detention centre. */
export const keepsCentre = ({ roles, agency }: Pick<User, 'roles' | 'agency'>): boolean =>
  roles.includes('DO') && agency.type === 'detention'

const CUSTODY_ISSUERS = ['PL', 'PP', 'CJ']

/** Whether this user issues papers of custody anew, or enters what was carried. */
export const issuesCustodyPapers = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => CUSTODY_ISSUERS.includes(role))

/** The first screen of a user. */
export const homeOf = (user: Pick<User, 'roles' | 'agency'>): string =>
  keepsCentre(user)
    ? '/custody'
    : handlesCases(user)
      ? '/cases'
      : user.roles.includes('SV')
        ? '/letters'
        : isDutyLawyer(user)
          ? '/duty-lawyer'
          : '/post'

const LETTER_POSTS = [...CASE_POSTS, 'DO', 'JB', 'SV']
const WATCH_POSTS = ['PL', 'SV', 'SA', 'AU']

/** Whether letters may come to this user's post. */
export const readsLetters = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => LETTER_POSTS.includes(role))

/** Whether this user may see if the deadlines were watched. */
export const seesWatch = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => WATCH_POSTS.includes(role))

const CHECK_POSTS = ['SV', 'SA']

/** Whether this user may see if the rows agree with each other. */
export const seesChecks = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => CHECK_POSTS.includes(role))

/** Whether this user watches over what lies with the agencies of a division. */
export const seesWaiting = ({ roles }: Pick<User, 'roles'>): boolean => roles.includes('SV')

/** Whether this user may know which lines are down: everybody but the administrators of security and audit. */
export const readsLines = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => role === 'SA' || LETTER_POSTS.includes(role))

/** Whether this user keeps the lines of all agencies. */
export const keepsLines = ({ roles }: Pick<User, 'roles'>): boolean => roles.includes('SA')

/** Whether this user keeps the ways to the agencies' own systems. */
export const keepsConnectors = ({ roles }: Pick<User, 'roles'>): boolean => roles.includes('SA')

/** Whether this user may know how much nobody had to type, of whichever agency. */
export const comparesAgencies = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => role === 'SV' || role === 'SA')

/** Whether differences between cards and the agency's own system concern this user. */
export const checksData = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => CASE_POSTS.includes(role))

const CALENDAR_POSTS = ['SA', 'SE']
const CUSTODY_POSTS = [...CASE_POSTS, 'DO']

/** Whether this user keeps the holiday lists. */
export const keepsCalendars = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => CALENDAR_POSTS.includes(role))

/** Whether this user's agency sends or receives papers of custody. */
export const seesFigures = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => CUSTODY_POSTS.includes(role))

/** Whether this user may print the day's ends of custody. */
export const printsCustody = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => CUSTODY_POSTS.includes(role))

/** Whether requests for the duty lawyer come to this user. */
export const isDutyLawyer = ({ roles, agency }: Pick<User, 'roles' | 'agency'>): boolean =>
  roles.includes('JB') && agency.type === 'justice'

/** Whether this user plans or reads the court's hearings. */
export const holdsHearings = ({ roles }: Pick<User, 'roles'>): boolean => roles.some(role => role === 'CJ' || role === 'CC')
