import type { Finding } from '../model.ts'
import { CRIME, crimeOf } from './codes.ts'
import { labelledValues } from './fields.ts'
import { NAME } from './names.ts'
import type { Passage } from './passage.ts'
import { aboutOf, type Subject, whoIn } from './persons.ts'
import { type Reading, say } from './say.ts'
import { everywhere } from './whole.ts'

/** Where a paper of its own weight says of what somebody is accused. */
const CHARGING: Readonly<Record<string, RegExp>> = {
  GA13: new RegExp(`(?:其行为|的行为)[^。]{0,80}?涉嫌(?<crimes>${CRIME}罪?(?:[、,和及] ?${CRIME}罪?){0,4})`, 'g'),
  GA73: new RegExp(`(?:其行为|的行为)[^。]{0,80}?涉嫌(?<crimes>${CRIME}罪?(?:[、,和及] ?${CRIME}罪?){0,4})`, 'g'),
  JC16: new RegExp(`(?:构成|涉嫌|指控的罪名[:为]) ?(?<crimes>${CRIME}罪?(?:[、和及] ?${CRIME}罪?){0,4})`, 'g'),
  JC18: new RegExp(`以 ?(?<crimes>${CRIME}罪?(?:[、和及] ?${CRIME}罪?){0,4})追究`, 'g'),
  JC21: new RegExp(`以 ?(?<crimes>${CRIME}罪?(?:[、和及] ?${CRIME}罪?){0,4})追究`, 'g'),
  JC24: new RegExp(`涉嫌(?<crimes>${CRIME}罪?(?:[、和及] ?${CRIME}罪?){0,4})`, 'g'),
}
const ONE = new RegExp(`${CRIME}罪?`, 'g')

/** 涉嫌罪名 of each person, as the agency's own paper has them. */
export function charges(reading: Reading): Finding[] {
  const pattern = CHARGING[reading.code]
  if (pattern === undefined) return []
  return everywhere(reading.paper, pattern).flatMap(({ passage, match }) => {
    const words = match.groups?.crimes ?? ''
    const crimes = [...words.matchAll(ONE)].map(([name]) => crimeOf(name)).filter(crime => crime !== null)
    const value = crimes.map(({ code, article }) => ({ chargeCode: code, article }))
    const from = match.index + match[0].lastIndexOf(words)
    const who = crimesOf(reading, passage, from)
    return value.length === 0
      ? []
      : who.flatMap(one =>
          say(passage, from, from + words.length, { key: 'charges', about: aboutOf(one), value, trust: 0.92, rule: 'charges' }),
        )
  })
}

/** Several persons named together bear the same charge. */
function crimesOf({ scene }: Reading, passage: Passage, at: number): readonly Subject[] {
  return whoIn(scene, passage, at, at)
}

const CATEGORY: Readonly<Record<string, RegExp>> = {
  GA03: new RegExp(`(?:涉嫌罪名为|涉嫌) ?(?<crime>${CRIME})`, 'g'),
  GA10: new RegExp(`涉嫌 ?(?<crime>${CRIME})`, 'g'),
  GA14: new RegExp(`涉嫌 ?(?<crime>${CRIME})`, 'g'),
}
const CASE_FORMS = /^(?:GA01|GA81|JC01|FY08|FY17|FY20|FY01)$/
const NAMED_CASE = new RegExp(`^(?:${NAME}(?:等[^,。]{0,6}人?)?)?(?:涉嫌)? ?(?<crime>${CRIME})罪?案?$`)

/** 案由: the first charge, of the forms of acceptance and filing. */
export function caseCategory({ code, paper }: Reading): Finding[] {
  const pattern = CATEGORY[code]
  if (pattern !== undefined)
    return everywhere(paper, pattern)
      .slice(0, 1)
      .flatMap(({ passage, match }) => {
        const words = match.groups?.crime ?? ''
        const from = match.index + match[0].lastIndexOf(words)
        return categoryAt(passage, from, words, 0.93)
      })
  if (!CASE_FORMS.test(code)) return []
  return labelledValues(paper, 'charge')
    .slice(0, 1)
    .flatMap(({ passage, from, to }) => {
      const words = NAMED_CASE.exec(passage.text.slice(from, to).replace(/[。;,]$/, ''))?.groups?.crime ?? ''
      return categoryAt(passage, from + Math.max(0, passage.text.slice(from, to).indexOf(words)), words, 0.95)
    })
}

const categoryAt = (passage: Passage, from: number, words: string, trust: number): Finding[] =>
  say(passage, from, from + words.length, {
    key: 'caseCategory',
    about: null,
    value: crimeOf(words)?.code ?? null,
    trust,
    rule: 'caseCategory',
  })
