import { checkPayload, type Payload, payloadIn, readPayload } from '../../../src/crypto/proof/payload.ts'
import { askRegister, type Register, signingKeys } from './register.ts'
import { FORGED, factsOf, period, show, UNREADABLE, type Verdict } from './verdict.ts'

const STATES: Readonly<Record<string, Pick<Verdict, 'tone' | 'zh' | 'en'>>> = {
  valid: { tone: 'good', zh: '有效', en: 'Valid' },
  superseded: { tone: 'warn', zh: '已被新版本取代', en: 'Superseded by a newer edition' },
  revoked: { tone: 'bad', zh: '已撤销', en: 'Revoked' },
  unknown: { tone: 'bad', zh: '已被更改', en: 'Altered: the register does not know this content' },
}

const place = document.getElementById('verdict')
const form = document.getElementById('ask')
const code = document.getElementById('code')

/** The signature is proved here; whether the paper stands, the register says. */
async function judge(text: string): Promise<Verdict> {
  const check = await checkPayload(text, await signingKeys())
  if (!check.ok && check.why === 'unreadable') return UNREADABLE
  if (!check.ok && check.why === 'forged') return FORGED
  const payload = check.ok ? check.payload : readPayload(text)
  if (payload === null) return UNREADABLE
  const register = await askRegister(payload)
  const note = check.ok ? undefined : '本浏览器不能核验签名，以下仅为平台登记的状态。'
  if (register === null) return unasked(payload, check.ok)
  const state = STATES[register.state] ?? UNREADABLE
  return { ...state, facts: factsFrom(payload, register), ...(note === undefined ? {} : { note }) }
}

function unasked(payload: Payload, isProved: boolean): Verdict {
  return isProved
    ? {
        tone: 'warn',
        zh: '签名真实，状态未知',
        en: 'Genuine; the platform cannot be asked whether it still stands',
        facts: factsOf(payload),
        note: '现在无法联网查询是否已撤销或被取代。',
      }
    : { tone: 'warn', zh: '无法核验', en: 'Cannot be checked by this browser without the platform', facts: [] }
}

function factsFrom(payload: Payload, { paper, kind, edition, newest, issuer, holder, from, to }: Register): [string, string][] {
  const said: [string, string | undefined][] = [
    ['文书', paper?.zh],
    ['文书编号', payload.certNo],
    ['类型', kind?.zh],
    [
      '版次',
      edition === undefined ? undefined : `第 ${edition} 版${newest !== undefined && newest > edition ? `（现为第 ${newest} 版）` : ''}`,
    ],
    ['出具机关', issuer?.zh],
    ['羁押机关', holder?.zh],
    ['羁押期限', holder === undefined ? undefined : period(from ?? '', to ?? '')],
  ]
  return said.flatMap(([label, value]): [string, string][] => (value === undefined ? [] : [[label, value]]))
}

async function run(text: string): Promise<void> {
  if (place === null || text === '') return
  show(place, { tone: 'wait', zh: '正在核验…', en: 'Checking', facts: [] })
  show(place, await judge(text))
}

form?.addEventListener('submit', event => {
  event.preventDefault()
  if (code instanceof HTMLTextAreaElement) void run(payloadIn(code.value))
})
addEventListener('hashchange', () => void run(payloadIn(location.hash)))
void run(payloadIn(location.hash))
// The page itself and the keys stay, so that a code can be checked where there is no network.
void navigator.serviceWorker?.register('/verify-sw.js', { scope: '/verify' })
if (location.hash === '') void signingKeys()
