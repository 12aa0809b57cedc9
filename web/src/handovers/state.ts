/** Whether somebody still has to act on a hand-over. */
export const isOpenState = (state: string): boolean => !['accepted', 'returned', 'recalled'].includes(state)
