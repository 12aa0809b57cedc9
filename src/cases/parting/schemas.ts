import { Type } from 'typebox'
import { Closed, Uuid } from '../../http/schemas.ts'

const Reason = Type.String({ minLength: 1, maxLength: 2_000 })
export const SplitBody = Closed({ persons: Type.Array(Uuid, { minItems: 1, maxItems: 200, uniqueItems: true }), reason: Reason })
export const SplitDone = Type.Object({ caseId: Uuid, platformNo: Type.String() })
/** `platformNo`: of the case that is closed; its persons go on in the case of the path. */
export const MergeBody = Closed({ platformNo: Type.String({ minLength: 1, maxLength: 60 }), reason: Reason })
export const MergeDone = Type.Object({ caseId: Uuid, version: Type.Integer() })
