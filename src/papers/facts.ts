import { chineseDay, chineseNumber, joined, plainDay, plainTime } from '../domain/chinese.ts'
import { AGENCIES, type AgencyType, agencyOf, CRIMES, detentionCentreOf, isCustodyMeasure, MEASURES } from '../domain/codes.ts'
import { dayOf } from '../domain/legal-date.ts'
import { FACTS, type FactKey, isFactKey, NUMBER_FACTS, TIME_FACTS } from './fact-table.ts'
import type { EventSource, PaperSource, PersonSource } from './model.ts'
import { ETHNIC, SCHOOLING } from './person-codes.ts'
import { sentenceFacts, verdictFacts } from './sentence.ts'

/** What is known of each fact; null where the case does not say it. */
export type Facts = ReadonlyMap<FactKey, string | null>

type Found = Partial<Record<FactKey, string | null>>

/** The facts of a case as a paper says them, of one person where one is named. Nothing is invented: what is not known is null. */
export function factsOf(source: PaperSource, casePersonId: string | null): Facts {
  const known = CACHE.get(source) ?? new Map<string | null, Facts>()
  CACHE.set(source, known)
  const facts = known.get(casePersonId) ?? findFacts(source, casePersonId)
  known.set(casePersonId, facts)
  return facts
}

/** A list of papers asks the same case for the same facts many times. */
const CACHE = new WeakMap<PaperSource, Map<string | null, Facts>>()

function findFacts(source: PaperSource, casePersonId: string | null): Facts {
  const person = source.persons.find(({ id }) => id === casePersonId) ?? null
  const found: Found = {
    ...agencyFacts(source),
    ...caseFacts(source),
    ...timeFacts(source, casePersonId),
    ...numberFacts(source, casePersonId),
    ...(person === null ? {} : personFacts(source, person)),
  }
  const keys = Object.keys(FACTS).filter(isFactKey)
  return new Map(keys.map(key => [key, found[key] || null]))
}

/** Stands for the name of who will sign. */
const UNSIGNED = '（签发人）'

const near = (division: string, type: AgencyType): string | null =>
  [...AGENCIES.values()].find(one => one.divisionCode === division && one.type === type)?.zh ?? null

function agencyFacts({ agency, case: { originAgency }, today, maker, signer, officers }: PaperSource): Found {
  const { zh, divisionCode, type } = agencyOf(agency)
  const origin = agencyOf(originAgency)
  // A city's agency in a district's case writes to those of the district.
  const place = divisionCode.endsWith('00') ? origin.divisionCode : divisionCode
  const city = `${place.slice(0, 4)}00`
  const centre = detentionCentreOf(place)
  return {
    'agency.name': zh,
    'agency.place': near(place, 'court')?.replace(/人民法院$/, '') ?? null,
    'agency.police': type === 'publicSecurity' ? zh : near(place, 'publicSecurity'),
    'agency.procuratorate': near(place, 'procuratorate'),
    'agency.court': near(place, 'court'),
    'agency.justice': near(place, 'justice'),
    'agency.correction': near(place, 'communityCorrection'),
    'agency.detention': centre === undefined ? null : agencyOf(centre).zh,
    'agency.higherCourt': near(city, 'court'),
    'agency.higherProcuratorate': near(city, 'procuratorate'),
    'agency.higherPolice': near(city, 'publicSecurity'),
    'police.name': origin.zh,
    today: plainDay(today),
    day: chineseDay(today),
    maker,
    signer: signer ?? UNSIGNED,
    officers: joined(officers.length > 0 ? officers : [maker]),
  }
}

const SOURCES: Readonly<Record<string, string>> = {
  report: '报案',
  handIn: '扭送',
  discovery: '工作中发现',
  transferAdmin: '行政机关移送',
  transferOther: '其他机关移送',
  selfSurrender: '投案自首',
}
const PROCEDURES: Readonly<Record<string, string>> = { fastTrack: '速裁程序', summary: '简易程序', ordinary: '普通程序' }

function caseFacts(source: PaperSource): Found {
  const { agency: maker, case: row, persons, numbers } = source
  const crime = CRIMES.get(row.chargeCode)
  // A paper bears the number of its own court, whichever court numbered the case last.
  const own = (type: AgencyType): string | null =>
    (
      numbers.findLast(({ agency }) => agency === maker && agencyOf(agency).type === type) ??
      numbers.findLast(({ agency }) => agencyOf(agency).type === type)
    )?.no ?? null
  return {
    'case.platformNo': row.platformNo,
    'case.name': row.name,
    'case.charge': crime?.zh ?? null,
    'case.article': crime ? article(crime.article) : null,
    'case.source': SOURCES[row.source] ?? null,
    'case.openedOn': plainDay(dayOf(row.openedAt)),
    'case.occurredAt': row.occurredFrom === null ? null : plainTime(row.occurredFrom),
    'case.place': row.occurredPlace,
    'case.summary': row.factSummary,
    'case.policeNo': own('publicSecurity'),
    'case.procuratorateNo': own('procuratorate'),
    'case.courtNo': own('court'),
    'case.accused': joined(persons.map(({ name }) => name)),
    ...verdictFacts(source),
    'case.procedure': PROCEDURES[row.procedure ?? ''] ?? null,
    'case.fastTrack':
      row.procedure === 'fastTrack' || (row.procedure === null && persons.length > 0 && persons.every(one => one.fastTrackConsent))
        ? '是'
        : null,
  }
}

