/** Why a custody title ends: the next agency holds the person, or the person is no longer held for a case. */
export type TitleEnd = 'TRANSFERRED' | 'RELEASED' | 'BAIL' | 'SURVEILLANCE' | 'SENTENCE_STARTED' | 'DEATH' | 'ESCAPED'

/**
 * A custody title (羁押名义): for which agency a person is held in the detention centre, from `from` inclusive to `until` exclusive.
 * `seq` is its place in the person's chain. Until when it may last, its periods say: a date is not kept twice.
 */
export type CustodyTitle = {
  readonly casePersonId: string
  readonly seq: number
  readonly holder: string
  readonly from: Date
  readonly beganBy: string
  readonly until: Date | null
  readonly endedBy: string | null
  readonly end: TitleEnd | null
}
