import t from 'tap'
import { findIn } from '../../../src/reading/extract/find-in.ts'
import { readId } from '../../../src/reading/extract/numbers.ts'
import { pageOf } from '../../support/pages.ts'

t.test('what a scanner takes for a letter is mended only where the check digit then holds', async t => {
  t.same(readId('35O503l98806141017'), { idNo: '350503198806141017', valid: true, mended: true })
  t.same(readId('35O503198806141018'), null, 'the digits do not hold')
  t.same(readId('350503 19880614 1017'), { idNo: '350503198806141017', valid: true, mended: false })
})

t.test('a number whose check digit fails is a question, and tells nobody from anybody', async t => {
  const found = findIn('GA73', [pageOf(['犯罪嫌疑人林志远，男，1988年6月14日出生，公民身份号码350503198806141018，汉族，高中文化。'])])
  const number = found.find(({ key }) => key === 'idNo')
  t.ok(number !== undefined && number.confidence < 0.5)
  t.same(number?.about, { name: '林志远' })
  t.notOk(found.some(({ key }) => key === 'idType'))
})

t.test('a court’s number is kept with narrow brackets', async t => {
  const found = findIn('FY12', [
    pageOf(['本院受理的被告人林志远危险驾驶一案（（2026）闽0503刑初12号），定于2026年4月15日上午9时30分在第三审判庭公开开庭审理。']),
  ])
  t.same(
    found.filter(({ key }) => key === 'caseNo' || key === 'hearingOn').map(({ value }) => value),
    ['(2026)闽0503刑初12号', ['2026-04-15T09:30:00+08:00']],
  )
})
