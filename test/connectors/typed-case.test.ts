import t from 'tap'
import { aBrowser, aLegacy, aRobot, OFFICER } from '../support/legacy.ts'

const TEXT = {
  first: {
    ajbh: '丰公（交）受案字〔2026〕00101号',
    ajmc: '林志远危险驾驶案',
    sarq: '2026-03-10 08:30',
    larq: '2026-3-10',
    ptzh: 'fz-po',
    fadd: '海棠路',
    saje: '30,000元',
  },
  person: { xh: '1', xm: '林志远', csrq: '1988-06-14', zjhm: '350503198806149916', bm: '阿远、林远' },
}
const CHOSEN = {
  first: { ajly: '工作中发现', ay: '危险驾驶罪' },
  person: { xmyj: '已核实', zjzl: '居民身份证', mz: '汉族', whcd: '普通高中毕业' },
}

t.test('a case that an officer typed in the police system is read as the card has it', async t => {
  const browser = await aBrowser(t)
  const legacy = await aLegacy(t, 'police')
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(60_000)
  const save = async (of: 'first' | 'person'): Promise<void> => {
    for (const [name, words] of Object.entries(TEXT[of])) await page.fill(`[name="${name}"]`, words)
    for (const [name, label] of Object.entries(CHOSEN[of])) await page.selectOption(`[name="${name}"]`, { label })
    await page.click('#bc')
    await page.waitForSelector('#bccg')
  }
  await page.goto(`${legacy.url}/login.do`)
  await page.fill('#jh', OFFICER.name)
  await page.fill('#kl', OFFICER.password)
  await page.click('#dl')
  await page.click('text=案件录入')
  await save('first')
  await page.click('text=二、涉案人员')
  await page.click('#xzry')
  await page.check('[name="xb"][value="男"]')
  await page.check('[name="tb"][value="是"]')
  await page.click('#sxzm_zj')
  await page.selectOption('[name="sxzm[0].zm"]', { label: '危险驾驶罪' })
  await page.fill('[name="sxzm[0].ft"]', '133-1')
  await save('person')
  await page.click('text=四、提交入库')
  await page.click('#tj')
  const reference = (await page.textContent('#xtbh')) ?? ''

  const robot = aRobot(t, browser, legacy)
  t.match(await robot.list(), [{ reference }])
  const record = await robot.read(reference)
  t.equal(record.platformCaseId, null, 'it was born there')
  t.equal(record.raw.get('officer'), 'fz-po', 'and says whose it is')
  const read = Object.fromEntries(record.values)
  t.same(read['/acceptedOn'], '2026-03-10T08:30:00+08:00')
  t.same(read['/filedOn'], '2026-03-10')
  t.same(read['/lossAmount'], '30000')
  t.same(read['/source'], 'discovery')
  t.same(read['/caseCategory'], 'X001')
  t.same(read['/persons/0/aliases'], ['阿远', '林远'])
  t.same(read['/persons/0/sex'], '1')
  t.same(read['/persons/0/education'], '61')
  t.same(read['/persons/0/charges'], [{ chargeCode: 'X001', article: '133-1' }])
  t.same(read['/persons/0/confession'], { value: true })
  t.same(read['/persons/0/priorRecord'], [], 'no prior record is a statement')
  t.same([read['/persons/0/measures'], read['/victims']], [null, null], 'no measure and no victim are none')
  t.equal(record.raw.get('/lossAmount'), '30,000元')
})
