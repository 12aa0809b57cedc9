import type { CertificateFault } from '../../crypto/proof/verify.ts'

type Both = { readonly zh: string; readonly en: string }

/** Why a file is refused, for people. */
export const FAULTS: Readonly<Record<CertificateFault, Both>> = {
  'not-a-certificate': { zh: '不是本平台的换押证或通知书', en: 'not a certificate or notice of this platform' },
  altered: { zh: '文件已被更改', en: 'the file was altered' },
  'seal-invalid': { zh: '电子签章无效', en: 'an electronic seal is not valid' },
  'chain-untrusted': { zh: '签章证书不是由可信的签发中心签发', en: 'the seal’s certificate was not issued by a trusted authority' },
  'data-mismatch': { zh: '机器可读数据、二维码和签章彼此不一致', en: 'data, code and seals do not say the same' },
  'code-forged': { zh: '二维码不是由可信的平台密钥签名', en: 'the code was not signed by a trusted key' },
  'code-unproved': { zh: '无法核验平台签名', en: 'the signature of the code cannot be checked here' },
  'detached-wrong': { zh: '文件与平台登记的文件签名不符', en: 'the file is not the one that the platform signed' },
}

/** What the register says of a proved paper. */
export const STATES: Readonly<Record<string, Both>> = {
  valid: { zh: '有效', en: 'valid' },
  revoked: { zh: '已撤销', en: 'revoked' },
  superseded: { zh: '已被新版本取代', en: 'superseded' },
  unknown: { zh: '平台没有登记', en: 'not registered' },
}

export const PAPER_NAMES: Readonly<Record<string, Both>> = {
  transfer: { zh: '换押证', en: 'certificate of custody transfer' },
  changeNotice: { zh: '变更羁押期限通知书', en: 'notice of a changed custody period' },
  expiryNotice: { zh: '羁押期限即将届满通知书', en: 'notice that a custody period is about to end' },
  releaseNotice: { zh: '释放通知书', en: 'notice of release' },
}
