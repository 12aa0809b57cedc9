import t from 'tap'
import { codesOf, type PaperCode, paperText } from '../../../src/cli/demo/papers/paper-texts.ts'
import { DRUNK_DRIVING } from '../../../src/cli/demo/papers/sample-facts.ts'
import { findIn } from '../../../src/reading/extract/find-in.ts'
import type { Finding } from '../../../src/reading/model.ts'
import { pagesOf } from '../../support/paper-pages.ts'

const { suspect, staff, agencies } = DRUNK_DRIVING
const foundIn = (code: PaperCode): Finding[] => findIn(code, pagesOf(paperText(code, DRUNK_DRIVING)))
/** Of the suspect or of the case, each field's first value. */
function said(code: PaperCode): Record<string, unknown> {
  const found = foundIn(code)
  return Object.fromEntries(found.toReversed().map(({ key, value }) => [key, value]))
}

const isCode = (code: string): code is PaperCode =>
  codesOf('police')
    .concat(codesOf('procuratorate'), codesOf('court'))
    .some(one => one === code)

const SENTENCE = {
  principal: { type: 'P2', months: 1 },
  suspensionMonths: 2,
  additional: [{ type: 'A1', amount: '2000.00' }],
}
const IDENTITY = { name: suspect.name, sex: '1', birthDate: suspect.bornOn, idNo: suspect.idNumber, ethnic: '01', education: '60' }
const HOMES = {
  household: { division: '350503', text: suspect.household },
  residence: { division: '350503', text: suspect.home },
}
const CHARGES = [{ chargeCode: 'X001', article: '133-1' }]

t.test('the papers of a drunk-driving case say what its card needs', async t => {
  const wanted: Partial<Record<PaperCode, Record<string, unknown>>> = {
    GA01: { source: 'discovery', acceptedOn: '2026-03-10T07:42:00+08:00', occurredFrom: '2026-03-10T07:42:00+08:00' },
    GA03: { filedOn: '2026-03-10', caseCategory: 'X001' },
    GA16: {
      name: suspect.name,
      phone: suspect.phone,
      measures: [{ code: '02', decidedBy: '350503-PSB', from: '2026-03-10T00:00:00+08:00' }],
    },
    GA33: { pleaLeniency: { value: true, since: 'police' }, fastTrackConsent: { value: true, since: 'police' } },
    GA34: { defenders: [{ name: staff.dutyLawyer, firm: agencies.lawFirm, kind: 'duty' }] },
    GA38: { ...IDENTITY, ...HOMES },
    GA39: { idNo: suspect.idNumber, priorRecord: [] },
    GA41: { ...IDENTITY, ...HOMES, phone: suspect.phone, pleaLeniency: { value: true, since: 'police' } },
    GA73: {
      ...IDENTITY,
      ...HOMES,
      charges: CHARGES,
      filedOn: '2026-03-10',
      fastTrackSuggested: true,
      confession: { value: true, since: 'police' },
    },
    JC16: {
      idNo: suspect.idNumber,
      sentenceSuggestion: SENTENCE,
      charges: CHARGES,
      undertaking: { lawyerName: staff.dutyLawyer, lawyerKind: 'duty' },
    },
    JC18: { sentenceSuggestion: SENTENCE, charges: CHARGES },
    JC19: { procedure: 'fastTrack', fastTrackSuggested: true },
    JC21: { ...IDENTITY, ...HOMES, charges: CHARGES, reviewDecision: 'indict', indictedOn: '2026-03-11', sentenceSuggestion: SENTENCE },
    SF03: { assessment: { organ: '350503-JUS', opinion: 'suitable' } },
    FY12: { hearingOn: ['2026-03-11T15:30:00+08:00'], caseNo: '(2026)闽0503刑初101号' },
    FY17: { announcedOn: '2026-03-11T15:50:00+08:00', announcedHow: 'inCourt' },
    FY18: { ...IDENTITY, ...HOMES, sentence: SENTENCE, charges: CHARGES, procedure: 'fastTrack' },
    FY32: { correction: { organ: '350503-JUS', division: '350503' } },
  }
  for (const code of Object.keys(wanted).filter(isCode)) t.match(said(code), wanted[code], code)
})

t.test('what the guarantor says of herself, and notices to everybody, say nothing of the suspect', async t => {
  for (const code of ['GA18', 'GA19', 'GA31', 'GA32', 'JC09', 'JC11'] as const) t.same(foundIn(code), [], code)
})

t.test('the facts are told as they stand, from what was found out to what proves it', async t => {
  const summary = said('GA73').factSummary
  t.ok(typeof summary === 'string' && /^2026年3月10日.*属醉酒驾驶机动车。$/s.test(summary), String(summary))
})
