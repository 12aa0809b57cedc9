import type { HandOverState } from '../api/types.ts'

/** Whether somebody still has to act on a hand-over. */
export const isOpenState = (state: HandOverState): boolean => !['accepted', 'returned', 'recalled'].includes(state)
