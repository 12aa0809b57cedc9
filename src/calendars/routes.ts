import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { command } from '../http/command.ts'
import { periodRule } from '../periods/table.ts'
import { confirmHeld, decideProposal, proposeCalendar } from './commands.ts'
import { changedDays } from './rules.ts'
import { CalendarBody, CalendarsView, Decided, DecisionBody, HeldBody, HeldList, HeldParams, Proposed, VersionParams } from './schemas.ts'
import { type HeldRow, listCalendars, listHeld, listMissingYears, listRecomputes, type Recompute, type StoredYear } from './store.ts'

/** Holiday lists: loaded by one administrator, confirmed by another; what a change moved and what it left. */
export const calendarRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/calendars',
    { config: { action: 'calendar.read' }, schema: { tags: ['calendars'], response: { 200: CalendarsView } } },
    async request =>
      await request.em.transactional(async em => {
        const stored = await listCalendars(em)
        const missing = await listMissingYears(em)
        return {
          items: stored.map(one => presentVersion(one, stored, request.actor)),
          missing: missing.map(({ year, raised_at }) => ({ year, raisedAt: instantOrNull(raised_at) })),
          recomputes: (await listRecomputes(em)).map(presentRecompute),
          mayLoad: can(request.actor, 'calendar.load', null) === 'allowed',
        }
      }),
  )

  app.post(
    '/calendars',
    { config: { action: 'calendar.load' }, schema: { tags: ['calendars'], body: CalendarBody, response: { 201: Proposed } } },
    async (request, reply) =>
      await command(request, reply, async em => {
        const { verify = false, ...list } = request.body
        return { status: 201, body: await proposeCalendar(em, request.actor, list, verify) }
      }),
  )

  app.post(
    '/calendars/:year/:version/decide',
    {
      config: { action: 'calendar.confirm' },
      schema: { tags: ['calendars'], params: VersionParams, body: DecisionBody, response: { 200: Decided } },
    },
    async (request, reply) =>
      await command(request, reply, async em => ({
        status: 200,
        body: await decideProposal(em, request.actor, { ...request.params, ...request.body }),
      })),
  )

  app.get(
    '/calendars/held',
    { config: { action: 'calendar.held.read' }, schema: { tags: ['calendars'], response: { 200: HeldList } } },
    async request => await request.em.transactional(async em => ({ items: (await listHeld(em)).map(presentHeld) })),
  )

  app.post(
    '/calendars/held/:heldId/confirm',
    {
      config: { action: 'calendar.held.confirm' },
      schema: { tags: ['calendars'], params: HeldParams, body: HeldBody, response: { 200: Type.Object({ id: Type.String() }) } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        const { heldId } = request.params
        await confirmHeld(em, request.actor, heldId, request.body.note ?? null)
        return { status: 200, body: { id: heldId } }
      }),
  )
}

function presentVersion(one: StoredYear, all: readonly StoredYear[], actor: Actor) {
  const isOpen = one.state === 'proposed'
  const inForce = all.find(({ year, state }) => year === one.year && state === 'current') ?? null
  return {
    year: one.year,
    version: one.version,
    notice: one.notice,
    verify: one.verify,
    holidays: one.holidays,
    makeupWorkdays: one.makeupWorkdays,
    state: one.state,
    loadedAt: instant(one.loadedAt),
    loadedBy: one.loadedByName,
    decidedAt: instantOrNull(one.decidedAt),
    decidedBy: one.decidedByName,
    changes: isOpen ? changedDays(one, inForce) : [],
    mayDecide: isOpen && one.loadedBy !== actor.userId && can(actor, 'calendar.confirm', null) === 'allowed',
  }
}

const presentRecompute = ({ created_at, finished_at, ...row }: Recompute) => ({
  ...row,
  createdAt: instant(created_at),
  finishedAt: instantOrNull(finished_at),
})

function presentHeld(row: HeldRow) {
  const { code, nameZh, nameEn } = periodRule(row.code)
  return {
    id: row.id,
    caseId: row.case_id,
    platformNo: row.platform_no,
    period: { code, zh: nameZh, en: nameEn },
    agency: agencyRef(row.agency),
    dueAt: instant(row.due_at),
    wouldBe: instant(row.would_be),
    notedAt: instant(row.noted_at),
    confirmedAt: instantOrNull(row.confirmed_at),
    confirmedBy: row.confirmed_by,
    note: row.note,
  }
}
