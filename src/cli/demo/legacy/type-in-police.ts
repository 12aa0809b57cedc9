import type { Page } from 'playwright-core'
import { launchBrowser } from '../../../browser/chromium.ts'
import type { Officers } from '../officers.ts'
import type { CaseFacts } from '../papers/facts.ts'

type Desk = { readonly url: string; readonly account: string; readonly password: string }
/** What stands beside an input of the form, and what the officer puts in. */
type Entries = readonly (readonly [name: string, words: string])[]

const DIVISION = '350503'

/**
 * An officer types the case into the police's own system, once, page by page as its form goes: the only time in the whole course that
 * somebody types who the suspect is.
 */
export async function typeInPolice({ url, account, password }: Desk, facts: CaseFacts, officers: Officers): Promise<string> {
  const browser = await launchBrowser()
  try {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${url}/login.do`)
    await page.fill('#jh', account)
    await page.fill('#kl', password)
    await page.click('#dl')
    await page.click('a[href="/aj/kaishi.do"]')
    await fillIn(page, [...caseEntries(facts), ['ptzh', officers.officer.user.login]])
    await page.click('#cbr_zj')
    await fillIn(page, [
      ['cbr[0].jh', officers.officer.user.login],
      ['cbr[0].xm', officers.officer.user.name],
      ['cbr[0].zw', '主办'],
    ])
    await save(page)
    await page.goto(`${url}/aj/ry.do?n=0`)
    await fillIn(page, personEntries(facts))
    await page.click('#sxzm_zj')
    await fillIn(page, [
      ['sxzm[0].zm', '危险驾驶罪'],
      ['sxzm[0].ft', '133-1'],
      ['sxzm[0].zs', '1'],
    ])
    await page.click('#bhr_zj')
    await fillIn(page, [
      ['bhr[0].xm', facts.staff.dutyLawyer],
      ['bhr[0].ls', facts.agencies.lawFirm],
      ['bhr[0].zh', facts.staff.dutyLawyerLicence],
      ['bhr[0].lx', '值班律师'],
    ])
    await save(page)
    await page.goto(`${url}/aj/tj.do`)
    await page.click('#tj')
    await page.waitForSelector('#tjcg')
    return (await page.locator('#xtbh').textContent()) ?? ''
  } finally {
    await browser.close()
  }
}

async function save(page: Page): Promise<void> {
  await page.click('#bc')
  await page.waitForSelector('#bccg')
}

/** Each input as it is made: text is typed, a list or a mark is chosen by what people read. */
async function fillIn(page: Page, entries: Entries): Promise<void> {
  for (const [name, words] of entries) {
    const input = page.locator(`[name="${name}"]`)
    const type = await input.first().getAttribute('type')
    const labels = await input.first().locator('option').allTextContents()
    if (labels.length > 0) await input.selectOption({ label: labelOf(labels, name, words) })
    else if (type === 'radio' || type === 'checkbox') await page.locator(`[name="${name}"][value="${words}"]`).check()
    else await input.fill(words)
  }
}

function labelOf(labels: readonly string[], name: string, words: string): string {
  const found = labels.find(one => one.trim() === words) ?? labels.find(one => one.includes(words))
  if (found === undefined) throw new Error(`${name} 没有“${words}”可选`)
  return found
}

const minute = (local: string): string => local.replace('T', ' ')

function caseEntries({ suspect, conduct, times, agencies }: CaseFacts): Entries {
  return [
    ['ajbh', `${agencies.policeShort}受案字〔2026〕${suspect.idNumber.slice(-4)}号`],
    ['ajmc', `${suspect.name}${conduct.charge}案`],
    ['sarq', minute(times.arrivedAt)],
    ['larq', times.filedAt.slice(0, 10)],
    ['ajly', '工作中发现'],
    ['ay', `${conduct.charge}罪`],
    ['gtfz', '否'],
    ['swcn', '否'],
    ['mj', '无'],
    ['fasjq', minute(conduct.droveAt)],
    ['fasjz', minute(conduct.caughtAt)],
    ['faddqh', DIVISION],
    ['fadd', conduct.place],
    [
      'jyaq',
      `${suspect.name}酒后驾驶${conduct.vehicle}（${conduct.plate}），在${conduct.place}被查获，呼气酒精含量 ${conduct.breathAlcohol} mg/100 ml，血液乙醇含量 ${conduct.bloodAlcohol} mg/100 ml。`,
    ],
    ['jysc', '是'],
    ['scsj', minute(times.arrivedAt)],
    ['sczt', '进行中'],
  ]
}

function personEntries({ suspect }: CaseFacts): Entries {
  return [
    ['xh', '1'],
    ['xm', suspect.name],
    ['xmyj', '已核实'],
    ['xb', suspect.sex],
    ['csrq', suspect.bornOn],
    ['zjzl', '居民身份证'],
    ['zjhm', suspect.idNumber],
    ['mz', suspect.ethnicity],
    ['gj', '中国'],
    ['whcd', '普通高中毕业'],
    ['zzmm', '群众'],
    ['zy', suspect.occupation],
    ['csdqh', DIVISION],
    ['csd', suspect.household],
    ['hjdqh', DIVISION],
    ['hjd', suspect.household],
    ['xzzqh', DIVISION],
    ['xzz', suspect.home],
    ['lxdh', suspect.phone],
    ['mly', '无'],
    ['xznl', '完全'],
    ['zs', '否'],
    ['tb', '是'],
    ['lg', '否'],
  ]
}
