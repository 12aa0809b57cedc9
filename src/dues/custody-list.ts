import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { sha256 } from '../crypto/digest.ts'
import { appNow } from '../db/clock.ts'
import { agencyOf, MEASURES } from '../domain/codes.ts'
import { addDays, dayOf, type LegalDate, startOfDay, toShanghai } from '../domain/legal-date.ts'
import { Problem } from '../domain/problem.ts'
import { type Block, drawDocument } from '../pdf/drawn.ts'
import { periodRule } from '../periods/table.ts'
import { type HeldPerson, listHeldPersons } from './register.ts'
import { beforeEnd, listedName, timeLeft } from './rules.ts'

/** Printed for today or some days ahead; what was in custody earlier is in the case files. */
const DAYS_AHEAD = 7
/** Who sees every case of the agency; the others' list says that it is theirs alone. */
const WHOLE_AGENCY = ['PL', 'PC', 'CC', 'DO']

/**
 * The paper by which an agency works on a day without computers (羁押期限届满一览表): everybody in custody for whom it answers, by
 * the time that is left. `day` null is today. Legal time.
 * @throws Problem `validation` for a day that is over or more than a week ahead
 */
export async function printCustodyList(em: EntityManager, actor: Actor, day: LegalDate | null): Promise<Uint8Array> {
  const now = await appNow(em)
  const today = dayOf(now)
  const on = day ?? today
  if (on < today || on > addDays(today, DAYS_AHEAD)) throw new Problem('validation', { facts: { field: 'day' } })
  const persons = await listHeldPersons(em, actor.agency)
  const whole = actor.roles.some(role => WHOLE_AGENCY.includes(role))
  const paper = await drawCustodyList(persons, { agency: actor.agency, on, now, whole })
  await record(em, actor, null, {
    action: 'custody.list.printed',
    target: null,
    details: { day: on, persons: persons.length, sha256: sha256(paper).toString('hex') },
  })
  return paper
}

type Occasion = { readonly agency: string; readonly on: LegalDate; readonly now: Date; readonly whole: boolean }

async function drawCustodyList(persons: readonly HeldPerson[], { agency, on, now, whole }: Occasion): Promise<Uint8Array> {
  const from = new Date(Math.max(now.getTime(), startOfDay(on).getTime()))
  const printed = minute(now)
  const blocks: Block[] = [
    {
      kind: 'pairs',
      rows: [
        ['单位', agencyOf(agency).zh],
        ['适用日期', on],
        ['打印时间', printed],
        ['范围', `${whole ? '本单位负责的全部在押人员' : '本人承办案件的在押人员'}，共 ${persons.length} 人`],
      ],
    },
    {
      kind: 'paragraph',
      text: '断网时据此办理：羁押期限以届满时间为准，不因节假日顺延。届满前未办结的，应当依法变更强制措施或者释放。本表打印后发生的决定，请手工注明并在恢复后补录。',
    },
    { kind: 'heading', text: '按剩余时间排列' },
  ]
  if (persons.length === 0) blocks.push({ kind: 'paragraph', text: '打印时没有在押人员。' })
  else
    blocks.push({
      kind: 'table',
      columns: [
        { title: '序', share: 1 },
        { title: '姓名 / 案号', share: 4.6 },
        { title: '羁押依据', share: 3.4 },
        { title: '届满时间', share: 2.8 },
        { title: '剩余', share: 2.4 },
        { title: '届满前须办 / 由谁办', share: 5 },
      ],
      rows: persons.map((person, at) => rowOf(person, at + 1, from)),
    })
  blocks.push({ kind: 'paragraph', text: '核对人：　　　　　　　　　核对时间：', align: 'right' })
  return await drawDocument({
    title: '羁押期限届满一览表',
    footer: `${agencyOf(agency).zh}　打印于 ${printed}　内部使用，用后销毁`,
    blocks,
  })
}

function rowOf(person: HeldPerson, place: number, from: Date): string[] {
  const { code, due_at: due } = person
  const measure = MEASURES.get(person.measure_code)?.zh ?? person.measure_code
  const since = person.measure_from ? `（${dayOf(new Date(person.measure_from))}起）` : ''
  const name = listedName(person.name, person.born, dayOf(new Date(person.acted_at)))
  const who = [agencyOf(person.answers).zh, person.officers.join('、') || '承办人未指定'].join('　')
  return [
    String(place),
    `${name}　${person.agency_no ?? person.platform_no}（第${person.seq}人）`,
    `${measure}${since}${code === null ? '' : `　${periodRule(code).nameZh}`}`,
    due === null ? '——' : `${minute(new Date(due))}${person.provisional ? '（暂定）' : ''}`,
    due === null ? '——' : timeLeft(new Date(due), from),
    `${beforeEnd(code)}　${who}`,
  ]
}

/** An end of day is written as people read it: 24:00. D1 */
function minute(at: Date): string {
  const text = toShanghai(at)
  return text.slice(11, 19) === '23:59:59' ? `${text.slice(0, 10)} 24:00` : `${text.slice(0, 10)} ${text.slice(11, 16)}`
}
