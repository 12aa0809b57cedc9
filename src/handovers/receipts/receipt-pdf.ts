import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { agencyOf, type Bilingual, documentType } from '../../domain/codes.ts'
import { drawDocument } from '../../pdf/drawn.ts'
import { isLeg, LEGS } from '../legs.ts'
import { OUTCOME_NAMES } from '../model.ts'

const Text = Type.Union([Type.String(), Type.Null()])
const Body = Type.Object({
  handOverId: Type.String(),
  leg: Type.String(),
  round: Type.Integer(),
  from: Type.String(),
  to: Type.String(),
  issuedAt: Type.String(),
  sentAt: Text,
  deliveredAt: Text,
  receivedAt: Text,
  answeredAt: Text,
  outcome: Text,
  basis: Text,
  manifestDigest: Text,
  documents: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      code: Type.String(),
      pageCount: Type.Integer(),
      sizeBytes: Type.Integer(),
      sha256: Type.String(),
      sm3: Type.String(),
    }),
  ),
})

export type ReceiptPaper = {
  readonly body: string
  readonly kind: string
  readonly sha256: Buffer
  readonly signature: Buffer
  readonly key_id: string
  readonly platformNo: string
  readonly caseName: string
}

const TITLES: Readonly<Record<string, string>> = { delivery: '案件移送送达回执', acceptance: '案件受理回执', return: '案件退回回执' }
const OUTCOMES: ReadonlyMap<string, Bilingual> = new Map(Object.entries(OUTCOME_NAMES))

const legName = (leg: string): string => (isLeg(leg) ? LEGS[leg].zh : leg)
const day = (text: string | null): string => (text === null ? '—' : text.slice(0, 19).replace('T', ' '))

/** A receipt as a paper: what was handed over, when, and the digests that prove it. The signed bytes are the receipt's own JSON. */
export async function receiptPdf(paper: ReceiptPaper): Promise<Uint8Array> {
  const body = Value.Parse(Body, Value.Clean(Body, JSON.parse(paper.body)))
  return await drawDocument({
    title: TITLES[paper.kind] ?? '回执',
    footer: `回执摘要 ${paper.sha256.toString('hex')}`,
    blocks: [
      {
        kind: 'pairs',
        rows: [
          ['案件编号', paper.platformNo],
          ['案件名称', paper.caseName],
          ['移送事项', `${legName(body.leg)}（第 ${body.round} 次）`],
          ['移送单位', agencyOf(body.from).zh],
          ['接收单位', agencyOf(body.to).zh],
          ['移送时间', day(body.sentAt)],
          ['送达时间', day(body.deliveredAt)],
          ['签收时间', day(body.receivedAt)],
          ['决定', `${OUTCOMES.get(body.outcome ?? '')?.zh ?? '—'}　${day(body.answeredAt)}`],
          ['法律依据', body.basis ?? '—'],
          ['清单摘要', body.manifestDigest ?? '—'],
        ],
      },
      { kind: 'heading', text: `移送材料（${body.documents.length} 份）` },
      {
        kind: 'table',
        columns: [
          { title: '序号', share: 1 },
          { title: '材料', share: 5 },
          { title: '页数', share: 1 },
          { title: 'SHA-256', share: 7 },
        ],
        rows: body.documents.map(({ seq, code, pageCount, sha256 }) => [
          String(seq),
          `${code} ${documentType(code).nameZh}`,
          String(pageCount),
          sha256,
        ]),
      },
      { kind: 'rule' },
      {
        kind: 'pairs',
        rows: [
          ['签名算法', 'Ed25519'],
          ['签名密钥', paper.key_id],
          ['签名', paper.signature.toString('base64')],
          ['出具时间', day(body.issuedAt)],
        ],
      },
    ],
  })
}
