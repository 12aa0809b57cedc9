import { plainDay } from '../../src/domain/chinese.ts'
import type { MadeCase } from './made-case.ts'
import {
  columns,
  flush,
  form,
  grid,
  heading,
  identity,
  type Maker,
  midnight,
  names,
  offenceTruth,
  pairs,
  paragraph,
  signed,
  type Truth,
  truthOf,
} from './paper.ts'
import { described } from './people.ts'

const caseOf = ({ accused, offence }: MadeCase): string => `${names(accused)}涉嫌${offence.charge}案`
const number = ({ serial }: MadeCase, word: string): string => `丰公（刑）${word}字〔2026〕${String(serial).padStart(5, '0')}号`
const clock = (at: string): string => `${Number(at.slice(11, 13))}时${Number(at.slice(14, 16))}分`

/** 受案登记表. */
export const acceptance: Maker = (made, layout) => {
  const { agencies, offence, days, accused, random } = made
  const story = offence.story(accused.map(({ name }) => name))
  const [source, sourceCode] = random.pick<readonly [string, string]>([
    ['报案', 'report'],
    ['工作中发现', 'discovery'],
    ['群众扭送', 'handIn'],
  ])
  const accepted = `${plainDay(days.accepted)}${clock(offence.to)}`
  const boxes = ['110指令', '工作中发现', '报案', '投案', '移送', '扭送'].map(one => `${source.includes(one) ? '√' : '□'}${one}`).join(' ')
  const rows = [
    ['案件来源', layout === 'form' ? source : boxes],
    ['案由', offence.charge],
    ['受案时间', accepted],
    ['案发地点', offence.place],
    ['简要案情', story],
  ] as const
  const blocks = {
    form: [...rows.map(([label, value]) => flush(`${label}：${value}`)), paragraph('属本单位管辖的刑事案件，建议及时立案侦查。')],
    table: [pairs(...rows, ['受案意见', '属本单位管辖的刑事案件，建议及时立案侦查。'])],
    text: [
      flush(`案件来源：${source}`),
      flush(`受案时间：${accepted}    案由：${offence.charge}`),
      flush(`案发地点：${offence.place}`),
      flush('简要案情：'),
      paragraph(story),
    ],
  }[layout]
  const truth: Truth[] = [
    truthOf('source', null, sourceCode),
    truthOf('acceptedOn', null, `${days.accepted}T${offence.to.slice(11, 16)}:00+08:00`),
    truthOf('caseCategory', null, offence.chargeCode),
    truthOf('factSummary', null, story),
    ...offenceTruth(made).filter(({ key }) => key.startsWith('occurred')),
  ]
  return {
    code: 'GA01',
    layout,
    truth,
    form: form({
      title: '受案登记表',
      issuer: agencies.police,
      number: number(made, '受案'),
      blocks,
      closing: signed(agencies.police, days.accepted),
    }),
  }
}

/** 立案决定书. */
export const filing: Maker = (made, layout) => {
  const { agencies, offence, days } = made
  const law = '根据《中华人民共和国刑事诉讼法》第一百一十二条之规定，'
  const blocks = {
    form: [paragraph(`${law}决定对_${caseOf(made)}_立案侦查。`.replaceAll('_', ' '))],
    table: [pairs(['案件名称', caseOf(made)], ['立案依据', `${law}决定立案侦查。`])],
    text: [
      paragraph(
        `我局于${plainDay(days.accepted)}受理的${caseOf(made)}，经审查，认为有犯罪事实发生，需要追究刑事责任，且属于管辖范围。${law}决定对${caseOf(made)}立案侦查，涉嫌罪名为${offence.charge}罪。`,
      ),
    ],
  }[layout]
  const truth = [
    truthOf('filedOn', null, days.filed),
    truthOf('caseCategory', null, offence.chargeCode),
    ...(layout === 'text' ? [truthOf('acceptedOn', null, midnight(days.accepted))] : []),
  ]
  return {
    code: 'GA03',
    layout,
    truth,
    form: form({
      title: '立案决定书',
      issuer: agencies.police,
      number: number(made, '立'),
      blocks,
      closing: signed(agencies.police, days.filed),
    }),
  }
}

