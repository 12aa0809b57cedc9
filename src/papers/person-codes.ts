import { Type } from 'typebox'
import { Value } from 'typebox/value'
import schoolingTable from '../domain/codes/education.json' with { type: 'json' }
import ethnicTable from '../domain/codes/ethnic.json' with { type: 'json' }

const Items = Type.Array(Type.Object({ code: Type.String(), zh: Type.String() }))
const named = (items: unknown): ReadonlyMap<string, string> =>
  new Map(Value.Parse(Items, Value.Clean(Items, structuredClone(items))).map(({ code, zh }) => [code, zh]))

/** 汉族 and the other peoples by code. Source: GB/T 3304. */
export const ETHNIC = named(ethnicTable.items)
/** Education by code. Source: GB/T 4658-2006. */
export const SCHOOLING = named(schoolingTable.items)
