import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Stage } from '../domain/stages.ts'
import type { AccusedRole, Procedure, Sentence, Track48State } from './model.ts'

export const CriminalCaseSchema = defineEntity({
  name: 'CriminalCase',
  tableName: 'criminal_case',
  properties: {
    id: p.uuid().primary(),
    platformNo: p.text(),
    name: p.text(),
    stage: p.text().$type<Stage>(),
    holderAgency: p.text(),
    originAgency: p.text(),
    chargeCode: p.text(),
    source: p.text(),
    openedAt: p.datetime(),
    occurredFrom: p.datetime().nullable(),
    occurredPlace: p.text().nullable(),
    factSummary: p.text().nullable(),
    circumstances: p.array(),
    procedure: p.text().$type<Procedure>().nullable(),
    trackArrivedAt: p.datetime().nullable(),
    trackState: p.text().$type<Track48State>().nullable(),
    trackClosedAt: p.datetime().nullable(),
    servedOnProcuratorateAt: p.datetime().nullable(),
    turnAgency: p.text(),
    turnSince: p.datetime(),
    turnZh: p.text(),
    turnEn: p.text(),
    nextDueAt: p.datetime().nullable(),
    flowStartedAt: p.datetime().nullable(),
    updatedAt: p.datetime(),
    version: p.integer().version(), // two clerks, one case: the second one is told
  },
})
export type CriminalCaseRow = InferEntity<typeof CriminalCaseSchema>

export const CasePersonSchema = defineEntity({
  name: 'CasePerson',
  tableName: 'case_person',
  properties: {
    id: p.uuid().primary(),
    caseId: p.uuid(),
    seq: p.integer(),
    role: p.text().$type<AccusedRole>(),
    stage: p.text().$type<Stage>(),
    name: p.text(),
    sex: p.text(),
    birthDate: p.date().nullable(),
    idType: p.text(),
    idNo: p.text().nullable(),
    nameBasis: p.text(),
    ethnic: p.text().nullable(),
    education: p.text().nullable(),
    residence: p.text().nullable(),
    phone: p.text().nullable(),
    occupation: p.text().nullable(),
    measureCode: p.text().nullable(),
    measureBy: p.text().nullable(),
    measureFrom: p.datetime().nullable(),
    measureDocNo: p.text().nullable(),
    pleads: p.boolean().nullable(),
    fastTrackConsent: p.boolean().nullable(),
    counsel: p.text().$type<'defence' | 'dutyLawyer'>().nullable(),
    sentence: p.json<Sentence>().nullable(),
    servedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
})
export type CasePersonRow = InferEntity<typeof CasePersonSchema>

export const CaseEventSchema = defineEntity({
  name: 'CaseEvent',
  tableName: 'case_event',
  properties: {
    id: p.uuid().primary(),
    caseId: p.uuid(),
    casePersonId: p.uuid().nullable(),
    transition: p.integer(),
    act: p.text(),
    events: p.array(),
    occurredAt: p.datetime(),
    recordedAt: p.datetime(),
    byUser: p.uuid().nullable(),
    byAgency: p.text(),
    basis: p.text(),
    data: p.json<Record<string, unknown>>(),
  },
})

export const PeriodInstanceSchema = defineEntity({
  name: 'PeriodInstance',
  tableName: 'period_instance',
  properties: {
    id: p.uuid().primary(),
    caseId: p.uuid(),
    casePersonId: p.uuid().nullable(),
    code: p.text(),
    startedAt: p.datetime(),
    dueAt: p.datetime(),
    legalLatest: p.datetime().nullable(),
    inCustody: p.boolean(),
    provisional: p.boolean(),
    endedAt: p.datetime().nullable(),
    startedBy: p.uuid(),
    endedBy: p.uuid().nullable(),
  },
})
export type PeriodInstanceRow = InferEntity<typeof PeriodInstanceSchema>
