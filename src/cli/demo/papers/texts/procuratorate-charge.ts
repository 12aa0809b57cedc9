import type { CaseFacts } from '../facts.ts'
import {
  cell,
  close,
  cutLine,
  flush,
  head,
  heading,
  number,
  type PaperText,
  paper,
  para,
  sign,
  signRight,
  space,
  table,
  title,
} from '../paper-model.ts'
import { zhDay, zhFormalDay, zhTime } from '../zh-format.ts'
import { describeConduct, describeSuspect, procuratorateNumber } from './phrases.ts'
import { sentenceWords } from './procuratorate-hearing.ts'

export function sentencingRecommendation(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, times, staff } = facts
  return paper(
    'JC18',
    '量刑建议书',
    '量刑建议书',
    [
      heading(agencies.procuratorate),
      title('量刑建议书'),
      number(procuratorateNumber(facts, '刑量建')),
      space(0.5),
      para(
        `被告人_${suspect.name}_涉嫌_${conduct.charge}_犯罪一案，经本院审查认为，被告人${suspect.name}的行为已触犯《中华人民共和国刑法》第一百三十三条之一第一款第（二）项之规定，犯罪事实清楚，证据确实、充分，应当以${conduct.charge}罪追究其刑事责任，其法定刑为拘役，并处罚金。`,
      ),
      para(
        `被告人${suspect.name}驾驶重型载货汽车，酌情从重；到案后如实供述自己的罪行，依照《中华人民共和国刑法》第六十七条第三款的规定，可以从轻处罚；自愿认罪认罚，依照《中华人民共和国刑事诉讼法》第十五条的规定，可以从宽处理；系初犯，未造成交通事故，经调查评估适宜社区矫正。`,
      ),
      para(`根据《中华人民共和国刑事诉讼法》第一百七十六条第二款的规定，建议判处被告人${suspect.name}_${sentenceWords(facts)}_。`),
      para('此致'),
      flush(agencies.court),
      signRight({ label: '检察官：', name: staff.prosecutor }),
      close([agencies.procuratorate, zhFormalDay(times.indictedAt)], agencies.procuratorate),
    ],
    { bodyPx: 31 },
  )
}

export function fastTrackRecommendation(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, times } = facts
  return paper('JC19', '适用速裁程序建议书', '适用速裁程序建议书(检察)', [
    heading(agencies.procuratorate),
    title('适用速裁程序建议书'),
    number(procuratorateNumber(facts, '刑速建')),
    space(),
    flush(`_${agencies.court}_:`),
    para(
      `本院提起公诉的被告人_${suspect.name}${conduct.charge}_一案，经审查认为，案件事实清楚，证据确实、充分，被告人认罪认罚并同意适用速裁程序，可能判处三年有期徒刑以下刑罚，且不具有《中华人民共和国刑事诉讼法》第二百二十三条规定的情形。`,
    ),
    para('依据《中华人民共和国刑事诉讼法》第二百二十二条的规定，建议你院对此案适用速裁程序审理。'),
    close([agencies.procuratorate, zhFormalDay(times.indictedAt)], agencies.procuratorate),
  ])
}

