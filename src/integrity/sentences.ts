import { AGENCIES, type Bilingual, MEASURES, STAGES } from '../domain/codes.ts'
import { LEGS } from '../handovers/legs.ts'
import { PERIODS } from '../periods/table.ts'
import { checkOf } from './checks.ts'
import type { Finding, FoundFacts } from './model.ts'
import { longestStay } from './stays.ts'

const both = (zh: string, en: string): Bilingual => ({ zh, en })

/** Words of facts, by the fact's name and value. */
const WORDS: Readonly<Record<string, Readonly<Record<string, Bilingual>>>> = {
  what: {
    stage: both('案件阶段', 'stage'),
    handOver: both('移送', 'hand-over'),
    request: both('审批申请', 'request for approval'),
    letter: both('函件', 'letter'),
    import: both('卷宗导入', 'import of papers'),
  },
  flow: {
    caseFlow: both('案件流转', 'course'),
    handOver: both('移送', 'hand-over'),
    letter: both('函件', 'letter'),
    custodyTransfer: both('换押', 'custody transfer'),
  },
  state: {
    draft: both('草稿', 'draft'),
    sent: both('已移送', 'sent'),
    checked: both('已核验', 'checked'),
    delivered: both('已送达', 'delivered'),
    received: both('已签收', 'received'),
    supplement: both('待补充材料', 'supplement asked for'),
    accepted: both('已受理', 'accepted'),
    returned: both('已退回', 'returned'),
    recalled: both('已撤回', 'recalled'),
    faulty: both('卷宗与清单不符', 'faulty'),
    open: both('待审批', 'waiting for approval'),
    running: both('导入中', 'running'),
    RAISED: both('待签发', 'to be signed'),
    DELIVERED: both('待签收', 'to be acknowledged'),
    ACKNOWLEDGED: both('已签收', 'acknowledged'),
    IN_PROGRESS: both('办理中', 'in progress'),
    FED_BACK: both('待审核反馈', 'fed back'),
    DISPUTED: both('异议中', 'disputed'),
  },
  fault: {
    agency: both('没有责任单位', 'has no responsible agency'),
    person: both('属于本案以外的人员', 'belongs to a person who is not in the case'),
    event: both('由另一案件的事件起算', 'was started by an event of another case'),
    absent: both('依事件应有此期限而无记录', 'the events give it and no row has it'),
    unfounded: both('无事件可依', 'no event gives it'),
    running: both('应否在途不一致', 'it runs by one and not by the other'),
    due: both('届满时间不一致', 'another due date'),
    heldFor: both('羁押单位不一致', 'another holder'),
    heldFrom: both('起始时间不一致', 'it begins at another time'),
    heldUntil: both('结束的时间或者原因不一致', 'it ends at another time, or otherwise'),
    byOther: both('所依事件不一致', 'another event began or ended it'),
    suspended: both('是否停止计算不一致', 'suspended by one and not by the other'),
    unreadable: both('事件无法计算', 'the events cannot be counted'),
    holder: both('有持有查阅权而不是持有单位', 'has the access of a holder and does not hold the case'),
    receiver: both('有收案查阅权而没有在途移送', 'has the access of a receiver and no hand-over is open to it'),
    partner: both('有配合办案查阅权而没有移送给它', 'has the access of a partner and nothing was handed over to it'),
    persons: both('可查阅的人员与移送给它的不符', 'sees other persons than were handed over to it'),
    assigned: both('有承办人而无查阅权', 'has staff assigned and no access'),
    waiting: both('超时未转达', 'waits to be told'),
    parked: both('多次失败后搁置', 'was given up'),
    missing: both('在存储中找不到', 'are not in the store'),
    size: both('与登记的大小不符', 'have another size than registered'),
  },
  why: {
    hash: both('SHA-256不符', 'SHA-256'),
    sm3: both('SM3不符', 'SM3'),
    previous: both('与前一条不衔接', 'not the one before'),
    sequence: both('序号不连续', 'a number is missing'),
    place: both('位置不符', 'another place'),
    time: both('时间不符', 'another time'),
  },
}

const STAGE_NAMES = new Map(STAGES.map(({ code, zh, en }) => [code, both(zh, en)]))

/** A fact as people read it; what no table knows is shown as it stands. */
function wordOf(name: string, value: string | number | null): Bilingual {
  if (value === null) return both('', '')
  if (name === 'person') return both(`第${value}号人员`, `person ${value}`)
  const code = String(value)
  const known =
    WORDS[name]?.[code] ??
    (name === 'stage' || name === 'should' || name === 'state' ? STAGE_NAMES.get(code) : undefined) ??
    (name === 'of' || name === 'agency' || name === 'issuer' ? AGENCIES.get(code) : undefined) ??
    (name === 'measure' ? MEASURES.get(code) : undefined) ??
    (name === 'leg' ? Object.entries(LEGS).find(([leg]) => leg === code)?.[1] : undefined)
  if (known) return both(known.zh, known.en)
  const period = name === 'period' ? PERIODS.get(code) : undefined
  return period ? both(period.nameZh, period.nameEn) : both(code, code)
}

function longestOf({ what, state, leg }: FoundFacts): Bilingual {
  const hours = longestStay(String(what), String(state), leg == null ? null : String(leg)) ?? 0
  const days = Math.floor(hours / 24)
  return both(`${days}日`, days === 1 ? '1 day' : `${days} days`)
}

const PLATFORM = both('平台管理员', 'the administrators of the platform')

/** Who must act, in words. */
export function ownerOf(agency: string | null): Bilingual {
  return agency === null ? PLATFORM : wordOf('agency', agency)
}

/** The finding as a sentence with its case number, without a name of anybody. */
export function sentenceOf({ check, caseNo, agency, facts }: Pick<Finding, 'check' | 'caseNo' | 'agency' | 'facts'>): Bilingual {
  const { sentence } = checkOf(check)
  const words = new Map(Object.entries(facts).map(([name, value]) => [name, wordOf(name, value)]))
  words.set('case', both(caseNo ?? '—', caseNo ?? '—'))
  words.set('agency', ownerOf(agency))
  if (check === 'stayed-too-long') words.set('longest', longestOf(facts))
  const person = words.get('person')
  if (person && check === 'stayed-too-long' && person.en) words.set('person', both(person.zh, `, ${person.en}`))
  const fill = (text: string, lang: 'zh' | 'en'): string => text.replace(/\{(\w+)\}/g, (_, name: string) => words.get(name)?.[lang] ?? '')
  return { zh: fill(sentence.zh, 'zh'), en: fill(sentence.en, 'en') }
}