/** 户籍证明 / 人员基本信息. */
export const household: Maker = (made, layout) => {
  const { accused, agencies, days, random } = made
  const [one] = accused
  if (one === undefined) throw new Error('nobody is accused')
  const people = random.chance(0.3) ? one.people.replace(/族$/, '') : one.people
  const blocks = {
    form: [
      flush(`姓名：${one.name}    性别：${one.sex}    民族：${people}`),
      flush(`出生日期：${random.pick([plainDay(one.born), one.born, one.born.replaceAll('-', '.')])}`),
      flush(`公民身份号码：${one.idNo}`),
      flush(`文化程度：${one.school.replace('文化', '')}`),
      flush(`户籍地址：${one.household}`),
      flush(`现住址：${one.home}`),
    ],
    table: [
      grid([
        ['姓  名', one.name, '性  别', one.sex],
        ['民  族', people, '出生日期', random.pick([plainDay(one.born), one.born])],
        ['文化程度', one.school.replace('文化', ''), '婚姻状况', '已婚'],
      ]),
      pairs(['公民身份号码', one.idNo], ['户籍地址', one.household], ['现住址', one.home]),
    ],
    text: [
      paragraph(
        `兹证明${one.name}，${one.sex}，${one.people}，${plainDay(one.born)}出生，${one.school}，公民身份号码${one.idNo}，户籍所在地${one.household}，现住${one.home}。以上信息与全国人口信息系统核对一致。`,
      ),
    ],
  }[layout]
  const truth = identity(one, ['name', 'sex', 'birthDate', 'idNo', 'ethnic', 'education', 'household', 'residence'])
  return {
    code: 'GA38',
    layout,
    truth,
    form: form({
      title: '户籍证明',
      issuer: `${agencies.police}东海派出所`,
      number: null,
      blocks,
      closing: signed(`${agencies.police}东海派出所`, days.filed),
    }),
  }
}

/** 讯问笔录. */
export const interrogation: Maker = (made, layout) => {
  const { accused, agencies, days, offence, random } = made
  const [one] = accused
  if (one === undefined) throw new Error('nobody is accused')
  const when = `${plainDay(days.measure)}10时5分至${plainDay(days.measure)}11时40分`
  const talk = [
    '问：我们是公安机关的人民警察，现依法对你进行讯问，你应当如实回答。听清楚了吗？',
    '答：听清楚了。',
    ...(layout === 'text'
      ? ['问：讲一下你的个人情况？', `答：我叫${described(one, random)}，联系电话${one.phone}。`]
      : ['问：以上登记的个人情况是否属实？', '答：属实。']),
    `问：你因何事被传唤？`,
    `答：因为涉嫌${offence.charge}。`,
    '问：你是否自愿认罪认罚？',
    '答：我自愿认罪认罚。',
    '问：如果符合条件，你是否同意适用速裁程序？',
    '答：我同意适用速裁程序。',
  ]
  const head = {
    form: [
      flush(`时间：${when}`),
      flush(`地点：${agencies.police}执法办案中心`),
      flush(`被讯问人：${one.name}    性别：${one.sex}    民族：${one.people}`),
      flush(`出生日期：${plainDay(one.born)}    文化程度：${one.school}`),
      flush(`身份证号码：${one.idNo}`),
      flush(`户籍所在地：${one.household}`),
      flush(`现住址：${one.home}`),
      flush(`职业：${one.job}    联系方式：${one.phone}`),
    ],
    table: [
      pairs(['时间', when], ['地点', `${agencies.police}执法办案中心`]),
      grid([
        ['被讯问人', one.name, '性别', one.sex],
        ['出生日期', plainDay(one.born), '民族', one.people],
        ['文化程度', one.school, '联系电话', one.phone],
        ['职业', one.job, '身份证号码', one.idNo],
      ]),
      pairs(['户籍所在地', one.household], ['现住址', one.home]),
    ],
    text: [flush(`时间：${when}`), flush(`地点：${agencies.police}执法办案中心`)],
  }[layout]
  const truth = [
    ...identity(one),
    ...identity(one, ['phone']),
    truthOf('pleaLeniency', one, { value: true, since: 'police' }),
    truthOf('fastTrackConsent', one, { value: true, since: 'police' }),
  ]
  return {
    code: 'GA41',
    layout,
    truth,
    form: form({
      title: '讯问笔录',
      issuer: '',
      number: null,
      blocks: [...head, ...talk.map(paragraph)],
      closing: [`被讯问人：${one.name}`],
    }),
  }
}

