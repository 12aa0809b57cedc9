import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Bilingual } from '../domain/codes.ts'
import { readIdNumber } from '../domain/id-number.ts'
import type { Json } from '../domain/json.ts'
import { type CardField, type FieldValue, pathOf, readPath } from './model.ts'
import schema from './table/case-card.schema.json' with { type: 'json' }

/** Something about a value that people should know; `blocks`: it is not taken like this. */
export type FieldProblem = Bilingual & { readonly code: string; readonly blocks: boolean }

const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema(schema, 'card')

const PERSON = '/$defs/person/properties/'
const compiled = new Map<string, ValidateFunction>()

/** Whether the schema of the card takes this value for the field. */
export function fitsSchema({ key, scope }: CardField, value: Json): boolean {
  const pointer = `card#${scope === 'case' ? '/properties/' : PERSON}${key}`
  const check = compiled.get(pointer) ?? ajv.compile({ $ref: pointer })
  compiled.set(pointer, check)
  return check(value) === true
}

const RESIDENT_ID = '111'
const MOBILE = /^1[3-9]\d{9}$/
const CREDIT = /^[0-9A-HJ-NPQRTUWXY]{18}$/
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Whether a unified social credit code (统一社会信用代码) has its check character. Source: GB 32100-2015. */
export function isCreditCode(code: string): boolean {
  if (!CREDIT.test(code)) return false
  const sum = CREDIT_WEIGHTS.reduce((total, weight, at) => total + weight * CREDIT_ALPHABET.indexOf(code[at] ?? ''), 0)
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] === code[17]
}

const problem = (code: string, zh: string, en: string, blocks = false): FieldProblem => ({ code, zh, en, blocks })

/**
 * What is to be said of a value beside the rest of the card: the check digit of an identity number (GB 11643-1999) with birth and sex
 * in it, dates against each other and against today, places and telephones. `today` is a legal date.
 */
export function problemsOf(
  field: CardField,
  path: string,
  value: Json,
  fields: ReadonlyMap<string, Pick<FieldValue, 'value'>>,
  today: string,
): FieldProblem[] {
  if (!fitsSchema(field, value)) return [problem('card-value-form', '与该项要求的格式不符', 'Not in the form that this field takes', true)]
  const person = readPath(path)?.casePersonId ?? null
  const of = (key: string): Json | undefined => fields.get(pathOf(key, person))?.value
  const ofCase = (key: string): Json | undefined => fields.get(pathOf(key, null))?.value
  if (typeof value === 'string') {
    if (field.key === 'idNo') return idNoProblems(value, of)
    if (field.key === 'birthDate' || field.key === 'sex') return againstNumber(field.key, value, of('idNo'), of('idType'), today)
    if (field.key === 'phone' && !/^[\d\-+ ]{5,20}$/.test(value) && !MOBILE.test(value))
      return [problem('card-phone', '电话号码不像一个号码', 'This does not look like a telephone number')]
    if (field.key === 'employer' && /^[0-9A-Z]{18}$/.test(value) && !isCreditCode(value))
      return [
        problem(
          'card-credit-code',
          '统一社会信用代码校验位不符（GB 32100）',
          'The check character of the credit code is wrong (GB 32100)',
          true,
        ),
      ]
  }
  return [...orderProblems(field, value, ofCase), ...futureProblems(field, value, today)]
}

function idNoProblems(value: string, of: (key: string) => Json | undefined): FieldProblem[] {
  if (of('idType') !== undefined && of('idType') !== RESIDENT_ID) return []
  const read = readIdNumber(value)
  if (read === null)
    return [
      problem(
        'id-number-invalid',
        '身份证号校验位不符（GB 11643）',
        'The check digit of the identity number is wrong (GB 11643)',
        of('nameBasis') !== 'selfStated',
      ),
    ]
  return [
    ...(of('birthDate') !== undefined && of('birthDate') !== read.birthDate
      ? [problem('card-birth-differs', '证件号码中的出生日期与出生日期栏不一致', 'The birth date in the number is not the one on the card')]
      : []),
    ...(of('sex') !== undefined && of('sex') !== read.sex
      ? [problem('card-sex-differs', '证件号码中的性别与性别栏不一致', 'The sex in the number is not the one on the card')]
      : []),
  ]
}

function againstNumber(key: string, value: string, idNo: Json | undefined, idType: Json | undefined, today: string): FieldProblem[] {
  if (key === 'birthDate' && value > today) return [problem('card-in-future', '日期在今天之后', 'The date lies in the future', true)]
  const read = typeof idNo === 'string' && (idType === undefined || idType === RESIDENT_ID) ? readIdNumber(idNo) : null
  if (read === null || value === (key === 'sex' ? read.sex : read.birthDate)) return []
  return key === 'sex'
    ? [problem('card-sex-differs', '与证件号码中的性别不一致', 'Not the sex in the number')]
    : [problem('card-birth-differs', '与证件号码中的出生日期不一致', 'Not the birth date in the number')]
}

/** What cannot come after what: each pair of fields of a case, the earlier first. */
const ORDER: readonly (readonly [string, string])[] = [
  ['occurredFrom', 'occurredTo'],
  ['occurredFrom', 'acceptedOn'],
  ['filedOn', 'transferredOn'],
  ['transferredOn', 'indictedOn'],
  ['indictedOn', 'announcedOn'],
  ['announcedOn', 'effectiveOn'],
]

function orderProblems({ key, scope, zh, en }: CardField, value: Json, ofCase: (key: string) => Json | undefined): FieldProblem[] {
  if (scope !== 'case' || typeof value !== 'string') return []
  return ORDER.flatMap(([before, after]) => {
    if (key !== before && key !== after) return []
    const [early, late] = key === before ? [value, ofCase(after)] : [ofCase(before), value]
    if (typeof early !== 'string' || typeof late !== 'string' || !isAfter(early, late)) return []
    return [problem('card-date-order', `${zh}与前后日期矛盾`, `${en} contradicts the dates around it`, true)]
  })
}

/** Instants by the moment, and where one side is a day alone, by the day in Shanghai. */
function isAfter(early: string, late: string): boolean {
  if (early.length > 10 && late.length > 10) return Date.parse(early) > Date.parse(late)
  return dayIn(early) > dayIn(late)
}
const dayIn = (text: string): string => (text.length > 10 ? new Date(Date.parse(text) + 8 * 3_600_000).toISOString().slice(0, 10) : text)

const PAST: ReadonlySet<string> = new Set(['occurredFrom', 'occurredTo', 'acceptedOn', 'filedOn'])
function futureProblems({ key }: CardField, value: Json, today: string): FieldProblem[] {
  return typeof value === 'string' && PAST.has(key) && dayIn(value) > today
    ? [problem('card-in-future', '日期在今天之后', 'The date lies in the future', true)]
    : []
}
