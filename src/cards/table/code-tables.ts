import { Type } from 'typebox'
import { Value } from 'typebox/value'
import agencyTable from '../../domain/codes/agencies.json' with { type: 'json' }
import educationTable from '../../domain/codes/education.json' with { type: 'json' }
import ethnicTable from '../../domain/codes/ethnic.json' with { type: 'json' }
import idTable from '../../domain/codes/id-document-types.json' with { type: 'json' }
import politicalTable from '../../domain/codes/political-status.json' with { type: 'json' }
import sexTable from '../../domain/codes/sex.json' with { type: 'json' }
import { AGENCIES, type Bilingual, CRIMES, MEASURES } from '../../domain/codes.ts'

export type Code = Bilingual & { readonly code: string }

const Items = Type.Array(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() }))
const read = (items: unknown): Code[] => Value.Parse(Items, Value.Clean(Items, structuredClone(items)))
const named = (items: Iterable<Code>): Code[] => [...items].map(({ code, zh, en }) => ({ code, zh, en }))

/** Countries that cases here name most; any other is entered by its three letters. Source: GB/T 2659. */
const NATIONALITIES: readonly Code[] = [
  { code: 'CHN', zh: '中国', en: 'China' },
  { code: 'VNM', zh: '越南', en: 'Vietnam' },
  { code: 'PHL', zh: '菲律宾', en: 'Philippines' },
  { code: 'IDN', zh: '印度尼西亚', en: 'Indonesia' },
  { code: 'MYS', zh: '马来西亚', en: 'Malaysia' },
  { code: 'THA', zh: '泰国', en: 'Thailand' },
  { code: 'MMR', zh: '缅甸', en: 'Myanmar' },
  { code: 'SGP', zh: '新加坡', en: 'Singapore' },
  { code: 'JPN', zh: '日本', en: 'Japan' },
  { code: 'KOR', zh: '韩国', en: 'Korea' },
  { code: 'PAK', zh: '巴基斯坦', en: 'Pakistan' },
  { code: 'NGA', zh: '尼日利亚', en: 'Nigeria' },
  { code: 'RUS', zh: '俄罗斯', en: 'Russia' },
  { code: 'USA', zh: '美国', en: 'United States' },
]

/** The code tables that fields of the card are picked from, by the name that a field's shape gives. */
export const CARD_CODES: Readonly<Record<string, readonly Code[]>> = {
  sex: read(sexTable.items),
  ethnic: read(ethnicTable.items),
  education: read(educationTable.items),
  politicalStatus: read(politicalTable.items),
  idType: read(idTable.items),
  nationality: NATIONALITIES,
  charge: named(CRIMES.values()),
  measure: named(MEASURES.values()),
  division: read(agencyTable.divisions),
  agency: named(AGENCIES.values()),
}

/** The words of a code, or the code itself where the table does not know it. */
export const wordOf = (table: string, code: string): string => CARD_CODES[table]?.find(one => one.code === code)?.zh ?? code
