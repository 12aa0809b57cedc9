/** A place on a page as it is shown: from its upper left corner, in parts of its width and height. */
export type Place = { readonly x: number; readonly y: number; readonly w: number; readonly h: number }

export type Turn = 0 | 90 | 180 | 270

export type WordRun = { readonly text: string; readonly at: Place }

/** A line with its runs from left to right: without white space its text is that of its runs. */
export type WordLine = { readonly text: string; readonly at: Place; readonly runs: readonly WordRun[]; readonly confidence: number }

/** The words of a page, and by how many degrees clockwise it is turned to be read. */
export type PageWords = { readonly turned: Turn; readonly lines: readonly WordLine[] }

/** Four sides, in any unit that is the same across and down. */
export type Sides = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** Words that stand together. `confidence` as in a line; `parts`: where within it each run stands, if that is known. */
export type Piece = Sides & {
  readonly text: string
  readonly confidence: number
  readonly parts?: readonly (Sides & { readonly text: string })[]
}

/** Width and height in the unit of the pieces. */
export type Extent = { readonly width: number; readonly height: number }

/** No page that people wrote says more; what a file says beyond it is not read. */
export const MOST_CHARACTERS = 60_000