/** 133-1 as 第一百三十三条之一. */
function article(text: string): string | null {
  const [main = '', sub] = text.split('-')
  if (!/^\d+$/.test(main)) return null
  return `第${chineseNumber(Number(main))}条${sub && /^\d+$/.test(sub) ? `之${chineseNumber(Number(sub))}` : ''}`
}

/** The latest such event of the person, or of the whole case. */
const latest = (events: readonly EventSource[], acts: readonly string[], casePersonId: string | null): EventSource | null =>
  events.findLast(
    event =>
      [event.act, ...event.names].some(name => acts.includes(name)) &&
      (casePersonId === null || (event.casePersonId ?? casePersonId) === casePersonId),
  ) ?? null

/** Where the law counts hours. */
const WITH_HOUR: ReadonlySet<string> = new Set(['on.intake', 'on.arrive', 'on.detain', 'on.arrest'])

function timeFacts({ events }: PaperSource, casePersonId: string | null): Found {
  const entries = Object.entries(TIME_FACTS).map(([key, acts]) => {
    const event = latest(events, acts ?? [], casePersonId)
    return [key, event === null ? null : WITH_HOUR.has(key) ? plainTime(event.occurredAt) : plainDay(dayOf(event.occurredAt))]
  })
  return Object.fromEntries(entries)
}

function numberFacts({ papers, events }: PaperSource, casePersonId: string | null): Found {
  const entries = Object.entries(NUMBER_FACTS).map(([key, act]) => {
    const code = key.slice(3)
    const paper = papers.findLast(
      one => one.code === code && (one.casePersonId === null || casePersonId === null || one.casePersonId === casePersonId),
    )
    const told = act === null || act === undefined ? null : (latest(events, [act], casePersonId)?.data.docNo ?? null)
    return [key, paper?.number ?? (typeof told === 'string' ? told : null)]
  })
  return Object.fromEntries(entries)
}

const ROLES = { suspect: '犯罪嫌疑人', defendant: '被告人', convict: '罪犯' } as const
const BAIL: Readonly<Record<string, string>> = { '02': '保证人', '03': '保证金' }
const LAWYERS: Readonly<Record<string, string>> = { dutyLawyer: '值班律师', defence: '辩护人' }

function personFacts(source: PaperSource, person: PersonSource): Found {
  const { measure, sentence, pleads, counsel } = person
  const plain = measure === null ? null : (MEASURES.get(measure.code)?.zh ?? null)
  const held = measure !== null && isCustodyMeasure(measure.code)
  const centre = detentionCentreOf(agencyOf(source.case.originAgency).divisionCode)
  const suggestion = latest(source.events, ['signUndertaking'], person.id)?.data.suggestion
  return {
    'person.name': person.name,
    'person.sex': sexOf(person),
    'person.birth': person.birthDate === null ? null : plainDay(person.birthDate),
    'person.idNo': person.idNo,
    'person.identity': identityOf(person),
    'person.residence': person.residence,
    'person.role': ROLES[person.role],
    'person.measure': plain?.replace(/\(.*\)$/, '') ?? null,
    'person.measureFrom': measure === null ? null : plainTime(measure.from),
    'person.measureBy': measure === null ? null : agencyOf(measure.by).zh,
    'person.measureText': measuresOf(source, person),
    'person.held': held ? '在押' : null,
    'person.heldAt': held && centre !== undefined ? agencyOf(centre).zh : null,
    'person.guarantee': BAIL[measure?.code ?? ''] ?? null,
    'person.pleads': pleads ? '认罪认罚' : null,
    'person.counsel': LAWYERS[counsel ?? ''] ?? null,
    'person.suggestion': typeof suggestion === 'string' ? suggestion : null,
    ...(sentence === null ? {} : sentenceFacts(source, person, sentence)),
  }
}

const sexOf = ({ sex }: PersonSource): string | null => ({ '1': '男', '2': '女' })[sex] ?? null

/** 林志远，男，1988年6月14日出生，公民身份号码…: what is known, in the order of the forms. */
function identityOf(person: PersonSource): string {
  const { name, nameBasis, birthDate, idType, idNo, ethnic, education, occupation, residence } = person
  const pieces = [
    nameBasis === 'selfStated' ? `${name}（自报）` : name,
    sexOf(person),
    birthDate === null ? null : `${plainDay(birthDate)}出生`,
    idNo === null ? null : `${idType === '111' ? '公民身份号码' : '证件号码'}${idNo}`,
    ethnic === null ? null : (ETHNIC.get(ethnic) ?? null),
    education === null ? null : (SCHOOLING.get(education) ?? null),
    occupation,
    residence === null ? null : `住${residence}`,
  ]
  return pieces.filter(piece => piece !== null && piece !== '').join('，')
}

const MEASURE_ACTS: Readonly<Record<string, string>> = {
  detain: '被刑事拘留',
  bail: '被取保候审',
  superviseResidence: '被监视居住',
  executeArrest: '被执行逮捕',
}

/** 因涉嫌…于2026年1月12日被刑事拘留，2026年2月10日被执行逮捕: the course that an opinion or indictment tells. */
function measuresOf({ events, case: { chargeCode } }: PaperSource, { id }: PersonSource): string | null {
  const course = events.flatMap(({ act, casePersonId, occurredAt }) => {
    const text = MEASURE_ACTS[act]
    return text !== undefined && casePersonId === id ? [`${plainDay(dayOf(occurredAt))}${text}`] : []
  })
  const charge = CRIMES.get(chargeCode)?.zh
  return course.length === 0 || charge === undefined ? null : `因涉嫌${charge}，${course.join('，')}`
}
