import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { dayOf } from '../domain/legal-date.ts'
import { instant, instantOrNull } from '../domain/present.ts'
import { accept, Problem } from '../domain/problem.ts'
import { basisInChinese } from './basis.ts'
import { readCalendar } from './calendar-store.ts'
import { computePeriod } from './engine.ts'
import { explain } from './explain.ts'
import { extensionName } from './extension.ts'
import type { LedgerStep, PeriodEvent, PeriodOutcome, PeriodRequest, PeriodRule } from './model.ts'
import { restartsOf, suspensionsOf } from './reasons.ts'
import { CalculateBody, Calculated, PeriodList, PeriodQuery } from './schemas.ts'
import { searchPeriods } from './search.ts'
import { PERIODS, periodRule } from './table.ts'

/** The public calculator and the table it reads: for everybody, about no case, and nothing is stored. */
export const periodRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/periods',
    { config: { action: 'public' }, schema: { tags: ['periods'], querystring: PeriodQuery, response: { 200: PeriodList } } },
    async ({ query }) => ({ items: searchPeriods(PERIODS.values(), query.q ?? '').map(presentRule) }),
  )
  app.post(
    '/periods/calculate',
    {
      config: { action: 'public' },
      schema: {
        tags: ['periods'],
        description: 'Computes one period and explains it. Stores nothing, so it takes no Idempotency-Key.',
        body: CalculateBody,
        response: { 200: Calculated },
      },
    },
    async ({ body }) => {
      const request = readRequest(body)
      if (!PERIODS.has(body.periodCode)) throw new Problem('period-unknown', { facts: { period: body.periodCode } })
      const rule = periodRule(body.periodCode, Number.isNaN(request.start.getTime()) ? undefined : dayOf(request.start))
      const outcome = accept(computePeriod(rule, request, await readCalendar(app.deps.orm.em.fork())))
      const [refused] = outcome.rejected
      // A person who calculates wants to know what the law does not allow, not a date that passes over it.
      if (refused) throw new Problem(refused.code, { basis: refused.basis, facts: { ...refused.facts, event: refused.index } })
      return presentOutcome(rule, request.start, outcome)
    },
  )
}

function readRequest({ start, inCustody, events, length, custodyFrom }: CalculateBody): PeriodRequest {
  return {
    start: new Date(start),
    inCustody,
    events: events.map((event): PeriodEvent => ({ ...event, at: new Date(event.at) })),
    length,
    custodyFrom: custodyFrom === undefined ? undefined : new Date(custodyFrom),
  }
}

function presentOutcome(rule: PeriodRule, start: Date, outcome: PeriodOutcome) {
  return {
    periodCode: rule.code,
    zh: rule.nameZh,
    en: rule.nameEn,
    start: instant(start),
    due: instant(outcome.dueAt),
    legalLatest: instantOrNull(outcome.legalLatest),
    recommendedLatest: instantOrNull(outcome.recommendedLatest),
    opensAt: instantOrNull(outcome.opensAt),
    provisional: outcome.provisional,
    suspended: outcome.suspended,
    verify: rule.verify,
    flags: outcome.flags,
    sentence: explain(rule, outcome),
    ledger: outcome.ledger.map(presentStep),
  }
}

const presentStep = ({ kind, zh, en, at, due, basis, eventId }: LedgerStep) => ({
  ...{ kind, zh, en, basis, event: eventId },
  basisZh: basis === null ? null : basisInChinese(basis),
  at: instantOrNull(at),
  due: instantOrNull(due),
})

function presentRule(rule: PeriodRule) {
  return {
    code: rule.code,
    zh: rule.nameZh,
    en: rule.nameEn,
    unit: rule.unit,
    length: rule.length,
    variableLength: rule.variableLength ?? null,
    direction: rule.direction,
    kind: rule.kind,
    appliesTo: rule.appliesTo,
    agency: rule.agency,
    basis: rule.legalBasis,
    basisZh: basisInChinese(rule.legalBasis),
    verify: rule.verify,
    starts: rule.startsOn.event,
    ends: rule.endsOn,
    rollsOver: rule.rolloverOnHoliday,
    rollBlockedByCustody: rule.rolloverBlockedByCustody,
    extensions: rule.extensions.map(extension => ({
      ...extension,
      ...extensionName(extension),
      minLength: extension.minLength ?? null,
      requires: extension.requires ?? null,
    })),
    suspendsOn: suspensionsOf(rule),
    restartsOn: restartsOf(rule),
    alertLevels: rule.alertLevels,
    notes: rule.notes ?? null,
  }
}
