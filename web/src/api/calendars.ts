import { API, call, get, post } from './http.ts'
import type { CalendarBody, CalendarsView } from './types.ts'

export const listCalendars = (): Promise<CalendarsView> => get('/calendars')
export const loadCalendar = (body: CalendarBody): Promise<{ year: number; version: number }> => post('/calendars', body)
export const decideCalendar = (year: number, version: number, approve: boolean): Promise<{ cases: number }> =>
  post(`/calendars/${year}/${version}/decide`, { approve })

/** Makes a new secret address for one's own calendar program; the one before stops. */
export const renewFeed = (): Promise<{ path: string }> => post('/me/calendar-feed')
export const revokeFeed = (): Promise<null> => call('DELETE', '/me/calendar-feed')
export const custodyListAddress = (): string => `${API}/agencies/own/custody-list.pdf`
