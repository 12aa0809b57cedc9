import { readFile } from 'node:fs/promises'
import fontkit from '@pdf-lib/fontkit'
import t from 'tap'
import { widthInEms } from '../../src/cli/demo/papers/font.ts'
import { layOut } from '../../src/cli/demo/papers/layout.ts'
import { PAGE } from '../../src/cli/demo/papers/page-ops.ts'
import { codesOf, paperText } from '../../src/cli/demo/papers/paper-texts.ts'
import { DRUNK_DRIVING } from '../../src/cli/demo/papers/sample-facts.ts'
import { wrap } from '../../src/cli/demo/papers/wrap.ts'
import { zhCount, zhFormalDay, zhSum, zhTime } from '../../src/cli/demo/papers/zh-format.ts'

const CODES = [...codesOf('police'), ...codesOf('procuratorate'), ...codesOf('court')]
const papers = CODES.map(code => paperText(code, DRUNK_DRIVING))

/** All that is written on a paper, in drawing order. */
function wordsOn(code: (typeof CODES)[number]): string {
  const paper = paperText(code, DRUNK_DRIVING)
  return layOut(paper)
    .flat()
    .map(op => (op.op === 'text' || op.op === 'hand' ? op.text : ''))
    .join('')
}

t.test('every stage has the papers the fast track asks for', async t => {
  const needed = {
    police:
      'GA01 GA03 GA07 GA08 GA16 GA17 GA18 GA19 GA31 GA32 GA33 GA34 GA38 GA39 GA41 GA59 GA61 GA64 GA65 GA66 GA67 GA73 GA74 GA75 GA81 GA82',
    procuratorate: 'JC01 JC09 JC11 JC12 JC13 JC14 JC16 JC17 JC18 JC19 JC21 JC22 JC43 SF02 SF03',
    court: 'FY01 FY08 FY10 FY11 FY12 FY15 FY17 FY18 FY20 FY32',
  } as const
  for (const stage of ['police', 'procuratorate', 'court'] as const) {
    const codes: readonly string[] = codesOf(stage)
    t.same(
      needed[stage].split(' ').filter(code => !codes.includes(code)),
      [],
      stage,
    )
  }
})

t.test('a paper is as long as such papers are', async t => {
  const lengths = {
    GA03: [1, 1],
    GA41: [3, 5],
    GA66: [3, 4],
    GA73: [2, 3],
    GA81: [3, 4],
    JC13: [2, 3],
    JC21: [2, 3],
    FY15: [2, 4],
    FY18: [3, 3],
  } as const
  for (const [code, [least, most]] of Object.entries(lengths)) {
    const paper = papers.find(each => each.code === code)
    const pages = paper ? layOut(paper).length : 0
    t.ok(pages >= least && pages <= most, `${code} has ${pages} pages`)
  }
})

t.test('nothing is written past the edges of the sheet', async t => {
  for (const paper of papers.filter(({ shape }) => shape === 'page')) {
    for (const [i, page] of layOut(paper).entries()) {
      const outside = page.filter(op => {
        if (op.op !== 'text' && op.op !== 'hand') return false
        return op.x < 40 || op.y > PAGE.height - 60 || op.x + widthInEms(op.text) * op.px > PAGE.width - 60
      })
      t.same(outside, [], `${paper.code}, page ${i + 1}`)
    }
  }
})

t.test('the font has every character that is printed or written', async t => {
  const font = fontkit.create(await readFile(new URL('../../src/pdf/fonts/NotoSerifSC-Regular.ttf', import.meta.url)))
  const missing = new Set<string>()
  for (const code of CODES) {
    for (const character of wordsOn(code)) if (!font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) missing.add(character)
  }
  t.same([...missing], [])
})

t.test('the facts are filled in and no blank is left over', async t => {
  for (const code of CODES.filter(code => !['GA64', 'GA45', 'GA82'].includes(code))) {
    const words = wordsOn(code)
    t.ok(words.includes(DRUNK_DRIVING.suspect.name), `${code} names the suspect`)
    t.notMatch(words, /undefined|\$\{|NaN|_|~/, `${code} has no unfilled place`)
  }
  t.match(wordsOn('GA01'), '丰公（交）受案字〔2026〕00101号')
  t.match(wordsOn('GA66'), '含量为132mg/100ml')
  t.match(wordsOn('FY18'), '拘役一个月，缓刑二个月，并处罚金人民币二千元')
  t.match(wordsOn('FY32'), '2026年3月24日至2026年5月23日')
})

t.test('other facts give another paper', async t => {
  const other = { ...DRUNK_DRIVING, conduct: { ...DRUNK_DRIVING.conduct, bloodAlcohol: 171 } }
  t.match(JSON.stringify(paperText('GA73', other).blocks), '含量为171mg/100ml')
  t.notMatch(JSON.stringify(paperText('GA73', other).blocks), '132mg')
})

t.test('the catalogue counts the pages of its volume', async t => {
  const listed = CODES.filter(code => code.startsWith('GA') && !['GA81', 'GA82', 'GA64', 'GA45'].includes(code))
  const litigation = listed.filter(code => !['GA41', 'GA65', 'GA66', 'GA67'].includes(code))
  const pages = litigation.reduce((sum, code) => sum + layOut(paperText(code, DRUNK_DRIVING)).length, 0)
  t.match(wordsOn('GA81'), `移送告知记录2026.03.10${pages}`, 'the last paper of the volume ends on its last page')
})

t.test('lines are broken as Chinese is set', async t => {
  const lines = wrap('根据《中华人民共和国刑事诉讼法》第一百零九条、第一百一十二条之规定，决定对“林志远”（男）立案。'.repeat(6), 17, 2)
  for (const { tokens } of lines) {
    t.notMatch(tokens[0]?.text ?? '', /^[，。、；：？！）》”]$/u, 'no closing mark begins a line')
    t.notMatch(tokens.at(-1)?.text ?? '', /^[（《“]$/u, 'no opening mark ends one')
  }
  t.ok(wrap('ETZF-350503-2026-000101', 6, 0).length > 1, 'a number too long for its cell is broken')
})

t.test('dates, counts and sums in words', async t => {
  t.equal(zhFormalDay('2026-03-11T09:00'), '二〇二六年三月十一日')
  t.equal(zhFormalDay('2030-12-20'), '二〇三〇年十二月二十日')
  t.equal(zhTime('2026-03-10T09:05'), '2026年3月10日09时05分')
  t.same([1, 2, 10, 11, 20, 36].map(zhCount), ['一', '二', '十', '十一', '二十', '三十六'])
  t.same([2000, 10000, 52000, 2500].map(zhSum), ['二千', '一万', '五万二千', '2500'])
})
