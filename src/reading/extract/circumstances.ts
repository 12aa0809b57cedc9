import type { Json } from '../../domain/json.ts'
import type { Finding } from '../model.ts'
import { aboutOf, whoIn } from './persons.ts'
import { type Reading, say } from './say.ts'
import { everywhere, stageOf } from './whole.ts'

type Row = { readonly key: string; readonly pattern: RegExp; readonly value: Json; readonly flag: boolean }

/** Papers in which an agency says what it thinks of the circumstances. */
const WEIGHING = /^(?:GA13|GA73|JC18|JC21|JC24|JC25|FY18)$/
const NOT = '(?<!不)(?<!不能)(?<!没有)(?<!无)(?<!不具有)(?<!不属于)(?<!未)(?<!不具备)'
const flag = (key: string, words: string): Row => ({ key, pattern: new RegExp(`${NOT}(?:${words})`, 'g'), value: true, flag: true })
const role = (words: string, value: string): Row => ({ key: 'role', pattern: new RegExp(`${NOT}(?:${words})`, 'g'), value, flag: false })

const ROWS: readonly Row[] = [
  role('(?:系|是|为)主犯|起(?:了)?主要作用', 'principal'),
  role('(?:系|是|为)从犯|起(?:了)?(?:次要|辅助)作用', 'accessory'),
  role('(?:系|是|为)胁从犯', 'coerced'),
  role('(?:系|是|为)教唆犯', 'instigator'),
  { key: 'recidivist', pattern: new RegExp(`${NOT}(?:系|是|为|构成)累犯`, 'g'), value: true, flag: false },
  flag('surrender', '(?:系|是|构成|属于?|应当认定为|具有|有)(?:一般)?自首(?:情节)?'),
  flag('confession', '(?:系|是|构成|属于?|具有|有)坦白(?:情节)?|第六十七条第三款(?=之?的?规定,可以从轻)'),
  flag('merit', '(?:系|构成|属于?|具有|有)(?:重大|一般)?立功(?:表现|情节)?'),
]

/** 共同犯罪地位, 累犯, 自首, 坦白, 立功: as the agency's paper weighs them. Proposals only; who decides is the next agency. */
export function circumstances({ code, paper, scene }: Reading): Finding[] {
  const stage = stageOf(code)
  if (stage === null || !WEIGHING.test(code)) return []
  return ROWS.flatMap(({ key, pattern, value, flag: isFlag }) =>
    everywhere(paper, pattern)
      .filter(({ passage, match }) => !/(?:是否|如果|认定其)$/.test(passage.text.slice(Math.max(0, match.index - 3), match.index)))
      .flatMap(({ passage, match }) =>
        whoIn(scene, passage, match.index, match.index).flatMap(one =>
          say(passage, match.index, match.index + match[0].length, {
            key,
            about: aboutOf(one),
            value: isFlag ? { value, since: stage } : value,
            trust: 0.9,
            rule: 'circumstance',
          }),
        ),
      ),
  )
}

const CAPACITY: readonly (readonly [RegExp, string])[] = [
  [/具有?完全刑事责任能力|(?:有|具备)刑事责任能力(?!评定)/g, 'full'],
  [/(?:具有?)?(?:限定|限制)刑事责任能力/g, 'limited'],
  [/(?:评定为|为|属)无刑事责任能力/g, 'none'],
]
const IMPAIRED: readonly (readonly [RegExp, string])[] = [
  [/(?:系|是)(?:聋哑人|又聋又哑的人|聋哑残疾人)/g, 'deafMute'],
  [/(?:系|是)盲人/g, 'blind'],
]

/** 刑事责任能力 of an expert opinion; 盲聋哑 where a paper says it of the accused. */
export function capacities({ code, paper, scene }: Reading): Finding[] {
  const rows = [
    ...(code === 'GA60' ? CAPACITY.map(([pattern, value]) => ({ key: 'mentalCapacity', pattern, value })) : []),
    ...(/^(?:GA41|GA73|JC21|FY18)$/.test(code) ? IMPAIRED.map(([pattern, value]) => ({ key: 'disability', pattern, value })) : []),
  ]
  return rows.flatMap(({ key, pattern, value }) =>
    everywhere(paper, pattern).flatMap(({ passage, match }) =>
      whoIn(scene, passage, match.index, match.index).flatMap(one =>
        say(passage, match.index, match.index + match[0].length, { key, about: aboutOf(one), value, trust: 0.9, rule: 'capacity' }),
      ),
    ),
  )
}
