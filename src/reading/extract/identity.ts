import type { Json } from '../../domain/json.ts'
import type { About, Finding } from '../model.ts'
import { READERS, readDescription, type Told } from './clauses.ts'
import { entriesOf, type Field, wordsAt } from './entries.ts'
import { aboutOf, type Description, known, type Scene, type Subject } from './persons.ts'
import { type Reading, say } from './say.ts'

/** Who somebody is, out of running text: 林志远，男，1988年6月14日出生，公民身份号码…. */
export function describedPersons({ scene }: Reading): Finding[] {
  return scene.descriptions.filter(({ subject }) => subject.accused && isClear(scene, subject)).flatMap(one => findingsOf(scene, one))
}

/** Of two with one name only he is clear whose number stands beside it. */
const isClear = ({ shared }: Scene, { name, idNo }: Subject): boolean => !shared.has(name) || idNo !== null

const NOTE = /^ ?\((?:曾用名|别名|绰号|又名|外号|化名)[:为]? ?([^()]{1,40})\)/

function findingsOf(scene: Scene, { subject, passage, nameAt, from, to }: Description): Finding[] {
  const about = aboutOf(known(scene, subject))
  const tell = (key: string, value: Json, trust: number, begin: number, end: number): Finding[] =>
    say(passage, begin, end, { key, about, value, trust, rule: 'description' })
  const told = readDescription(passage.text.slice(from, to))
  const note = NOTE.exec(passage.text.slice(from, from + 60))
  const selfStated = /^ ?\(自报/.test(passage.text.slice(from, from + 6))
  return [
    ...tell('name', subject.name, 0.97, nameAt, from),
    ...told.flatMap(one => tell(one.key, one.value, one.trust, from + one.from, from + one.to)),
    ...told.filter(isGoodNumber).flatMap(one => tell('idType', '111', 0.95, from + one.from, from + one.to)),
    ...(note === null ? [] : tell('aliases', aliasesOf(note[1] ?? ''), 0.93, from, from + note[0].length)),
    ...(selfStated ? tell('nameBasis', 'selfStated', 0.9, nameAt, from + 4) : []),
  ]
}

const isGoodNumber = ({ key, trust }: Told): boolean => key === 'idNo' && trust > 0.8

function aliasesOf(words: string): Json {
  return words
    .split(/[、,;]/)
    .map(one => one.replace(/^(?:曾用名|别名|绰号|外号|又名)[:为]?/, '').replace(/["“”‘’' ]/g, ''))
    .filter(one => one !== '')
}

/** Papers whose fields speak of somebody else, or of several. */
const OTHERS_FORMS = new Set(['GA01', 'GA02', 'GA19', 'GA43', 'GA44', 'GA45', 'GA52', 'GA53', 'GA57', 'GA58', 'GA62', 'JC15', 'JC22'])

/** Who somebody is, out of the fields of a form. */
export function formFields({ code, paper, scene }: Reading): Finding[] {
  if (OTHERS_FORMS.has(code)) return []
  return entriesOf(paper).flatMap(({ name, nameAt, idNo, fields }) => {
    if (scene.shared.has(name) && idNo === null) return []
    const same = scene.subjects.find(one => one.name === name && one.accused && (idNo === null || one.idNo === idNo))
    const about = idNo === null && same ? aboutOf(same) : idNo === null ? { name } : { name, idNo }
    const { passage, from, to } = nameAt
    return [
      ...say(passage, from, to, { key: 'name', about, value: name, trust: 0.98, rule: 'field' }),
      ...fields.flatMap(field => readField(field, about)),
    ]
  })
}

function readField({ key, place }: Field, about: About): Finding[] {
  const read = READERS[key]?.(wordsAt(place))
  if (!read) return []
  const { passage, from, to } = place
  const tell = (field: string, value: Json, trust: number): Finding[] =>
    say(passage, from, to, { key: field, about, value, trust, rule: 'field' })
  const found = tell(key, read.value, Math.min(0.99, read.trust + 0.01))
  return key === 'idNo' && read.trust > 0.8 ? [...found, ...tell('idType', '111', 0.95)] : found
}
