import type { EffectRule } from './effects/effect.ts'
import { EXECUTION_EFFECTS } from './effects/execution.ts'
import { MEASURE_EFFECTS } from './effects/measures.ts'
import { REVIEW_EFFECTS } from './effects/review.ts'
import { TRACK_EFFECTS } from './effects/track.ts'
import { TRIAL_EFFECTS } from './effects/trial.ts'

const EFFECTS = {
  ...TRACK_EFFECTS,
  ...MEASURE_EFFECTS,
  ...REVIEW_EFFECTS,
  ...TRIAL_EFFECTS,
  ...EXECUTION_EFFECTS,
} satisfies Record<string, EffectRule>

export type Effect = keyof typeof EFFECTS
export const effectOf = (effect: Effect): EffectRule => EFFECTS[effect]
