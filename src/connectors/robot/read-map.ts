import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Value } from 'typebox/value'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { CARD_FIELDS } from '../../cards/table/fields.ts'
import { isOnCard } from './card-paths.ts'
import { type MapField, RobotMap } from './map.ts'
import { TRANSFORM_NAMES, transformOf } from './transforms.ts'

/** A map that cannot be used. The message names the file, each line and key. */
export class MapError extends Error {}

type Key = string | number
type Complaint = { readonly path: readonly Key[]; readonly message: string }

/** Reads a map from its file. @throws MapError naming file, line and key of all that is wrong */
export const readMap = (file: string): RobotMap => parseMap(readFileSync(file, 'utf8'), basename(file))

/** @throws MapError naming line and key of all that is wrong */
export function parseMap(text: string, name: string): RobotMap {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineOf = (offset: number): number => lines.linePos(offset).line
  const [broken] = document.errors
  if (broken) throw new MapError(`${name}, line ${lineOf(broken.pos[0])}: ${broken.message}`)
  const placeOf = (path: readonly Key[]): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return lineOf(node.range[0])
    }
    return 1
  }
  const refuse = (complaints: readonly Complaint[]): void => {
    if (complaints.length === 0) return
    const said = complaints.map(({ path, message }) => `${name}, line ${placeOf(path)}, ${path.join('.')}: ${message}`)
    throw new MapError([...new Set(said)].join('\n'))
  }
  const found: unknown = document.toJS()
  refuse(shapeComplaints(found))
  const map = Value.Parse(RobotMap, found)
  refuse(meaningComplaints(map))
  return map
}

function shapeComplaints(found: unknown): Complaint[] {
  return Value.Errors(RobotMap, found).map(({ instancePath, message, params }) => {
    const path = instancePath
      .split('/')
      .slice(1)
      .map(key => (/^\d+$/.test(key) ? Number(key) : key))
    const extra =
      'additionalProperties' in params && Array.isArray(params.additionalProperties) ? params.additionalProperties.join(', ') : ''
    const lacking = 'requiredProperties' in params && Array.isArray(params.requiredProperties) ? params.requiredProperties.join(', ') : ''
    return { path, message: `${message}${extra === '' ? '' : `: ${extra}`}${lacking === '' ? '' : `: ${lacking}`}` }
  })
}

/** What the shape cannot tell: fields that no card has, words and transforms that there are not. */
function meaningComplaints(map: RobotMap): Complaint[] {
  const found: Complaint[] = []
  const fields = (all: readonly MapField[], base: string, path: readonly Key[]): void => {
    for (const [at, field] of all.entries()) found.push(...fieldComplaints(map, field, base, [...path, 'fields', at]))
  }
  for (const [n, page] of map.pages.entries()) {
    const base = page.each === undefined ? '' : `/${page.each.at}/0`
    fields(page.fields, base, ['pages', n])
    for (const [r, rows] of (page.rows ?? []).entries()) {
      const inRows = `${base}/${rows.at}/0`
      fields(rows.fields, inRows, ['pages', n, 'rows', r])
      for (const [i, inner] of (rows.rows ?? []).entries())
        fields(inner.fields, `${inRows}/${inner.at}/0`, ['pages', n, 'rows', r, 'rows', i])
    }
  }
  return found
}

function fieldComplaints(map: RobotMap, field: MapField, base: string, path: readonly Key[]): Complaint[] {
  const pointer = field.at === '' ? base : `${base}/${field.at}`
  const complaints: Complaint[] = []
  const say = (key: string, message: string): void => void complaints.push({ path: [...path, key], message })
  if (!isOnCard(pointer) || !isOfStage(map.card, pointer)) say('at', `the ${map.card} card has no ${pointer}`)
  if (field.as !== undefined && transformOf(field.as) === null)
    say('as', `no transform ${field.as}; there are ${TRANSFORM_NAMES.join(', ')}`)
  if (field.words !== undefined && map.words[field.words] === undefined) say('words', `no list ${field.words} under words`)
  if (field.words !== undefined && field.as !== undefined) say('words', 'a field has words or a transform, not both')
  if (field.kind === 'popup' && map.searches?.[field.search ?? ''] === undefined) say('search', 'a popup names one of searches')
  if (field.empty !== undefined && field.kind !== 'checks') say('empty', 'only boxes for a list can say that there is none')
  if (field.kind === 'parts' && field.parts === undefined) say('kind', 'the ends of the names of the boxes are missing: parts')
  return complaints
}

function isOfStage(stage: RobotMap['card'], pointer: string): boolean {
  const [, first = '', , third = ''] = pointer.split('/')
  const [scope, key] = first === 'persons' ? ['person', third] : ['case', first]
  return CARD_FIELDS.some(field => field.scope === scope && field.key === key && field.on[stage] !== undefined)
}
