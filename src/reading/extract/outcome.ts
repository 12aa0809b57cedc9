import type { Finding } from '../model.ts'
import { CRIME, crimeOf } from './codes.ts'
import { joined, type Passage } from './passage.ts'
import { aboutOf, whoIn } from './persons.ts'
import { type Reading, say } from './say.ts'
import { PENALTY, readSentence } from './sentences.ts'

/** Papers that tell what a court has decided. */
const DECIDED = new Set(['FY17', 'FY18', 'FY29', 'FY32', 'FY33', 'SF05', 'SF06', 'SF08', 'SF09', 'SF10'])
/** Later papers tell the sentence in short. */
const RETOLD = 0.7
const LONGEST = 260
const PASSED = new RegExp(`(?<!建议)(?<!拟)(?<!可能)(?<!曾被)判处(?= ?(?:被告人)?[^。;]{0,12}?${PENALTY})`, 'g')
const SUGGESTED = new RegExp(
  `(?:建议(?:对[^,。;]{2,20})?判处:?|拟判处|量刑建议(?:为|是)?:|提出)(?= ?(?:被告人)?[^。;]{0,12}?${PENALTY})`,
  'g',
)
const BEGINS = /(?:判决如下|裁定如下|判决主文)/

/** The judgment proper begins after 判决如下; what stands before tells of earlier sentences and of suggestions. */
function operativeOf(passages: readonly Passage[]): readonly Passage[] {
  const at = passages.findLastIndex(({ text }) => BEGINS.test(text))
  return at === -1 ? passages : passages.slice(at)
}

const RUNS_ALONE = /^ ?\((?:即|刑期).{0,80}自.{6,20}起.{0,3}至/

/** The days that a term runs often stand in brackets in a paragraph of their own. */
function withRuns(passages: readonly Passage[]): Passage[] {
  return passages.flatMap((passage, at) => {
    const next = passages[at + 1]
    if (RUNS_ALONE.test(passage.text) && at > 0) return []
    return [next !== undefined && RUNS_ALONE.test(next.text) ? joined([passage, next]) : passage]
  })
}

/** The sentence of each convict, and of what he is guilty. */
export function sentences({ code, paper, scene }: Reading): Finding[] {
  if (!DECIDED.has(code)) return []
  return withRuns(operativeOf(paper.passages)).flatMap(passage => {
    const begin = Math.max(0, passage.text.search(BEGINS))
    return [...passage.text.matchAll(PASSED)].flatMap(match => {
      if (match.index < begin) return []
      return penaltyAt(
        { code, paper, scene },
        passage,
        match.index,
        match.index + match[0].length,
        'sentence',
        code === 'FY18' ? 0.96 : RETOLD,
      )
    })
  })
}

/** What the procuratorate suggests (量刑建议). */
export function suggestions({ code, paper, scene }: Reading): Finding[] {
  if (!/^(?:JC1[346]|JC18|JC21|FY18|FY15)$/.test(code)) return []
  return paper.passages.flatMap(passage =>
    [...passage.text.matchAll(SUGGESTED)].flatMap(match =>
      penaltyAt({ code, paper, scene }, passage, match.index, match.index + match[0].length, 'sentenceSuggestion', 0.95),
    ),
  )
}

function penaltyAt({ scene }: Reading, passage: Passage, begin: number, after: number, key: string, trust: number): Finding[] {
  const to = endOfPenalty(passage.text, after)
  const read = readSentence(passage.text.slice(after, to))
  if (read === null) return []
  const named = new RegExp(`^ ?(?:被告人)?[^,。;]{0,12}?(?=${PENALTY})`).exec(passage.text.slice(after, to))?.[0].length ?? 0
  const who = whoIn(scene, passage, begin, after + named)
  if (who.length !== 1) return []
  return who.flatMap(one =>
    say(passage, after + named, to, { key, about: aboutOf(one), value: read.value, trust: read.sure ? trust : 0.45, rule: key }),
  )
}

/** A penalty ends with its sentence; the days that it runs may stand in brackets after it. */
function endOfPenalty(text: string, from: number): number {
  const end = text.slice(from, from + LONGEST).search(/。|;(?!犯|决定)|(?:的量刑建议|的建议)/)
  const to = end === -1 ? Math.min(text.length, from + LONGEST) : from + end
  const runs = /^[。;]? ?\((?:即|刑期)[^()]{0,120}\)/.exec(text.slice(to, to + 130))
  return runs !== null && /起.{0,3}至/.test(runs[0]) ? to + runs[0].length : to
}

const GUILTY = new RegExp(`犯 ?(${CRIME})罪?`, 'g')

/** Of what the court finds the defendant guilty. */
export function guiltyOf({ code, paper, scene }: Reading): Finding[] {
  if (code !== 'FY18') return []
  return operativeOf(paper.passages).flatMap(passage => {
    const begin = Math.max(0, passage.text.search(BEGINS))
    return [...passage.text.slice(begin).matchAll(new RegExp(`被告人[^。;]{2,80}?犯 ?${CRIME}罪?[^。]{0,160}`, 'g'))].flatMap(match => {
      const from = begin + match.index
      const crimes = [...match[0].matchAll(GUILTY)].map(([, name = '']) => crimeOf(name)).filter(crime => crime !== null)
      const charges = [...new Map(crimes.map(({ code: chargeCode, article }) => [chargeCode, { chargeCode, article }])).values()]
      const who = whoIn(scene, passage, from, from + match[0].search(GUILTY))
      if (who.length !== 1 || charges.length === 0) return []
      const crimeAt = from + match[0].search(GUILTY) + 1
      const words = new RegExp(`^ ?${CRIME}罪?`).exec(passage.text.slice(crimeAt))?.[0].length ?? 1
      return who.flatMap(one =>
        say(passage, crimeAt, crimeAt + words, { key: 'charges', about: aboutOf(one), value: charges, trust: 0.94, rule: 'guilty' }),
      )
    })
  })
}
