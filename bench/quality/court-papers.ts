import { plainDay } from '../../src/domain/chinese.ts'
import type { MadeCase } from './made-case.ts'
import {
  columns,
  DESCRIBED,
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

const only = ({ accused, penalties }: MadeCase) => {
  const [one] = accused
  const [penalty] = penalties
  if (one === undefined || penalty === undefined) throw new Error('nobody is accused')
  return { one, penalty }
}
const office = ({ serial }: MadeCase, word: string): string => `丰检${word}〔2026〕${serial}号`
const courtNo = ({ offence, serial }: MadeCase): string => `（2026）闽${offence.division.slice(2)}刑初${serial}号`
const plainCourtNo = (made: MadeCase): string => courtNo(made).replace('（', '(').replace('）', ')')

/** 认罪认罚具结书. */
export const undertaking: Maker = (made, layout) => {
  const { agencies, days, offence, lawyer } = made
  const { one, penalty } = only(made)
  const story = offence.story([one.name])
  const head = {
    form: [
      paragraph(
        `本人姓名${one.name}，性别${one.sex}，民族${one.people}，出生日期${plainDay(one.born)}，公民身份号码${one.idNo}，文化程度${one.school}，职业${one.job}，住${one.home}。`,
      ),
    ],
    table: [
      grid([
        ['姓名', one.name, '性别', one.sex],
        ['民族', one.people, '出生日期', plainDay(one.born)],
        ['文化程度', one.school, '职业', one.job],
      ]),
      pairs(['公民身份号码', one.idNo], ['住址', one.home]),
    ],
    text: [
      paragraph(
        `${one.name}，${one.sex}，${plainDay(one.born)}出生，公民身份号码${one.idNo}，${one.people}，${one.school}，${one.job}，住${one.home}。`,
      ),
    ],
  }[layout]
  const blocks = [
    heading('一、犯罪嫌疑人身份信息'),
    ...head,
    heading('二、权利知悉'),
    paragraph('本人已阅读《认罪认罚从宽制度告知书》，且理解并接受其全部内容，本人自愿适用认罪认罚从宽制度，同意适用速裁程序。'),
    heading('三、认罪认罚内容'),
    paragraph('本人知悉并认可如下内容：'),
    paragraph(`1.${agencies.procuratorate}指控本人的犯罪事实：${story}`),
    paragraph(`2.${agencies.procuratorate}指控本人构成${offence.charge}罪，本人没有异议。`),
    paragraph(`3.${agencies.procuratorate}提出的量刑建议：${penalty.words}。`),
    heading('四、自愿签署声明'),
    paragraph('本人就第三条内容已经获得辩护人（值班律师）的法律帮助并听取法律意见，自愿认罪认罚。'),
    { kind: 'sign', text: `本人签名：${one.name}` } as const,
    { kind: 'sign', text: plainDay(days.signed) } as const,
    paragraph(`本人是犯罪嫌疑人${one.name}的值班律师。本人证明，犯罪嫌疑人系自愿签署上述具结书。`),
    { kind: 'sign', text: `值班律师签名：${lawyer.name}` } as const,
    { kind: 'sign', text: plainDay(days.signed) } as const,
  ]
  const truth: Truth[] = [
    ...identity(
      one,
      DESCRIBED.filter(key => key !== 'household'),
    ),
    truthOf('factSummary', null, story),
    truthOf('charges', one, [{ chargeCode: offence.chargeCode, article: offence.article }]),
    truthOf('sentenceSuggestion', one, penalty.value),
    truthOf('pleaLeniency', one, { value: true, since: 'procuratorate' }),
    truthOf('fastTrackConsent', one, { value: true, since: 'procuratorate' }),
    truthOf('undertaking', one, { signedOn: midnight(days.signed), lawyerName: lawyer.name, lawyerKind: 'duty' }),
  ]
  return { code: 'JC16', layout, truth, form: form({ title: '认罪认罚具结书', issuer: '', number: null, blocks, closing: [] }) }
}

/** 量刑建议书, of one or of two. */
export const suggestion: Maker = (made, layout) => {
  const { agencies, days, offence, accused, penalties, random } = made
  const each = accused.map((one, at) => `建议判处被告人${one.name}${penalties[at]?.words ?? ''}`)
  const why = accused.map(one => `被告人${one.name}${random.pick(['到案后如实供述自己的罪行，系坦白', '有坦白情节'])}，依法可以从轻处罚。`)
  const act = `被告人${names(accused)}${offence.charge}一案，经本院审查认为，被告人${names(accused)}的行为已触犯《中华人民共和国刑法》${offence.articleWords}之规定，应当以${offence.charge}罪追究其刑事责任。`
  const blocks = {
    form: [
      flush(`${agencies.court}：`),
      paragraph(act),
      ...why.map(paragraph),
      paragraph(`根据《中华人民共和国刑事诉讼法》第一百七十六条第二款之规定，${each.join('；')}。`),
    ],
    table: [
      pairs(['被告人', names(accused)], ['案由', offence.charge]),
      paragraph(act),
      ...why.map(paragraph),
      columns(
        [
          ['被告人', 2],
          ['建议', 7],
        ],
        accused.map((one, at) => [one.name, `建议判处被告人${one.name}${penalties[at]?.words ?? ''}。`]),
      ),
    ],
    text: [paragraph(`${act}${why.join('')}${each.join('；')}。`)],
  }[layout]
  const truth = accused.flatMap((one, at) => [
    truthOf('charges', one, [{ chargeCode: offence.chargeCode, article: offence.article }]),
    truthOf('confession', one, { value: true, since: 'procuratorate' }),
    truthOf('sentenceSuggestion', one, penalties[at]?.value ?? null),
    ...(layout === 'table' ? [truthOf('name', one, one.name)] : []),
  ])
  return {
    code: 'JC18',
    layout,
    truth,
    form: form({
      title: '量刑建议书',
      issuer: agencies.procuratorate,
      number: office(made, '量建'),
      blocks,
      closing: signed(agencies.procuratorate, days.indicted),
    }),
  }
}

/** 起诉书. */
export const indictment: Maker = (made, layout) => {
  const { accused, agencies, days, offence, random, lawyer } = made
  const story = offence.story(accused.map(({ name }) => name))
  const course = `因涉嫌${offence.charge}罪，于${plainDay(days.measure)}被${agencies.police}刑事拘留`
  const counsel = random.chance(0.5) && accused.length === 1
  const head = accused.flatMap(one =>
    layout === 'table'
      ? [
          grid([
            ['被告人', one.name, '性别', one.sex],
            ['出生日期', plainDay(one.born), '民族', one.people],
            ['文化程度', one.school, '职业', one.job],
          ]),
          pairs(['公民身份号码', one.idNo], ['户籍所在地', one.household], ['现住址', one.home]),
          paragraph(`被告人${one.name}${course}。`),
        ]
      : [paragraph(`被告人${described(one, random)}。${course}。`)],
  )
  const all = names(accused)
  const weigh = accused.map((one, at) =>
    accused.length === 1
      ? ''
      : at === 0
        ? `被告人${one.name}在共同犯罪中起主要作用，系主犯。`
        : `被告人${one.name}在共同犯罪中起次要作用，系从犯，应当从轻处罚。`,
  )
  const blocks = [
    ...head,
    ...(counsel ? [paragraph(`辩护人${lawyer.name}，${lawyer.firm}律师。`)] : []),
    paragraph(
      `本案由${agencies.police}侦查终结，以被告人${all}涉嫌${offence.charge}罪，于${plainDay(days.transferred)}向本院移送审查起诉。本院受理后，依法告知被告人有权委托辩护人和认罪认罚可能导致的法律后果，讯问了被告人，审查了全部案件材料。`,
    ),
    ...(layout === 'form' ? [paragraph('经依法审查查明：'), paragraph(story)] : [paragraph(`经依法审查查明：${story}`)]),
    paragraph('认定上述事实的证据如下：物证、书证，证人证言，被告人供述和辩解，鉴定意见等证据。'),
    paragraph(
      `本院认为，被告人${all}的行为已触犯《中华人民共和国刑法》${offence.articleWords}之规定，犯罪事实清楚，证据确实、充分，应当以${offence.charge}罪追究其刑事责任。${weigh.join('')}根据《中华人民共和国刑事诉讼法》第一百七十六条之规定，提起公诉，请依法判处。`,
    ),
    paragraph('此致'),
    flush(agencies.court),
  ]
  const truth: Truth[] = [
    ...accused.flatMap((one, at) => [
      ...identity(one),
      truthOf('charges', one, [{ chargeCode: offence.chargeCode, article: offence.article }]),
      truthOf('measures', one, [{ code: '06', decidedBy: agencies.policeCode, from: midnight(days.measure) }]),
      ...(accused.length > 1 ? [truthOf('role', one, at === 0 ? 'principal' : 'accessory')] : []),
      ...(counsel ? [truthOf('defenders', one, [{ name: lawyer.name, firm: lawyer.firm, kind: 'retained' }])] : []),
    ]),
    ...offenceTruth(made),
    truthOf('factSummary', null, story),
    truthOf('transferredOn', null, days.transferred),
    truthOf('indictedOn', null, days.indicted),
    truthOf('reviewDecision', null, 'indict'),
  ]
  return {
    code: 'JC21',
    layout,
    truth,
    form: form({
      title: '起诉书',
      issuer: agencies.procuratorate,
      number: office(made, '刑诉'),
      blocks,
      closing: signed(agencies.procuratorate, days.indicted),
    }),
  }
}

/** 出庭通知书. */
export const summons: Maker = (made, layout) => {
  const { accused, agencies, days, offence, random } = made
  const [hour, minute] = [random.whole(9, 16), random.pick([0, 30])]
  const when = `${plainDay(days.hearing)}${random.pick([`${hour < 12 ? '上午' : '下午'}${hour > 12 ? hour - 12 : hour}时${minute}分`, `${hour}时${minute}分`])}`
  const blocks = {
    form: [
      flush(`${agencies.procuratorate}：`),
      paragraph(
        `本院受理的被告人${names(accused)}${offence.charge}一案（${courtNo(made)}），定于${when}在本院第三审判庭公开开庭审理，请准时出庭。`,
      ),
    ],
    table: [
      pairs(
        ['案号', courtNo(made)],
        ['被告人', names(accused)],
        ['案由', offence.charge],
        ['开庭时间', when],
        ['开庭地点', '本院第三审判庭'],
      ),
    ],
    text: [
      paragraph(
        `根据《中华人民共和国刑事诉讼法》第一百八十七条之规定，本院定于${when}在第三审判庭公开开庭审理${courtNo(made)}被告人${names(accused)}${offence.charge}一案。`,
      ),
    ],
  }[layout]
  const at = `${days.hearing}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+08:00`
  const told = layout === 'table' ? accused.map(one => truthOf('name', one, one.name)) : []
  const truth = [truthOf('hearingOn', null, [at]), truthOf('caseNo', null, plainCourtNo(made)), ...told]
  return {
    code: 'FY12',
    layout,
    truth,
    form: form({
      title: '出庭通知书',
      issuer: agencies.court,
      number: courtNo(made),
      blocks,
      closing: signed(agencies.court, days.indicted),
    }),
  }
}

/** 宣判笔录. */
export const announcement: Maker = (made, layout) => {
  const { accused, agencies, days, offence } = made
  const when = `${plainDay(days.hearing)}11时20分`
  const lines = {
    form: [flush(`案号：${courtNo(made)}`), flush(`时间：${when}    地点：本院第三审判庭`), flush('审判员：陈志清    书记员：李雪')],
    table: [pairs(['案号', courtNo(made)], ['案由', offence.charge], ['时间', when], ['地点', '本院第三审判庭'])],
    text: [flush(`案号：${courtNo(made)}`), flush(`宣判时间：${when}`)],
  }[layout]
  const blocks = [
    ...lines,
    paragraph(`审判员当庭宣读${courtNo(made)}刑事判决书主文，并告知上诉权利、上诉期限和上诉法院。`),
    paragraph(`问：被告人${names(accused)}是否听清？`),
    paragraph('答：听清了，不上诉。'),
  ]
  const truth = [
    truthOf('announcedOn', null, `${days.hearing}T11:20:00+08:00`),
    truthOf('announcedHow', null, 'inCourt'),
    truthOf('caseNo', null, plainCourtNo(made)),
    ...(layout === 'table' ? [truthOf('caseCategory', null, offence.chargeCode)] : []),
  ]
  return { code: 'FY17', layout, truth, form: form({ title: '宣判笔录', issuer: agencies.court, number: null, blocks, closing: [] }) }
}

/** 刑事判决书. */
export const judgment: Maker = (made, layout) => {
  const { accused, agencies, days, offence, penalties, random } = made
  const story = offence.story(accused.map(({ name }) => name))
  const all = names(accused)
  const head = accused.flatMap(one =>
    layout === 'table'
      ? [
          grid([
            ['被告人', one.name, '性别', one.sex],
            ['出生日期', plainDay(one.born), '民族', one.people],
            ['文化程度', one.school, '职业', one.job],
          ]),
          pairs(['公民身份号码', one.idNo], ['户籍所在地', one.household], ['现住址', one.home]),
        ]
      : [paragraph(`被告人${described(one, random)}。`)],
  )
  const numerals = ['一', '二'] as const
  const verdict = accused.map(
    (one, at) =>
      `${accused.length > 1 ? `${numerals[at] ?? ''}、` : ''}被告人${one.name}犯${offence.charge}罪，判处${penalties[at]?.words ?? ''}${accused.length > 1 && at === 0 ? '；' : '。'}`,
  )
  const blocks = [
    paragraph(`公诉机关${agencies.procuratorate}。`),
    ...head,
    paragraph(
      `${agencies.procuratorate}以${office(made, '刑诉')}起诉书指控被告人${all}犯${offence.charge}罪，于${plainDay(days.indicted)}向本院提起公诉，并建议适用速裁程序。本院依法适用速裁程序，实行独任审判，公开开庭审理了本案。现已审理终结。`,
    ),
    ...(layout === 'form' ? [paragraph('经审理查明：'), paragraph(story)] : [paragraph(`经审理查明，${story}`)]),
    paragraph('上述事实，被告人在开庭审理过程中亦无异议，且有经庭审举证、质证的证据证实，足以认定。'),
    ...accused.map(one =>
      paragraph(
        `本院认为，被告人${one.name}的行为已构成${offence.charge}罪。被告人${one.name}到案后如实供述自己的罪行，系坦白；自愿认罪认罚，依法可以从宽处理。`,
      ),
    ),
    paragraph(
      `依照《中华人民共和国刑法》${offence.articleWords}、第六十七条第三款、第五十二条、第五十三条，《中华人民共和国刑事诉讼法》第十五条、第二百零一条之规定，判决如下：`,
    ),
    ...verdict.map(paragraph),
    paragraph('（刑期从判决执行之日起计算。判决执行以前先行羁押的，羁押一日折抵刑期一日；罚金于判决生效后十日内缴纳。）'),
    paragraph('如不服本判决，可在接到判决书的第二日起十日内，通过本院或者直接向福建省泉州市中级人民法院提出上诉。'),
  ]
  const truth: Truth[] = [
    ...accused.flatMap((one, at) => [
      ...identity(one),
      truthOf('charges', one, [{ chargeCode: offence.chargeCode, article: offence.article }]),
      truthOf('confession', one, { value: true, since: 'court' }),
      truthOf('pleaLeniency', one, { value: true, since: 'court' }),
      truthOf('sentence', one, penalties[at]?.value ?? null),
    ]),
    ...offenceTruth(made),
    truthOf('factSummary', null, story),
    truthOf('procedure', null, 'fastTrack'),
    truthOf('caseNo', null, plainCourtNo(made)),
  ]
  return {
    code: 'FY18',
    layout,
    truth,
    form: form({
      title: '刑事判决书',
      issuer: `福建省${agencies.court}`,
      number: courtNo(made),
      blocks,
      closing: ['审判员　陈志清', ...signed('', days.hearing).slice(1), '书记员　李　雪'],
    }),
  }
}
