import { checkPayload, payloadIn } from '../../../src/crypto/proof/payload.ts'
import { readTrust, type Trust } from '../../../src/crypto/proof/trust.ts'
import { type CertificateFault, verifyCertificate } from '../../../src/crypto/proof/verify.ts'
import { FORGED, factsOf, show, UNREADABLE, type Verdict } from './verdict.ts'

const WHY: Readonly<Record<CertificateFault, string>> = {
  'not-a-certificate': '不是本平台的换押证或通知书',
  altered: '文件已被更改',
  'seal-invalid': '电子签章无效',
  'chain-untrusted': '签章证书不是由可信的签发中心签发',
  'data-mismatch': '机器可读数据、二维码和签章彼此不一致',
  'code-forged': '二维码不是由可信的平台密钥签名',
  'code-unproved': '本浏览器不能核验平台签名，请更换新版浏览器',
  'detached-wrong': '文件与平台登记的文件签名不符',
}
const UNASKED = '本页不联网：是否已撤销或被取代，请在联网时用核验网址查询。'

const trust: Trust = readTrust(JSON.parse(document.getElementById('keys')?.textContent ?? 'null'))
const place = document.getElementById('verdict')
const file = document.getElementById('file')
const drop = document.getElementById('drop')
const form = document.getElementById('ask')
const code = document.getElementById('code')

async function judgeFile(bytes: Uint8Array<ArrayBuffer>): Promise<Verdict> {
  const check = await verifyCertificate(bytes, trust)
  if (!check.ok) return { tone: 'bad', zh: WHY[check.why], en: check.why, facts: [], note: '请勿采信，并与出具机关联系。' }
  const { payload, seals, edition } = check.certificate
  const signed = seals.map(({ name }): [string, string] => ['签章', name])
  return {
    tone: 'good',
    zh: '文件真实',
    en: 'Genuine: every byte is as it was sealed',
    facts: [...factsOf(payload), ['版次', `第 ${edition} 版`], ...signed],
    note: UNASKED,
  }
}

async function judgeCode(text: string): Promise<Verdict> {
  const check = await checkPayload(text, trust.signing)
  if (check.ok) return { tone: 'good', zh: '签名真实', en: 'Genuine: signed by the platform', facts: factsOf(check.payload), note: UNASKED }
  if (check.why === 'unsupported') return { tone: 'warn', zh: WHY['code-unproved'], en: 'This browser cannot check it', facts: [] }
  return check.why === 'forged' ? FORGED : UNREADABLE
}

const tell = async (verdict: Promise<Verdict>): Promise<void> => {
  if (place === null) return
  show(place, { tone: 'wait', zh: '正在核验…', en: 'Checking', facts: [] })
  show(place, await verdict)
}
const take = async (chosen: File | null | undefined): Promise<void> => {
  if (chosen) await tell(judgeFile(new Uint8Array(await chosen.arrayBuffer())))
}

if (file instanceof HTMLInputElement) file.addEventListener('change', () => void take(file.files?.[0]))
for (const kind of ['dragover', 'dragleave', 'drop'])
  drop?.addEventListener(kind, event => {
    event.preventDefault()
    drop.classList.toggle('over', kind === 'dragover')
    if (event instanceof DragEvent && kind === 'drop') void take(event.dataTransfer?.files[0])
  })
form?.addEventListener('submit', event => {
  event.preventDefault()
  if (code instanceof HTMLTextAreaElement) void tell(judgeCode(payloadIn(code.value)))
})
