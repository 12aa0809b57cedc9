import education from '../../domain/codes/education.json' with { type: 'json' }
import ethnic from '../../domain/codes/ethnic.json' with { type: 'json' }
import idTypes from '../../domain/codes/id-document-types.json' with { type: 'json' }
import politicalStatus from '../../domain/codes/political-status.json' with { type: 'json' }
import { CRIMES, MEASURES } from '../../domain/codes.ts'

type Item = { readonly code: string; readonly zh: string }
type Table = { readonly named: ReadonlyMap<string, string>; readonly coded: ReadonlyMap<string, string> }

const table = (items: Iterable<Item>): Table => {
  const all = [...items]
  return { named: new Map(all.map(({ code, zh }) => [code, zh])), coded: new Map(all.map(({ code, zh }) => [zh, code])) }
}

/** Code tables by which a map turns a code of the card into the words of a form: GB/T 3304, 4658, 4762, GA/T 517, charges and measures. */
export const TABLES: Readonly<Record<string, Table>> = {
  ethnic: table(ethnic.items),
  education: table(education.items),
  politicalStatus: table(politicalStatus.items),
  idType: table(idTypes.items),
  charge: table(CRIMES.values()),
  measure: table(MEASURES.values()),
}