/** 询问笔录（被害人）. */
export const victimRecord: Maker = (made, layout) => {
  const { victim, offence, days, random, agencies } = made
  const loss = offence.loss === null || offence.victims.length > 1 ? null : offence.loss
  const told =
    loss === null
      ? '答：事情就是这样，我希望公安机关依法处理。'
      : `答：我被偷的东西买来不久，损失大概${random.pick([`${Number(loss)}元`, `人民币${Number(loss)}元`])}，希望公安机关帮我追回。`
  const head = {
    form: [
      flush(`时间：${plainDay(days.filed)}15时20分`),
      flush(`被询问人：${victim.name}    性别：${victim.sex}`),
      flush(`出生日期：${plainDay(victim.born)}    联系方式：${victim.phone}`),
      flush(`身份证号码：${victim.idNo}`),
    ],
    table: [
      pairs(['询问时间', `${plainDay(days.filed)}15时20分`], ['询问地点', `${agencies.police}东海派出所`]),
      grid([
        ['被询问人', victim.name, '性别', victim.sex],
        ['出生日期', plainDay(victim.born), '联系方式', victim.phone],
      ]),
      pairs(['身份证号码', victim.idNo], ['现住址', victim.home]),
    ],
    text: [
      flush(`时间：${plainDay(days.filed)}15时20分`),
      paragraph('问：讲一下你的个人情况？'),
      paragraph(`答：我叫${victim.name}，${victim.sex}，${plainDay(victim.born)}出生，身份证号码${victim.idNo}，现住${victim.home}。`),
    ],
  }[layout]
  const value = { name: victim.name, sex: victim.sex === '男' ? '1' : '2', birthDate: victim.born, ...(loss === null ? {} : { loss }) }
  const blocks = [
    ...head,
    paragraph('问：你把事情的经过讲一下？'),
    paragraph(told),
    paragraph('问：以上所讲是否属实？'),
    paragraph('答：属实。'),
  ]
  return {
    code: 'GA44',
    layout,
    truth: [truthOf('victims', null, [value])],
    form: form({ title: '询问笔录', issuer: '', number: null, blocks, closing: [`被询问人：${victim.name}`] }),
  }
}

const THINGS = [
  ['黑色苹果牌手机', 1, '部', null],
  ['银灰色联想牌笔记本电脑', 1, '台', '4200.00'],
  ['人民币现金', 3500, '元', null],
  ['木棍', 2, '根', null],
  ['雅迪牌电动自行车', 1, '辆', '2600.00'],
  ['银行卡', 3, '张', null],
  ['黄金项链', 1, '条', '6800.00'],
] as const

/** 扣押清单. */
export const seizure: Maker = (made, layout) => {
  const { accused, agencies, days, random } = made
  const start = random.whole(0, THINGS.length - 3)
  const things = THINGS.slice(start, start + 3)
  const [one] = accused
  const listed = things.map(
    ([item, quantity, unit, worth], at) => `${at + 1}.${item}${quantity}${unit}${worth === null ? '' : `（价值${Number(worth)}元）`}`,
  )
  const blocks = {
    form: [
      paragraph(`根据《中华人民共和国刑事诉讼法》第一百四十一条之规定，我局依法扣押${one?.name ?? ''}持有的下列物品：`),
      ...listed.map(text => paragraph(`${text}；`.replace(/；$/, text.startsWith('3') ? '。' : '；'))),
    ],
    table: [
      columns(
        [
          ['编号', 1],
          ['名称', 4],
          ['数量', 2],
          ['价值', 2],
          ['备注', 2],
        ],
        things.map(([item, quantity, unit, worth], at) => [
          String(at + 1),
          item,
          `${quantity}${unit}`,
          worth === null ? '' : `${Number(worth)}元`,
          '',
        ]),
      ),
    ],
    text: [
      paragraph(
        `${plainDay(days.filed)}，我局民警在对${one?.name ?? ''}的住处进行搜查时，依法扣押下列物品：${things.map(([item, quantity, unit, worth]) => `${item}${quantity}${unit}${worth === null ? '' : `（价值${Number(worth)}元）`}`).join('、')}。以上物品由我局涉案财物保管室保管。`,
      ),
    ],
  }[layout]
  const value = things.map(([item, quantity, unit, worth]) => ({
    item,
    quantity,
    unit,
    ...(worth === null ? {} : { value: worth }),
    status: 'seized',
  }))
  return {
    code: 'GA52',
    layout,
    truth: [truthOf('property', null, value)],
    form: form({
      title: '扣押清单',
      issuer: agencies.police,
      number: number(made, '扣押'),
      blocks,
      closing: signed(agencies.police, days.filed),
    }),
  }
}