export function indictment(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times, numbers } = facts
  return paper(
    'JC21',
    '起诉书',
    '起诉书',
    [
      heading(agencies.procuratorate),
      title('起 诉 书'),
      number(procuratorateNumber(facts, '刑诉')),
      para(`被告人${describeSuspect(facts)}因涉嫌${conduct.charge}罪，于${zhDay(times.bailAt)}被${agencies.police}取保候审。`),
      para(
        `本案由${agencies.police}侦查终结，以被告人${suspect.name}涉嫌${conduct.charge}罪，于${zhDay(times.transferredAt)}向本院移送审查起诉。本院受理后，于同日告知被告人有权委托辩护人，次日依法讯问了被告人，听取了值班律师的意见，审查了全部案件材料。被告人同意本案适用速裁程序审理。`,
      ),
      para('经依法审查查明：'),
      para(describeConduct(facts)),
      para(`被告人${suspect.name}被查获后如实供述了上述事实。`),
      para(
        '认定上述事实的证据如下：1.书证：受案登记表、立案决定书、到案经过、户籍证明、违法犯罪经历查询记录、机动车及驾驶证查询记录、呼气酒精测试单、血样提取登记表等；' +
          `2.被告人${suspect.name}的供述与辩解；3.鉴定意见：${numbers.laboratory}司法鉴定意见书；4.视听资料：查获及血样提取过程的录像、现场照片。`,
      ),
      para('上述证据收集程序合法，内容客观真实，足以认定指控事实。被告人对指控的犯罪事实和证据没有异议，并自愿认罪认罚。'),
      para(
        `本院认为，被告人${suspect.name}违反交通运输管理法规，在道路上醉酒驾驶机动车，其行为触犯了《中华人民共和国刑法》第一百三十三条之一第一款第（二）项，犯罪事实清楚，证据确实、充分，应当以${conduct.charge}罪追究其刑事责任。被告人${suspect.name}到案后如实供述自己的罪行，根据《中华人民共和国刑法》第六十七条第三款的规定，可以从轻处罚。被告人${suspect.name}认罪认罚，依据《中华人民共和国刑事诉讼法》第十五条的规定，可以从宽处理。建议判处被告人${suspect.name}${sentenceWords(facts)}。根据《中华人民共和国刑事诉讼法》第一百七十六条的规定，提起公诉，请依法判处。`,
      ),
      para('此致'),
      flush(agencies.court),
      signRight({ label: '检察官：', name: staff.prosecutor }, { label: '检察官助理：', name: staff.prosecutorAssistant }),
      close([agencies.procuratorate, zhFormalDay(times.indictedAt)], agencies.procuratorate),
      flush(
        `附：1.被告人${suspect.name}现取保候审于${suspect.home}；2.案卷材料和证据2册、光盘2张；3.认罪认罚具结书一份；4.量刑建议书一份。`,
      ),
    ],
    { bodyPx: 30, numbering: 'foot' },
  )
}

export function witnessList(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times } = facts
  const centre = { align: 'center' } as const
  return paper(
    'JC22',
    '证人、鉴定人名单',
    '014_证人、鉴定人名单',
    [
      title('证人、鉴定人名单'),
      flush(`案件名称：被告人${suspect.name}${conduct.charge}案`),
      space(0.4),
      table(
        [0.7, 1.3, 1.3, 3, 1.6],
        [head('序号'), head('姓名'), head('身份'), head('单位'), head('是否申请出庭')],
        [cell('1', centre), cell(staff.examiners[0], centre), cell('鉴定人', centre), cell(agencies.laboratory), cell('否', centre)],
        [cell('2', centre), cell(staff.examiners[1], centre), cell('鉴定人', centre), cell(agencies.laboratory), cell('否', centre)],
        [cell('3', centre), cell(staff.nurse, centre), cell('血样提取人', centre), cell(agencies.hospital), cell('否', centre)],
        [cell('', { span: 5, lines: 2, ...centre })],
      ),
      space(),
      close([agencies.procuratorate, zhFormalDay(times.indictedAt)], agencies.procuratorate),
    ],
    { bodyPx: 30 },
  )
}

export function dispatchList(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times } = facts
  const centre = { align: 'center' } as const
  const items: ReadonlyArray<readonly [string, string, string]> = [
    ['起诉书', '8份', '正本1份、副本7份'],
    ['量刑建议书', '2份', ''],
    ['适用速裁程序建议书', '1份', ''],
    ['认罪认罚具结书', '1份', '原件'],
    ['证人、鉴定人名单', '1份', ''],
    ['公安诉讼文书卷', '1册', '电子卷宗同步移送'],
    ['公安证据卷', '1册', '电子卷宗同步移送'],
    ['检察卷', '1册', '含调查评估意见书'],
    ['光盘', '2张', '查获录像、听取意见录像'],
  ]
  return paper(
    'JC43',
    '送案清单',
    '015_送案清单',
    [
      heading(agencies.procuratorate),
      title('案件移送函（送案清单）'),
      number(procuratorateNumber(facts, '送')),
      flush(`_${agencies.court}_:`),
      para(`现将被告人_${suspect.name}${conduct.charge}_一案的案卷材料移送你院，请查收。`),
      table(
        [0.7, 3.4, 1.2, 2.8],
        [head('序号'), head('名  称'), head('数量'), head('备  注')],
        ...items.map(([name, count, note], i) => [cell(String(i + 1), centre), cell(name), cell(count, centre), cell(note)]),
      ),
      close([agencies.procuratorate, zhFormalDay(times.indictedAt)], agencies.procuratorate),
      cutLine,
      para('上列材料经清点无误，已收到。'),
      sign(
        { label: '送案人：', name: staff.prosecutorAssistant, date: zhDay(times.indictedAt) },
        { label: '收案人：', name: staff.clerk, date: zhTime(times.courtReceivedAt) },
      ),
    ],
    { bodyPx: 28 },
  )
}
