/** Everything the papers of one drunk-driving case say. Times are local (+08:00), `YYYY-MM-DDTHH:mm`; days `YYYY-MM-DD`. */
export type CaseFacts = {
  suspect: Suspect
  guarantor: { name: string; sex: string; idNumber: string; relation: string; address: string; phone: string; work: string }
  agencies: Agencies
  staff: Staff
  conduct: Conduct
  times: Times
  numbers: Numbers
  outcome: Outcome
}

export type Suspect = {
  name: string
  sex: string
  idNumber: string
  bornOn: string
  ethnicity: string
  education: string
  occupation: string
  household: string
  home: string
  phone: string
}

export type Agencies = {
  police: string
  brigade: string
  policeStation: string
  centre: string
  procuratorate: string
  court: string
  justice: string
  justiceOffice: string
  lawFirm: string
  laboratory: string
  hospital: string
  /** Words before a document number: 丰公(交), 泉丰检, 闽0503. */
  policeShort: string
  procuratorateShort: string
  courtShort: string
  county: string
}

export type Staff = {
  officers: readonly [string, string]
  brigadeHead: string
  policeHead: string
  prosecutor: string
  prosecutorAssistant: string
  judge: string
  clerk: string
  dutyLawyer: string
  dutyLawyerLicence: string
  correctionOfficers: readonly [string, string]
  examiners: readonly [string, string]
  nurse: string
}

export type Conduct = {
  charge: string
  drankWith: string
  drankPlace: string
  drankFrom: string
  drankUntil: string
  droveAt: string
  caughtAt: string
  place: string
  destination: string
  vehicle: string
  plate: string
  licenceClass: string
  licenceFrom: string
  /** Milligrams per 100 millilitres. */
  breathAlcohol: number
  bloodAlcohol: number
  bloodDrawnAt: string
  tubes: readonly [string, string]
}

export type Times = {
  arrivedAt: string
  filedAt: string
  rightsAt: string
  lawyerMetAt: string
  interrogationFrom: string
  interrogationUntil: string
  entrustedAt: string
  opinionAt: string
  opinionServedAt: string
  bailAt: string
  bailUntil: string
  assessedAt: string
  transferToldAt: string
  transferredAt: string
  procuratorateAcceptedAt: string
  hearingOfSuspectFrom: string
  hearingOfSuspectUntil: string
  undertakingAt: string
  undertakingUntil: string
  indictedAt: string
  courtReceivedAt: string
  courtAcceptedAt: string
  indictmentServedAt: string
  trialFrom: string
  trialUntil: string
  judgmentAt: string
  deliveredAt: string
}

export type Numbers = {
  centre: string
  /** The number within the year shared by this case's papers, such as 00101. */
  serial: string
  court: string
  laboratory: string
  lawyer: string
  assessment: string
}

export type Outcome = {
  detentionMonths: number
  suspensionMonths: number
  fine: number
  effectiveOn: string
  suspensionUntil: string
  appealUntil: string
}
