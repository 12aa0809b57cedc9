import type { PaperCode } from './papers/paper-texts.ts'

/** The papers of the case in the portions in which they come off the scanner. */
export const BATCHES = {
  /** Before noon: filing, rights, first interrogation, samples. */
  morning: ['GA01', 'GA03', 'GA07', 'GA08', 'GA31', 'GA32', 'GA33', 'GA34', 'GA38', 'GA39', 'GA59', 'GA41', 'GA64', 'GA65', 'GA67', 'GA45'],
  /** In the afternoon: the laboratory's opinion and its notice. */
  opinion: ['GA66', 'GA61'],
  /** In the evening: bail, opinion for prosecution, cover and catalogue. */
  closing: ['GA81', 'GA16', 'GA17', 'GA18', 'GA19', 'GA72', 'GA73', 'GA74', 'GA75', 'GA82'],
  procuratorate: ['JC01', 'JC09', 'JC11', 'JC12', 'JC13', 'JC14', 'SF02', 'SF03', 'JC16', 'JC17', 'JC18', 'JC19', 'JC21', 'JC22', 'JC43'],
  courtBefore: ['FY01', 'FY08', 'FY10', 'FY11', 'FY12'],
  courtAfter: ['FY15', 'FY17', 'FY18', 'FY20', 'FY32'],
} as const satisfies Record<string, readonly PaperCode[]>

export type Batch = keyof typeof BATCHES

/** Papers that no gate asks for in a case where nobody declared them: left out where few are wanted. */
export const BEYOND_NEED: ReadonlySet<PaperCode> = new Set([
  'GA59',
  'GA61',
  'GA45',
  'GA72',
  'GA74',
  'JC01',
  'SF03',
  'FY11',
  'FY12',
  'FY17',
  'FY20',
  'FY32',
])
