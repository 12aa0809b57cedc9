import { isCustodyMeasure } from '../domain/codes.ts'
import type { CasePerson } from './model.ts'

/** Detained or arrested: in the custody of a detention centre. */
export const isInCustody = (person: CasePerson): boolean => person.measure !== null && isCustodyMeasure(person.measure.code)
export const isOnBail = (person: CasePerson): boolean => person.measure?.code === '02' || person.measure?.code === '03'
