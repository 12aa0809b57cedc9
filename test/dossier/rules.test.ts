import fc from 'fast-check'
import t from 'tap'
import type { CatalogueDocument } from '../../src/dossier/model.ts'
import { producersFor } from '../../src/dossier/producers.ts'
import { CERTAIN, catalogue, cleanFileName, recognise, volumeSeqOf } from '../../src/dossier/rules.ts'

const POLICE = producersFor('publicSecurity')
const PROCURATORATE = producersFor('procuratorate')
const COURT = producersFor('court')

t.test('a paper is recognised by the name that officers give it', async t => {
  const cases = [
    ['GA41_讯问笔录第一次.pdf', POLICE, 'GA41', 'a leading code'],
    ['ＧＡ０３ 立案决定书.pdf', POLICE, 'GA03', 'a code in full-width letters'],
    ['JC21.pdf', POLICE, 'JC21', 'a code holds for whoever files it'],
    ['12.取保候审决定书.PDF', POLICE, 'GA16', 'a number before the name'],
    ['取保候审决定书.jpg', COURT, 'FY06', 'the court’s own decision of the same name'],
    ['讯问笔录.pdf', PROCURATORATE, 'JC13', 'the procuratorate’s own record'],
    ['03 讯问笔录（林志远）第二次.pdf', POLICE, 'GA41', 'whose and which time'],
    ['询问笔录(证人)张三.pdf', POLICE, 'GA43', 'a witness'],
    ['05询问笔录（被害人）李四.pdf', POLICE, 'GA44', 'a victim'],
    ['鉴定意见通知书(林志远).pdf', POLICE, 'GA61', 'the longer name, not 鉴定意见'],
    ['到案经过 - 副本.pdf', POLICE, 'GA07', 'a copy'],
    ['听取值班律师意见笔录.pdf', PROCURATORATE, 'JC14', 'one of two that a slash names'],
    ['认罪认罚具结书(林志远).pdf', PROCURATORATE, 'JC16', 'with the name of the person'],
  ] as const
  for (const [name, producers, code, why] of cases) {
    const found = recognise(name, producers)
    t.equal(found?.code, code, `${name}: ${why}`)
    t.ok(found && found.confidence >= CERTAIN, `${name} is certain`)
  }
})

t.test('what is doubtful is proposed and never certain', async t => {
  const cases = [
    ['询问笔录.pdf', POLICE, 'of a witness or of the victim'],
    ['受案登记.pdf', POLICE, 'nearly a name'],
    ['户籍证明.pdf', POLICE, 'one of two that a slash names, too short to be sure'],
  ] as const
  for (const [name, producers, why] of cases) {
    const found = recognise(name, producers)
    t.ok(found && found.confidence < CERTAIN, `${name}: ${why}`)
  }
})

t.test('another agency’s paper in one’s own file is proposed by its own name, not taken for one with a like name', async t => {
  const cases = [
    ['021_批准逮捕决定书.pdf', POLICE, 'JC02', 'not the request 提请批准逮捕书'],
    ['批准逮捕决定书.pdf', COURT, 'JC02', 'not the court’s own 逮捕决定书'],
    ['起诉书.pdf', POLICE, 'JC21', 'the procuratorate’s'],
  ] as const
  for (const [name, producers, code, why] of cases) {
    const found = recognise(name, producers)
    t.equal(found?.code, code, `${name}: ${why}`)
    t.ok(found && found.confidence < CERTAIN, `${name} is not certain`)
  }
})

t.test('a name that says nothing and a code that is none are left to a person', async t => {
  for (const name of ['扫描件0001.pdf', 'IMG_2031.jpg', 'GA99_附件.pdf', 'GA411.pdf', '银行流水明细.pdf'])
    t.equal(recognise(name, POLICE), null, name)
})

const nameOf = (path: string): string => {
  const decision = cleanFileName(path)
  return decision.ok ? decision.change : decision.code
}

t.test('a file name is kept as people read it, without its folders', async t => {
  t.equal(nameOf('证据卷2/讯问笔录.pdf'), '讯问笔录.pdf')
  t.equal(nameOf('C:\\扫描\\讯问笔录.pdf'), '讯问笔录.pdf')
  t.equal(nameOf(' 讯问笔录.pdf '), '讯问笔录.pdf')
  t.equal(nameOf('re\u0301sume\u0301.pdf'), 'r\u00e9sum\u00e9.pdf', 'composed, so that the same name has the same bytes')
  t.equal(nameOf(`${'字'.repeat(196)}.pdf`), `${'字'.repeat(196)}.pdf`, '200 characters')
})

t.test('a name that does not read as it is, is empty or too long is refused', async t => {
  const wrong = {
    'a\u202efdp.exe': 'turns the direction of text',
    'a\u2067b.pdf': 'isolates text of another direction',
    'a\u200bb.pdf': 'has a space that nobody sees',
    'a\u0000.pdf': 'has a null',
    'a\r\nb.pdf': 'has a line break',
    'folder/': 'is only a folder',
    '': 'is empty',
    '   ': 'is spaces',
    [`${'字'.repeat(197)}.pdf`]: 'has 201 characters',
  }
  for (const [name, why] of Object.entries(wrong)) t.equal(nameOf(name), 'upload-name-invalid', why)
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(nameOf(text))))
})

