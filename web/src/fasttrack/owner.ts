// A mark may belong to two agencies; its colour is the first one's. `correction` and `platform` are owners too.
const COLOURS: [test: RegExp, colour: string][] = [
  [/^(police|publicSecurity|公安)/, 'var(--police)'],
  [/^(procuratorate|检察)/, 'var(--procuratorate)'],
  [/^(court|法院)/, 'var(--court)'],
  [/^(justice|司法)/, 'var(--justice)'],
  [/^(correction|communityCorrection|社区)/, 'var(--correction)'],
]

export const OWNERS = ['publicSecurity', 'procuratorate', 'court', 'justice', 'communityCorrection', 'platform'] as const
export type Owner = (typeof OWNERS)[number]

/** The colour of the agency that owns a mark. */
export const ownerColour = (owner: string): string => COLOURS.find(([test]) => test.test(owner))?.[1] ?? 'var(--platform)'

/** Which of the known owners a mark's text names. */
export const ownerOf = (owner: string): Owner => {
  const colour = ownerColour(owner)
  return OWNERS.find(known => ownerColour(known) === colour) ?? 'platform'
}