/** 取保候审决定书. */
export const bail: Maker = (made, layout) => {
  const { accused, agencies, days, random, victim } = made
  const [one] = accused
  if (one === undefined) throw new Error('nobody is accused')
  const money = random.chance(0.4)
  const surety = money ? '交纳保证金人民币5000元' : `接受保证人${victim.name === one.name ? '林秋' : '周秋萍'}的监督`
  const law = '根据《中华人民共和国刑事诉讼法》第六十七条之规定，'
  const told = `性别${one.sex}，出生日期${plainDay(one.born)}，住址${one.home}，公民身份号码${one.idNo}`
  const decision = `我局正在侦查${caseOf(made)}，${law}决定对其取保候审，期限从${plainDay(days.measure)}起算。犯罪嫌疑人应当${surety}。`
  const blocks = {
    form: [paragraph(`犯罪嫌疑人${one.name}（${told}）。`), paragraph(decision)],
    table: [
      grid([
        ['犯罪嫌疑人', one.name, '性别', one.sex],
        ['出生日期', plainDay(one.born), '联系方式', one.phone],
      ]),
      pairs(['公民身份号码', one.idNo], ['住址', one.home]),
      paragraph(decision),
    ],
    text: [paragraph(`犯罪嫌疑人${one.name}，${told}。`), paragraph(decision)],
  }[layout]
  const truth = [
    ...identity(one, ['name', 'sex', 'birthDate', 'residence', 'idNo', ...(layout === 'table' ? (['phone'] as const) : [])]),
    truthOf('measures', one, [{ code: money ? '03' : '02', decidedBy: agencies.policeCode, from: midnight(days.measure) }]),
  ]
  return {
    code: 'GA16',
    layout,
    truth,
    form: form({
      title: '取保候审决定书',
      issuer: agencies.police,
      number: number(made, '取保'),
      blocks,
      closing: signed(agencies.police, days.measure),
    }),
  }
}

/** 起诉意见书. */
export const opinion: Maker = (made, layout) => {
  const { accused, agencies, days, offence, random } = made
  const story = offence.story(accused.map(({ name }) => name))
  const plead = random.chance(0.7)
  const surrender = random.chance(0.3)
  const course = `因涉嫌${offence.charge}罪，于${plainDay(days.measure)}被${random.pick(['我局', agencies.police])}刑事拘留`
  const persons = accused.map(one => `犯罪嫌疑人${described(one, random)}。${course}。`)
  const table = accused.flatMap(one => [
    grid([
      ['犯罪嫌疑人', one.name, '性别', one.sex],
      ['出生日期', plainDay(one.born), '民族', one.people],
      ['文化程度', one.school, '职业', one.job],
    ]),
    pairs(['公民身份号码', one.idNo], ['户籍所在地', one.household], ['现住址', one.home]),
    paragraph(`犯罪嫌疑人${one.name}${course}。`),
  ])
  const all = names(accused)
  const weigh = accused.map(
    one =>
      `犯罪嫌疑人${one.name}${surrender ? '主动投案，如实供述自己的罪行，系自首' : '到案后如实供述自己的罪行，有坦白情节'}${plead ? '，自愿认罪认罚' : ''}。`,
  )
  const facts =
    layout === 'form'
      ? [heading('一、经依法侦查查明的事实'), paragraph(story), heading('二、认定上述事实的证据')]
      : [paragraph('经依法侦查查明：'), paragraph(story), paragraph('认定上述事实的证据如下：')]
  const blocks = [
    ...(layout === 'table' ? table : persons.map(paragraph)),
    paragraph(
      `犯罪嫌疑人${all}涉嫌${offence.charge}一案，我局于${plainDay(days.accepted)}受理，于${plainDay(days.filed)}立案侦查。现已侦查终结。`,
    ),
    ...facts,
    paragraph('受案登记表、立案决定书、证人证言、犯罪嫌疑人供述和辩解等。上述犯罪事实清楚，证据确实、充分，足以认定。'),
    ...weigh.map(paragraph),
    paragraph(
      `综上所述，犯罪嫌疑人${all}的行为已触犯《中华人民共和国刑法》${offence.articleWords}之规定，涉嫌${offence.charge}罪。依照《中华人民共和国刑事诉讼法》第一百六十二条之规定，现将此案移送审查起诉${plead ? '，建议适用速裁程序办理' : ''}。`,
    ),
    paragraph('此致'),
    flush(agencies.procuratorate),
  ]
  const truth: Truth[] = [
    ...accused.flatMap(one => [
      ...identity(one),
      truthOf('charges', one, [{ chargeCode: offence.chargeCode, article: offence.article }]),
      truthOf('measures', one, [{ code: '06', decidedBy: agencies.policeCode, from: midnight(days.measure) }]),
      truthOf(surrender ? 'surrender' : 'confession', one, { value: true, since: 'police' }),
      ...(plead ? [truthOf('pleaLeniency', one, { value: true, since: 'police' })] : []),
    ]),
    ...offenceTruth(made),
    truthOf('filedOn', null, days.filed),
    truthOf('factSummary', null, story),
    truthOf('transferredOn', null, days.transferred),
    ...(plead ? [truthOf('fastTrackSuggested', null, true)] : []),
  ]
  return {
    code: 'GA73',
    layout,
    truth,
    form: form({
      title: '起诉意见书',
      issuer: agencies.police,
      number: number(made, '诉'),
      blocks,
      closing: signed(agencies.police, days.transferred),
    }),
  }
}
