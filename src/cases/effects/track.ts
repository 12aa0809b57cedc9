import { type Refusal, refuse } from '../../domain/problem.ts'
import type { FastTrackBar } from '../../eligibility/model.ts'
import type { CaseFacts } from '../model.ts'
import { change, doneAlready, type EffectRule, missing } from './effect.ts'

const SCHEME = '一站式速裁协作机制（地方）'

/** Unknown is never yes: the first row that fails, or that nobody has answered, is named with its article. CPL 222, 223. */
export const refuseByTable = ({ row, basis, outcome }: FastTrackBar): Refusal => refuse('fast-track-not-eligible', basis, { row, outcome })

/** Leaving has no effect in law; after a change to the ordinary review the track counts as converted. */
function leave({ track48 }: CaseFacts, reason: unknown, at: Date): ReturnType<EffectRule> {
  if (track48?.state !== 'open') return doneAlready(SCHEME)
  if (typeof reason !== 'string') return missing(SCHEME, 'reason')
  return change({ case: { track48: { ...track48, state: reason === 'converted' ? 'converted' : 'left', closedAt: at } } })
}

/** The 48-hour track: a service level beside the proceedings. */
export const TRACK_EFFECTS = {
  openTrack48: ({ command }) => change({ case: { track48: { arrivedAt: command.occurredAt, state: 'open', closedAt: null } } }),
  // Arrival opens the track; whether the case stays on it the table says at H6, with what the police can know by then.
  confirmTrack48: ({ facts }) => (facts.fastTrackBar === null ? change({}) : refuseByTable(facts.fastTrackBar)),
  leaveTrack48: ({ facts, command: { data, occurredAt } }) => leave(facts, data.reason, occurredAt),
  convertTrackReview: ({ facts, command: { data, occurredAt } }) =>
    leave(facts, typeof data.reason === 'string' ? 'converted' : null, occurredAt),
} satisfies Record<string, EffectRule>
