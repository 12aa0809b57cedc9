import t from 'tap'
import { progressLine, rateOf, secondsLeft } from '../../src/cli/progress.ts'
import { formatBytes, formatSeconds } from '../../src/cli/sizes.ts'

const MB = 1024 * 1024
const half = { files: 12, totalFiles: 54, bytes: 10 * MB, totalBytes: 20 * MB, ms: 5_000 }

t.test('rate and rest follow from what is through so far', async t => {
  t.equal(rateOf(half), 2 * MB)
  t.equal(secondsLeft(half), 5)
  t.equal(progressLine(half), ' 50% · 12/54 份 · 10.0 MB/20.0 MB · 2.0 MB/秒 · 约剩 5 秒')
})

t.test('in the first moments there is no rate to tell', async t => {
  t.equal(rateOf({ ...half, ms: 50 }), 0)
  t.equal(secondsLeft({ ...half, ms: 50 }), null)
  t.equal(progressLine({ ...half, bytes: 0, files: 0, ms: 0 }), '  0% · 0/54 份 · 0 B/20.0 MB')
})

t.test('a folder of empty files is at its end when all are through', async t => {
  t.match(progressLine({ files: 3, totalFiles: 3, bytes: 0, totalBytes: 0, ms: 1_000 }), /^100% · 3\/3 份/)
})

t.test('bytes sent twice never show more than the whole', async t => {
  t.match(progressLine({ ...half, bytes: 25 * MB }), /^100%/)
  t.equal(secondsLeft({ ...half, bytes: 25 * MB }), 0)
})

t.test('sizes and times read as people say them', async t => {
  t.equal(formatBytes(0), '0 B')
  t.equal(formatBytes(812), '812 B')
  t.equal(formatBytes(3.1 * MB), '3.1 MB')
  t.equal(formatBytes(752 * MB), '752 MB')
  t.equal(formatSeconds(59.6), '1 分 0 秒')
  t.equal(formatSeconds(45), '45 秒')
  t.equal(formatSeconds(7_500), '2 小时 5 分')
})
