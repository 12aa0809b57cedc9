import type { CertificateBlock, CertificateForm } from '../../pdf/archival/certificate-model.ts'
import { type CertificateBody, kindName, PAPERS } from './model.ts'
import { agencyName, chargeNames, measureName, periodWords, personTerm, sexName, signature, when, whenOrBlank } from './words.ts'

/** What stands beside the words of the body: the code for scanners, where it leads, and the digest of the machine data. */
export type Foot = { readonly qr: string; readonly verifyUrl: string; readonly digestHex: string }

/** A paper of a custody title, every word of it. */
export function formOf(body: CertificateBody, foot: Foot): CertificateForm {
  const { paper, certNo, sender, edition } = body
  return {
    issuer: paper === 'transfer' ? null : agencyName(sender.agency),
    title: PAPERS[paper].zh,
    number: certNo,
    blocks: BLOCKS[paper](body),
    qr: foot.qr,
    notes: notesOf(foot, edition),
  }
}

const notesOf = ({ verifyUrl, digestHex }: Foot, edition: number): string[] => [
  '扫描左侧二维码，可以核验本件的真伪、效力和羁押期限；扫码不显示姓名和证件号码。',
  `核验网址：${verifyUrl}`,
  '本件数据的摘要（SHA-256）：',
  digestHex.slice(0, 32),
  digestHex.slice(32),
  '本件为电子签章文件，机器可读数据附于文件之内（certificate.json）。',
  ...(edition > 1 ? [`本件为第${edition}版，此前各版已被取代。`] : []),
]

const label = (text: string, share = 3): { text: string; share: number; label: true } => ({ text, share, label: true })
const cell = (text: string, share: number): { text: string; share: number } => ({ text, share })
const row = (...cells: ReturnType<typeof cell>[]): CertificateBlock => ({ kind: 'row', cells })

const personRows = ({ person, charges, measure, measureOn, centre }: CertificateBody): CertificateBlock[] => [
  row(
    label('姓名'),
    cell(person.name, 4),
    label('性别', 2),
    cell(sexName(person.sex), 1.5),
    label('出生日期'),
    cell(whenOrBlank(person.birthDate), 6.5),
  ),
  row(label('证件号码'), cell(person.idNo ?? '不详', 7.5), label('入所编号'), cell(person.admissionNo ?? '—', 6.5)),
  row(label('涉嫌罪名'), cell(chargeNames(charges), 17)),
  row(
    label('强制措施'),
    cell(measure === null ? '—' : `${measureName(measure)}${measureOn === null ? '' : `（${when(measureOn)}）`}`, 7.5),
    label('羁押场所'),
    cell(agencyName(centre), 6.5),
  ),
]

const remarksRow = ({ remarks }: CertificateBody): CertificateBlock =>
  row(label('备注'), cell(remarks.length > 0 ? remarks.join('；') : '无', 17))

const BLOCKS: Readonly<Record<CertificateBody['paper'], (body: CertificateBody) => CertificateBlock[]>> = {
  transfer: body => [
    ...personRows(body),
    row(label('换押类型'), cell(kindName(body.kind), 7.5), label('原期限届满'), cell(whenOrBlank(body.senderDueAt), 6.5)),
    row(label('换押依据'), cell(body.legalBasis, 17)),
    senderPart(body),
    receiverPart(body),
    {
      kind: 'section',
      label: '看守所',
      texts: CENTRE_PART,
      closing: { people: '', lines: ['（看守所印章）　　　　年　　月　　日'], seal: null },
    },
    remarksRow(body),
  ],
  changeNotice: body => [
    { kind: 'flush', text: `${agencyName(body.centre)}：` },
    {
      kind: 'paragraph',
      text: `因${kindName(body.kind)}，依照${body.legalBasis}，下列被羁押人的羁押期限变更，请予执行。${reasonOf(body)}`,
    },
    ...personRows(body),
    row(label('原期限届满'), cell(whenOrBlank(body.senderDueAt), 17)),
    row(label('变更后期限'), cell(periodWords(body.newFrom, body.newTo), 17)),
    row(label('期限依据'), cell(body.newBasis?.zh ?? '—', 17)),
    remarksRow(body),
    closingOf(body),
  ],
  expiryNotice: body => [
    { kind: 'flush', text: `${body.receiver === null ? '' : agencyName(body.receiver.agency)}：` },
    {
      kind: 'paragraph',
      text: `你单位办理的下列案件，被羁押人的羁押期限将于${whenOrBlank(body.senderDueAt)}届满。依照${body.legalBasis}，请在届满前依法办理换押、变更羁押期限、变更强制措施或者释放手续，并及时通知我所。${reasonOf(body)}`,
    },
    ...personRows(body),
    row(label('期限届满'), cell(whenOrBlank(body.senderDueAt), 17)),
    remarksRow(body),
    closingOf(body),
  ],
  releaseNotice: body => [
    { kind: 'flush', text: `${agencyName(body.centre)}：` },
    {
      kind: 'paragraph',
      text: `下列被羁押人因${kindName(body.kind)}，依照${body.legalBasis}，决定予以释放。请立即办理释放手续，并发给释放证明书。${reasonOf(body)}`,
    },
    ...personRows(body),
    ...(body.newFrom === null ? [] : [row(label('释放时间'), cell(when(body.newFrom), 17))]),
    remarksRow(body),
    closingOf(body),
  ],
}

const reasonOf = ({ reason }: CertificateBody): string => (reason === null ? '' : `事由：${reason}。`)

const CENTRE_PART = [
  '收到时间：　　　　年　　月　　日　　时　　分　　　经办人：',
  '核对结果：□ 相符，已登记　　□ 不符（代码：　　　　　　　　　）',
]

function senderPart(body: CertificateBody): CertificateBlock {
  const { person, charges, sender, receiver, centre, kind } = body
  const to = receiver === null ? '' : `，移送${agencyName(receiver.agency)}`
  return {
    kind: 'section',
    label: '移送机关',
    texts: [
      `${agencyName(centre)}：${personTerm(body)}${person.name}涉嫌${chargeNames(charges)}一案，因${kindName(kind)}${to}。现办理换押手续，请予办理。${reasonOf(body)}`,
    ],
    closing: signature(sender, sender.approver),
  }
}

function receiverPart({ receiver, acceptedOn, newFrom, newTo, newBasis }: CertificateBody): CertificateBlock {
  if (receiver === null || receiver.at === null)
    return {
      kind: 'section',
      label: '接收机关',
      texts: ['（接收机关受理案件后填写受理日期、新的羁押期限及其依据。受理以前，移送机关仍为羁押机关。）'],
      closing: { people: '', lines: ['（接收机关印章）　　　　年　　月　　日'], seal: null },
    }
  return {
    kind: 'section',
    label: '接收机关',
    texts: [`我单位已于${whenOrBlank(acceptedOn)}受理该案。新的羁押期限${periodWords(newFrom, newTo)}，期限依据：${newBasis?.zh ?? '—'}。`],
    closing: signature(receiver),
  }
}

const closingOf = ({ sender }: CertificateBody): CertificateBlock => ({
  kind: 'closing',
  closing: signature(sender, sender.approver),
})
