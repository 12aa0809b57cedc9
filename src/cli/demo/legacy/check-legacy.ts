import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Client } from '../../client.ts'
import type { CasePlay } from '../case-play.ts'
import type { Check } from '../checks.ts'
import { until } from './cards.ts'
import { AGENCY_OF, KINDS } from './connect.ts'
import type { LegacyKind, LegacySystems } from './systems.ts'

const WriteBacks = Type.Object({
  writeBacks: Type.Array(
    Type.Object({
      id: Type.String(),
      stage: Type.String(),
      cardVersion: Type.Integer(),
      state: Type.String(),
      reference: Type.Union([Type.String(), Type.Null()]),
      differences: Type.Array(Type.Object({ zh: Type.String(), ours: Type.Unknown(), theirs: Type.Unknown() })),
      hasPicture: Type.Boolean(),
      fault: Type.Union([Type.Object({ zh: Type.String() }), Type.Null()]),
    }),
  ),
})
type WriteBack = Static<typeof WriteBacks>['writeBacks'][number]
const Cards = Type.Object({ cards: Type.Array(Type.Object({ stage: Type.String(), version: Type.Integer() })) })
const Meter = Type.Object({
  filled: Type.Integer(),
  untouched: Type.Integer(),
  typed: Type.Integer(),
  corrected: Type.Integer(),
  minutesSaved: Type.Number(),
  byField: Type.Array(Type.Object({ zh: Type.String(), typed: Type.Integer() })),
})
const State = Type.Array(
  Type.Object({
    kind: Type.String(),
    cases: Type.Array(Type.Object({ reference: Type.String(), platformNo: Type.String(), saves: Type.Integer() })),
  }),
)

const NAMES: Readonly<Record<LegacyKind, string>> = { police: '公安', procuratorate: '检察', court: '法院' }
const LEAST_UNTOUCHED = 0.9

export type LegacySummary = {
  readonly writeBacks: readonly WriteBack[]
  readonly meter: readonly {
    readonly agency: string
    readonly filled: number
    readonly untouched: number
    readonly typed: number
    readonly share: number
    readonly minutesSaved: number
  }[]
}

/** That every agency's own system has the case once, with the values of its card, and that nobody had to type them. */
export async function checkLegacy(
  play: CasePlay,
  systems: LegacySystems,
  folder: string,
): Promise<{ checks: Check[]; summary: LegacySummary }> {
  const people: Readonly<Record<LegacyKind, Client>> = {
    police: play.as('officer'),
    procuratorate: play.as('prosecutor'),
    court: play.as('judge'),
  }
  const written = []
  for (const kind of KINDS) written.push(await lastWritten(people[kind], play.caseId, kind))
  for (const one of written) await keepPicture(people, one, folder)
  const meter = []
  for (const kind of KINDS) {
    const read = await people[kind].get(`/api/v1/card-meter?caseId=${play.caseId}&from=2020-01-01&to=2099-12-31`, Meter)
    meter.push({ ...read, agency: AGENCY_OF[kind], share: read.filled === 0 ? 0 : read.untouched / read.filled })
  }
  const checks = [
    ...written.map(one => writtenCheck(one)),
    ...(await onceChecks(systems, play.platformNo)),
    ...meter.map(({ agency, filled, untouched, share, byField }) => ({
      name: `untouched-${agency}`,
      ok: share >= LEAST_UNTOUCHED,
      zh: `${agency} 案卡免录率`,
      detail: `${untouched}/${filled} = ${(share * 100).toFixed(1)} %${typedIn(byField)}`,
    })),
  ]
  return { checks, summary: { writeBacks: written, meter: meter.map(({ byField: _, corrected: __, ...rest }) => rest) } }
}

const typedIn = (fields: readonly { zh: string; typed: number }[]): string => {
  const typed = fields.filter(one => one.typed > 0).map(({ zh }) => zh)
  return typed.length === 0 ? '' : `，录入：${typed.join('、')}`
}

/** The latest version of the card, once it was written and read back. */
async function lastWritten(client: Client, caseId: string, kind: LegacyKind): Promise<WriteBack> {
  let seen: readonly WriteBack[] = []
  return await until(`${NAMES[kind]}业务系统的回填`, async () => {
    const { cards } = await client.get(`/api/v1/cases/${caseId}/cards`, Cards)
    const version = cards.find(({ stage }) => stage === kind)?.version
    seen = (await client.get(`/api/v1/cases/${caseId}/write-backs`, WriteBacks)).writeBacks.filter(({ stage }) => stage === kind)
    return seen.find(one => one.cardVersion === version && (one.state === 'done' || one.state === 'differs')) ?? null
  }).catch((error: unknown) => {
    const last = seen.map(({ cardVersion, state, fault }) => `v${cardVersion} ${state} ${fault?.zh ?? ''}`).join('；')
    throw new Error(`${error instanceof Error ? error.message : String(error)}（${last}）`)
  })
}

async function keepPicture(
  people: Readonly<Record<LegacyKind, Client>>,
  { id, stage, hasPicture }: WriteBack,
  folder: string,
): Promise<void> {
  const kind = KINDS.find(one => one === stage)
  if (!hasPicture || kind === undefined) return
  await people[kind].download(`/api/v1/write-backs/${id}/picture`, join(folder, `legacy-${stage}.png`))
}

const writtenCheck = ({ stage, state, reference, differences, hasPicture }: WriteBack): Check => ({
  name: `written-${stage}`,
  ok: state === 'done' && differences.length === 0 && hasPicture,
  zh: `${stage} 业务系统已回填，回读一致，有截图`,
  detail: `${reference ?? '无记录'}，${state}${differences.length > 0 ? `，不一致：${differences.map(({ zh, ours, theirs }) => `${zh}（${String(ours)} / ${String(theirs)}）`).join('、')}` : ''}`,
})

/** In each system there is one record of the case, however often it was written. */
async function onceChecks(systems: LegacySystems, platformNo: string): Promise<Check[]> {
  const known = Value.Parse(State, Value.Clean(State, await systems.state()))
  return KINDS.map(kind => {
    const mine = (known.find(one => one.kind === kind)?.cases ?? []).filter(one => one.platformNo === platformNo)
    return {
      name: `once-${kind}`,
      ok: mine.length === 1,
      zh: `${NAMES[kind]}业务系统中只有一条记录`,
      detail: `${mine.length} 条，保存 ${mine.map(({ saves }) => saves).join('、')} 次`,
    }
  })
}
