import { type Random, randomFrom } from '../../src/cli/demo/papers/random.ts'
import { chineseMonths, chineseNumber } from '../../src/domain/chinese.ts'
import { AGENCIES } from '../../src/domain/codes.ts'
import type { Json } from '../../src/domain/json.ts'
import { addDays, type LegalDate, legalDate } from '../../src/domain/legal-date.ts'
import { madeOffence, type Offence } from './offences.ts'
import { type Made, madePerson } from './people.ts'

export type Penalty = { readonly words: string; readonly value: Json }

/** A made case: who, what, when, and before which agencies. The same seed makes the same case. */
export type MadeCase = {
  readonly random: Random
  readonly accused: readonly Made[]
  readonly victim: Made
  readonly offence: Offence
  readonly penalties: readonly Penalty[]
  readonly agencies: { readonly police: string; readonly policeCode: string; readonly procuratorate: string; readonly court: string }
  readonly days: {
    readonly accepted: LegalDate
    readonly filed: LegalDate
    readonly measure: LegalDate
    readonly transferred: LegalDate
    readonly signed: LegalDate
    readonly indicted: LegalDate
    readonly hearing: LegalDate
  }
  readonly lawyer: { readonly name: string; readonly firm: string }
  readonly serial: number
}

const FIRMS = ['福建天衡联合（泉州）律师事务所', '福建刺桐律师事务所', '福建名仕律师事务所'] as const
const LAWYERS = ['苏文清', '曾丽君', '何志明', '吴思源'] as const

export function madeCase(seed: string): MadeCase {
  const random = randomFrom(seed)
  const victims = [madePerson(random), madePerson(random)] as const
  const [victim, other] = victims
  const offence = madeOffence(random, [victim.name, other.name])
  const taken = new Set([victim.name, other.name])
  const someone = (): Made => {
    let one = madePerson(random)
    while (taken.has(one.name)) one = madePerson(random)
    taken.add(one.name)
    return one
  }
  const accused = [someone(), ...(offence.charge !== '危险驾驶' && random.chance(0.5) ? [someone()] : [])]
  const filed = addDays(legalDate(offence.day), random.whole(0, 2))
  return {
    ...{ random, accused, victim, offence },
    penalties: accused.map(() => madePenalty(random)),
    agencies: agenciesOf(offence.division),
    days: {
      accepted: legalDate(offence.day),
      filed,
      measure: addDays(filed, random.whole(0, 2)),
      transferred: addDays(filed, 20),
      signed: addDays(filed, 27),
      indicted: addDays(filed, 29),
      hearing: addDays(filed, 36),
    },
    lawyer: { name: random.pick(LAWYERS), firm: random.pick(FIRMS) },
    serial: random.whole(12, 480),
  }
}

function agenciesOf(division: string): MadeCase['agencies'] {
  const named = (type: string): { zh: string; code: string } => {
    const found = [...AGENCIES.values()].find(one => one.divisionCode === division && one.type === type)
    if (found === undefined) throw new Error(`no ${type} in ${division}`)
    return found
  }
  const police = named('publicSecurity')
  return { police: police.zh, policeCode: police.code, procuratorate: named('procuratorate').zh, court: named('court').zh }
}

/** 拘役…, 有期徒刑…, with a suspension and a fine by chance. */
function madePenalty(random: Random): Penalty {
  const short = random.chance(0.45)
  const months = short ? random.whole(1, 6) : random.whole(6, 34)
  const suspension = random.chance(0.5) ? (short ? Math.max(2, months) : Math.max(12, months + random.whole(0, 12))) : 0
  const fine = random.whole(1, 12) * 1000
  const fineWords = random.pick([chineseNumber(fine), String(fine), chineseNumber(fine)])
  const words = `${short ? '拘役' : '有期徒刑'}${chineseMonths(months)}${suspension > 0 ? `，缓刑${chineseMonths(suspension)}` : ''}，并处罚金人民币${fineWords}元`
  return {
    words,
    value: {
      principal: { type: short ? 'P2' : 'P3', months },
      ...(suspension > 0 ? { suspensionMonths: suspension } : {}),
      additional: [{ type: 'A1', amount: `${fine}.00` }],
    },
  }
}
