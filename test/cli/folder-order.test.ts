import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { declaredType, readFolder } from '../../src/cli/folder.ts'
import { chineseNumber, compareByShelf } from '../../src/cli/folder-order.ts'

t.test('a folder is read in the order of the shelf', async t => {
  const shelves = [
    ['volumes by their number in Chinese', ['证据卷一/1.pdf', '证据卷二/1.pdf', '证据卷三/1.pdf', '证据卷十/1.pdf', '证据卷十二/1.pdf']],
    ['files by the value of their number', ['2.pdf', '10.pdf', '100.pdf']],
    ['numbers in brackets, full width or not', ['照片（2）.jpg', '照片(10).jpg']],
    ['words by pinyin', ['诉讼文书卷/保证书.pdf', '诉讼文书卷/传唤证.pdf', '诉讼文书卷/起诉意见书.pdf', '证据卷/封面.pdf']],
    ['records by their session', ['讯问笔录第一次.pdf', '讯问笔录第二次.pdf', '讯问笔录第三次.pdf', '讯问笔录第十次.pdf']],
  ] as const
  for (const [title, order] of shelves) t.same([...order].reverse().sort(compareByShelf), order, title)
})

t.test('the order is total: two names that read the same still have one', async t => {
  t.equal(compareByShelf('卷一/a.pdf', '卷一/a.pdf'), 0)
  t.not(compareByShelf('卷1/a.pdf', '卷一/a.pdf'), 0)
  t.equal(Math.sign(compareByShelf('卷1/a.pdf', '卷一/a.pdf')), -Math.sign(compareByShelf('卷一/a.pdf', '卷1/a.pdf')))
})

t.test('a Chinese numeral has the value that people read', async t => {
  const values = [
    ['一', 1],
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['三十六', 36],
    ['一百零三', 103],
    ['二〇二六', 2026],
  ] as const
  for (const [text, value] of values) t.equal(chineseNumber(text), value, text)
})

t.test('what systems leave behind and links are named, not sent', async t => {
  const root = t.testdir()
  await mkdir(join(root, '证据卷'), { recursive: true })
  await writeFile(join(root, '证据卷', '2.pdf'), 'two')
  await writeFile(join(root, '证据卷', '1.pdf'), 'one!')
  await writeFile(join(root, '.DS_Store'), '')
  await symlink('/etc/hostname', join(root, '证据卷', '链接.pdf'))
  const { files, skipped } = await readFolder(root)
  t.same(
    files.map(({ path, sizeBytes }) => [path, sizeBytes]),
    [
      ['证据卷/1.pdf', 4],
      ['证据卷/2.pdf', 3],
    ],
  )
  t.same(skipped, ['.DS_Store', '证据卷/链接.pdf'])
})

t.test('the ending declares the type, in either case', async t => {
  t.equal(declaredType('a/起诉书.PDF'), 'application/pdf')
  t.equal(declaredType('照片.JPG'), 'image/jpeg')
  t.equal(declaredType('说明.docx'), 'application/octet-stream')
})
