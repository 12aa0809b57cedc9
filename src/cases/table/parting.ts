import { isClosed, STAGE_ORDER } from '../../domain/stages.ts'
import { EVERY_PERIOD } from '../../periods/clocks.ts'
import { ACT_FIELDS } from '../fields.ts'
import { POLICE, PROCURATORATE, step, THREE_AGENCIES, type Transition } from '../transition.ts'

const OPEN = STAGE_ORDER.filter(stage => !isClosed(stage))
const TRACK = ['FT48_TOTAL', 'FT48_POLICE', 'FT48_PROC', 'FT48_COURT']
const BASIS = '法释〔2021〕1号 第220条；规则 第18条；程序规定 第21条'
/** What all four share: they are taken for persons that are named, whoever the others are. */
const SHARED = { no: 0, from: OPEN, unit: 'case', agency: THREE_AGENCIES, who: ['PL', 'PP', 'CJ'], by: 'creation' } as const

/** Split and merge (分案、并案): what each of the two cases says of it. procedure.md §1.7. */
export const PARTING: readonly Transition[] = [
  step({
    ...SHARED,
    act: 'splitOff',
    zh: '分案移出',
    en: 'Split off',
    basis: BASIS,
    events: ['personSplitOff'],
    ends: [EVERY_PERIOD],
    parts: true,
  }),
  // Its persons are those who stay behind: what the child inherits of their custody ends with the parting.
  step({
    ...SHARED,
    act: 'splitIn',
    zh: '分案立卷',
    en: 'Open as a split case',
    basis: BASIS,
    events: ['caseSplit'],
    ends: TRACK,
    parts: true,
  }),
  step({
    ...SHARED,
    act: 'mergeOff',
    zh: '并入他案',
    en: 'Merge into another case',
    basis: BASIS,
    to: 'CLOSED_MOVED',
    events: ['personSplitOff', 'caseMerged'],
    ends: [EVERY_PERIOD],
    parts: true,
  }),
  step({ ...SHARED, act: 'mergeIn', zh: '并案接收', en: 'Take in by merging', basis: BASIS, events: ['personsMergedIn'] }),
  // Without a measure in force: whoever is held or on bail is split off, and his periods go with him.
  step({
    act: 'handleSeparately',
    no: 5,
    zh: '另案处理',
    en: 'Handle separately',
    basis: '规则 第158条第3款；程序规定 第287条',
    from: ['INVESTIGATION', 'SUPPLEMENTARY', 'PROSECUTION_REVIEW'],
    to: 'CLOSED_MOVED',
    unit: 'person',
    agency: [...POLICE, ...PROCURATORATE],
    who: ['PL', 'PP'],
    by: 'act',
    seldom: true,
    events: ['personSeparated'],
    ends: [EVERY_PERIOD],
    effect: 'separate',
    fields: ACT_FIELDS.separate,
  }),
]
