import { CRIMES } from '../../domain/codes.ts'
import type { Json } from '../../domain/json.ts'
import { legalDate, startOfDay } from '../../domain/legal-date.ts'

/** Why a record of an agency's own system cannot become a case. */
export const INBOUND_REFUSALS = {
  noCharge: { zh: '记录中没有可识别的案由', en: 'The record has no charge that is known' },
  noSource: { zh: '记录中没有案件来源', en: 'The record does not say how the case came up' },
  noDate: { zh: '记录中没有受案时间', en: 'The record has no date of acceptance' },
  badDate: { zh: '记录中的时间不合常理', en: 'A date of the record cannot be right' },
  noName: { zh: '记录中有人员没有姓名', en: 'A person of the record has no name' },
  badPerson: { zh: '人员的性别、证件种类或者证件号码不符合规定', en: 'Sex, kind of document or number of a person is not valid' },
  notPolice: { zh: '只有公安机关的记录可以立案', en: 'Only a record of the police opens a case' },
  unreadable: { zh: '无法读取该记录', en: 'The record cannot be read' },
  nobody: { zh: '本单位没有可以承办的人员', en: 'Nobody of the agency can take the case' },
  notAllowed: { zh: '平台规则不允许按该记录办理', en: 'The rules of the platform do not allow what the record says' },
} as const satisfies Record<string, { zh: string; en: string }>
export type InboundRefusal = keyof typeof INBOUND_REFUSALS

export type InboundPerson = {
  readonly at: number
  readonly name: string
  readonly sex: string
  readonly birthDate: string | null
  readonly idType: string
  readonly idNo: string | null
  readonly nameBasis: 'verified' | 'selfStated'
  readonly ethnic: string | null
  readonly education: string | null
  readonly residence: string | null
  readonly phone: string | null
  readonly occupation: string | null
  readonly hasMeasures: boolean
}

/** What opens the case of a record: the case as it was accepted, the filing where there was one, the persons in their order. */
export type Opening = {
  readonly source: string
  readonly acceptedAt: Date
  readonly chargeCode: string
  readonly occurredFrom: Date | null
  readonly occurredPlace: string | null
  readonly factSummary: string | null
  readonly filedAt: Date | null
  /** When the suspect came to the one-stop centre, where the record says that the 48 hours run. */
  readonly arrivedAt: Date | null
  readonly persons: readonly InboundPerson[]
}

export type Read = { readonly ok: true; readonly opening: Opening } | { readonly ok: false; readonly why: InboundRefusal }

const SOURCES: ReadonlySet<string> = new Set(['report', 'handIn', 'discovery', 'transferAdmin', 'transferOther', 'selfSurrender'])
const SEXES: ReadonlySet<string> = new Set(['0', '1', '2', '9'])
const ID_TYPE = /^\d{3}$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What a record, by pointers into the document of the schema, says of a case that is to be opened. */
export function readOpening(values: ReadonlyMap<string, Json>, now: Date): Read {
  const chargeCode = chargeOf(values)
  if (chargeCode === null) return { ok: false, why: 'noCharge' }
  const source = textOf(values.get('/source'))
  if (source === null || !SOURCES.has(source)) return { ok: false, why: 'noSource' }
  const acceptedAt = instantOf(values.get('/acceptedOn'))
  if (acceptedAt === null) return { ok: false, why: 'noDate' }
  const filedAt = filedOf(values.get('/filedOn'), acceptedAt)
  if (acceptedAt > now || (filedAt !== null && (filedAt > now || filedAt < acceptedAt))) return { ok: false, why: 'badDate' }
  const persons = personsOf(values)
  const flaw = persons.map(flawOf).find(why => why !== null)
  if (flaw) return { ok: false, why: flaw }
  const place = placeOf(values.get('/occurredPlace'))
  const facts = {
    occurredFrom: instantOf(values.get('/occurredFrom')),
    occurredPlace: place,
    factSummary: textOf(values.get('/factSummary')),
    arrivedAt: arrivedOf(values, now),
  }
  return { ok: true, opening: { source, acceptedAt, chargeCode, ...facts, filedAt, persons } }
}

function chargeOf(values: ReadonlyMap<string, Json>): string | null {
  const charges = values.get('/persons/0/charges')
  const [first] = Array.isArray(charges) ? charges : []
  const ofPerson: Json = isObject(first) ? (first.chargeCode ?? null) : null
  const code = textOf(values.get('/caseCategory')) ?? textOf(ofPerson)
  return code !== null && CRIMES.has(code) ? code : null
}

const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: Json | undefined): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)
const isFilledList = (value: Json | undefined): boolean => Array.isArray(value) && value.length > 0
const placeOf = (value: Json | undefined): string | null => (isObject(value) ? textOf(value.text) : textOf(value))

function instantOf(value: Json | undefined): Date | null {
  const text = textOf(value)
  if (text === null) return null
  const at = DAY.test(text) ? startOfDay(legalDate(text)) : new Date(text)
  return Number.isNaN(at.getTime()) ? null : at
}

function arrivedOf(values: ReadonlyMap<string, Json>, now: Date): Date | null {
  const track = values.get('/track48')
  const at = isObject(track) ? instantOf(track.openedAt) : instantOf(values.get('/track48/openedAt'))
  return at !== null && at <= now ? at : null
}

/** A filing on the day of acceptance was after it, whatever hour the record lacks. */
function filedOf(value: Json | undefined, acceptedAt: Date): Date | null {
  const at = instantOf(value)
  if (at === null) return null
  const isDayOnly = DAY.test(textOf(value) ?? '')
  const sameDay = isDayOnly && at <= acceptedAt && acceptedAt.getTime() - at.getTime() < 86_400_000
  return sameDay ? acceptedAt : at
}

function personsOf(values: ReadonlyMap<string, Json>): InboundPerson[] {
  const places = new Set([...values.keys()].flatMap(pointer => /^\/persons\/(\d+)\//.exec(pointer)?.[1] ?? []))
  return [...places]
    .map(Number)
    .toSorted((one, other) => one - other)
    .map(at => personOf(at, key => values.get(`/persons/${at}/${key}`)))
    .filter(({ name, idNo }) => name !== '' || idNo !== null)
}

const personOf = (at: number, get: (key: string) => Json | undefined): InboundPerson => ({
  at,
  name: textOf(get('name')) ?? '',
  sex: textOf(get('sex')) ?? '9',
  birthDate: textOf(get('birthDate')),
  idType: textOf(get('idType')) ?? '111',
  idNo: textOf(get('idNo')),
  nameBasis: get('nameBasis') === 'selfStated' ? 'selfStated' : 'verified',
  ethnic: textOf(get('ethnic')),
  education: textOf(get('education')),
  residence: placeOf(get('residence')),
  phone: textOf(get('phone')),
  occupation: textOf(get('occupation')),
  hasMeasures: isFilledList(get('measures')),
})

function flawOf({ name, sex, idType, birthDate }: InboundPerson): InboundRefusal | null {
  if (name === '') return 'noName'
  return SEXES.has(sex) && ID_TYPE.test(idType) && (birthDate === null || DAY.test(birthDate)) ? null : 'badPerson'
}
