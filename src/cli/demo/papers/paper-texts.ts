import type { CaseFacts } from './facts.ts'
import { layOut } from './layout.ts'
import type { PaperText } from './paper-model.ts'
import {
  acceptanceForm,
  fastTrackConsent,
  hearingNotice,
  indictmentService,
  procedureDecision,
  serviceProof,
} from './texts/court-service.ts'
import { announcement, correctionNotice, hearingRecord, judgment } from './texts/court-trial.ts'
import { assessmentOpinion, dutyLawyerOpinion } from './texts/justice.ts'
import { bailDecision, bailDuties, bailExecution, guarantorUndertaking } from './texts/police-bail.ts'
import {
  assessmentCommission,
  type CatalogueEntry,
  coverAndCatalogue,
  fastTrackProposal,
  prosecutionOpinion,
  remarksSheet,
} from './texts/police-closing.ts'
import {
  bloodSampling,
  breathTest,
  ethanolOpinion,
  expertEngagement,
  opinionNotice,
  scenePhoto,
  vehicleAndLicenceCheck,
} from './texts/police-evidence.ts'
import { caseAcceptance, comingToCase, filingDecision, householdProof, priorRecordCheck, summons } from './texts/police-filing.ts'
import { interrogation } from './texts/police-interrogation.ts'
import { dutyLawyerRecord, pleaLeniencyNotice, suspectRights, transferNotice, voluntaryAdmission } from './texts/police-rights.ts'
import { acceptanceRegister, legalHelpNotice, pleaNotice, rightsNotice } from './texts/procuratorate-acceptance.ts'
import { dispatchList, fastTrackRecommendation, indictment, sentencingRecommendation, witnessList } from './texts/procuratorate-charge.ts'
import { lawyerHeard, questioning, recordingSheet, undertaking } from './texts/procuratorate-hearing.ts'

export type Stage = 'police' | 'procuratorate' | 'court'

/** Folder names of the volumes, as they are scanned. */
export type VolumeName = '诉讼文书卷' | '证据卷' | '检察卷' | '法院正卷'

type Source = { volume: VolumeName; write: (facts: CaseFacts) => PaperText }

const litigation = (write: Source['write']): Source => ({ volume: '诉讼文书卷', write })
const evidence = (write: Source['write']): Source => ({ volume: '证据卷', write })
const procuratorate = (write: Source['write']): Source => ({ volume: '检察卷', write })
const court = (write: Source['write']): Source => ({ volume: '法院正卷', write })

/** Every paper of a fast-track drunk-driving case, in the order in which it is bound; codes are those of the document table. */
const SOURCES = {
  GA81: litigation(facts => coverAndCatalogue(facts, catalogueOf(facts))),
  GA01: litigation(caseAcceptance),
  GA03: litigation(filingDecision),
  GA07: litigation(comingToCase),
  GA08: litigation(summons),
  GA16: litigation(bailDecision),
  GA17: litigation(bailExecution),
  GA18: litigation(bailDuties),
  GA19: litigation(guarantorUndertaking),
  GA31: litigation(suspectRights),
  GA32: litigation(pleaLeniencyNotice),
  GA33: litigation(voluntaryAdmission),
  GA34: litigation(dutyLawyerRecord),
  GA38: litigation(householdProof),
  GA39: litigation(priorRecordCheck),
  GA59: litigation(expertEngagement),
  GA61: litigation(opinionNotice),
  GA72: litigation(assessmentCommission),
  GA73: litigation(prosecutionOpinion),
  GA74: litigation(fastTrackProposal),
  GA75: litigation(transferNotice),
  GA82: litigation(remarksSheet),
  GA41: evidence(interrogation),
  GA64: evidence(breathTest),
  GA65: evidence(bloodSampling),
  GA66: evidence(ethanolOpinion),
  GA67: evidence(vehicleAndLicenceCheck),
  GA45: evidence(scenePhoto),
  JC01: procuratorate(acceptanceRegister),
  JC09: procuratorate(rightsNotice),
  JC11: procuratorate(pleaNotice),
  JC12: procuratorate(legalHelpNotice),
  JC13: procuratorate(questioning),
  JC14: procuratorate(lawyerHeard),
  SF02: procuratorate(dutyLawyerOpinion),
  SF03: procuratorate(assessmentOpinion),
  JC16: procuratorate(undertaking),
  JC17: procuratorate(recordingSheet),
  JC18: procuratorate(sentencingRecommendation),
  JC19: procuratorate(fastTrackRecommendation),
  JC21: procuratorate(indictment),
  JC22: procuratorate(witnessList),
  JC43: procuratorate(dispatchList),
  FY01: court(acceptanceForm),
  FY08: court(indictmentService),
  FY10: court(fastTrackConsent),
  FY11: court(procedureDecision),
  FY12: court(hearingNotice),
  FY15: court(hearingRecord),
  FY17: court(announcement),
  FY18: court(judgment),
  FY20: court(serviceProof),
  FY32: court(correctionNotice),
} as const satisfies Record<string, Source>

export type PaperCode = keyof typeof SOURCES

const VOLUMES_OF: Record<Stage, readonly VolumeName[]> = {
  police: ['诉讼文书卷', '证据卷'],
  procuratorate: ['检察卷'],
  court: ['法院正卷'],
}

const isPaperCode = (code: string): code is PaperCode => code in SOURCES

/** The codes written at `stage`, in binding order. */
export function codesOf(stage: Stage): PaperCode[] {
  return Object.keys(SOURCES)
    .filter(isPaperCode)
    .filter(code => VOLUMES_OF[stage].includes(SOURCES[code].volume))
}

export const volumeOf = (code: PaperCode): VolumeName => SOURCES[code].volume

export const paperText = (code: PaperCode, facts: CaseFacts): PaperText => SOURCES[code].write(facts)

/** How many pages a paper takes: one for a slip or a photograph. */
function pageCountOf(paper: PaperText): number {
  return paper.shape === 'page' ? layOut(paper).length : 1
}

/** Covers, catalogues and remarks are bound in but not listed. */
const UNLISTED: readonly string[] = ['GA81', 'GA82']

function catalogueOf(facts: CaseFacts): CatalogueEntry[] {
  return codesOf('police')
    .filter(code => !UNLISTED.includes(code))
    .map(code => {
      const paper = paperText(code, facts)
      const number = paper.blocks.find(block => block.kind === 'number')?.text ?? ''
      const madeOn = facts.times.filedAt.slice(0, 10).replaceAll('-', '.')
      const author = code === 'GA66' ? '鉴定所' : '交警大队'
      return { volume: volumeOf(code), title: paper.title, number, madeOn, pages: pageCountOf(paper), author }
    })
}