t.test('the number of a volume is read from its folder', async t => {
  const numbers = {
    '证据卷2/a.pdf': 2,
    '证据卷（二）/a.pdf': 2,
    '证据卷 第3卷/a.pdf': 3,
    '第三卷/a.pdf': 3,
    '诉讼卷第二册/a.pdf': 2,
    '证据卷十/a.pdf': 10,
    '证据卷十二/a.pdf': 12,
    '证据卷二十/a.pdf': 20,
    '证据卷二十一/a.pdf': 21,
    '证据卷12\\a.pdf': 12,
    '证据卷0/a.pdf': 1,
    '诉讼卷/a.pdf': 1,
    '证据卷2/照片/a.pdf': 1,
    'a卷5.pdf': 1,
  }
  for (const [path, number] of Object.entries(numbers)) t.equal(volumeSeqOf(path), number, path)
})

let serial = 0
const aPaper = (code: string, given: Partial<CatalogueDocument> = {}): CatalogueDocument => ({
  id: `paper-${++serial}`,
  volume: 'litigation',
  volumeSeq: 1,
  seq: null,
  code,
  fileName: `${code}.pdf`,
  pageCount: 2,
  ...given,
})
const lines = (papers: readonly CatalogueDocument[]): string[] =>
  catalogue(papers).flatMap(({ volume, volumeSeq, documents }) =>
    documents.map(({ code, place }) => `${volume}${volumeSeq} ${place.seq} ${code} ${place.pageFrom}-${place.pageTo}`),
  )

t.test('volumes stand in their order, papers in the order of the table, and printed pages count anew in each volume', async t => {
  const papers = [
    aPaper('GA41', { volume: 'evidence', volumeSeq: 2 }),
    aPaper('GA41', { volume: 'evidence' }),
    aPaper('GA82', { pageCount: 1 }),
    aPaper('GA73', { pageCount: 5 }),
    aPaper('GA03'),
    aPaper('GA01', { pageCount: 3 }),
    aPaper('GA81', { pageCount: 1 }),
  ]
  const expected = [
    'litigation1 1 GA81 0-0',
    'litigation1 2 GA01 1-3',
    'litigation1 3 GA03 4-5',
    'litigation1 4 GA73 6-10',
    'litigation1 5 GA82 0-0',
    'evidence1 1 GA41 1-2',
    'evidence2 1 GA41 1-2',
  ]
  t.same(lines(papers), expected, 'the cover first and the remarks last carry no page number')
  t.same(lines(papers.toReversed()), expected, 'whatever order they came in')
})

t.test('several papers of one kind stand by their names, numbers as numbers', async t => {
  const names = ['讯问笔录10.pdf', '讯问笔录2.pdf', '讯问笔录1.pdf']
  const [volume] = catalogue(names.map(fileName => aPaper('GA41', { fileName })))
  t.same(
    volume?.documents.map(({ fileName }) => fileName),
    ['讯问笔录1.pdf', '讯问笔录2.pdf', '讯问笔录10.pdf'],
  )
})

t.test('what was frozen keeps its place and its pages, and later papers follow it', async t => {
  const sent = [aPaper('GA03', { seq: 1 }), aPaper('GA73', { seq: 2, pageCount: 4 })]
  const before = lines(sent)
  const after = lines([aPaper('GA01'), ...sent, aPaper('GA07')])
  t.same(after.slice(0, 2), before)
  t.same(after.slice(2), ['litigation1 3 GA01 7-8', 'litigation1 4 GA07 9-10'])
})

t.test('over any dossier the printed pages of a volume are whole and without gaps', async t => {
  const anyPaper = fc.record({
    code: fc.constantFrom('GA01', 'GA41', 'GA73', 'GA81', 'GA82', 'JC13', 'XX00'),
    volume: fc.constantFrom('litigation', 'evidence', 'procuratorate'),
    volumeSeq: fc.integer({ min: 1, max: 12 }),
    pageCount: fc.integer({ min: 1, max: 400 }),
  })
  fc.assert(
    fc.property(fc.array(anyPaper), papers => {
      const volumes = catalogue(papers.map(given => aPaper(given.code, given)))
      const whole = volumes.every(({ documents, pageCount }) => {
        const numbered = documents.filter(({ place }) => place.pageFrom > 0)
        const joined = numbered.every(({ place }, index) => place.pageFrom === (numbered[index - 1]?.place.pageTo ?? 0) + 1)
        return (
          joined && (numbered.at(-1)?.place.pageTo ?? 0) === pageCount && documents.every(({ place }, index) => place.seq === index + 1)
        )
      })
      return whole && volumes.flatMap(({ documents }) => documents).length === papers.length
    }),
  )
  t.equal(catalogue([]).length, 0)
})
