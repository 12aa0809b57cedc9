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
import { policeNumber, procuratorateNumber } from './phrases.ts'

export function acceptanceRegister(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times, numbers } = facts
  return paper(
    'JC01',
    '案件受理登记表',
    '001_案件受理登记表',
    [
      heading(agencies.procuratorate),
      title('案件受理登记表'),
      number(procuratorateNumber(facts, '受')),
      table(
        [1.5, 2.5, 1.4, 2.2],
        [head('案件名称'), cell(`${suspect.name}${conduct.charge}案`, { span: 3 })],
        [head('案件编号'), cell(numbers.centre, { span: 3 })],
        [head('案件类别'), cell('一审公诉案件'), head('适用程序'), cell('速裁程序')],
        [head('移送单位'), cell(agencies.police), head('移送文号'), cell(policeNumber(facts, '诉'))],
        [head('移送时间'), cell(zhTime(times.transferredAt)), head('受理时间'), cell(zhTime(times.procuratorateAcceptedAt))],
        [head('犯罪嫌疑人'), cell(suspect.name), head('性别/出生日期'), cell(`${suspect.sex} / ${zhDay(suspect.bornOn)}`)],
        [head('公民身份号码'), cell(suspect.idNumber), head('强制措施'), cell('取保候审（公安）')],
        [head('移送案由'), cell(conduct.charge), head('卷宗数量'), cell('纸质 2 册，电子卷宗 2 卷')],
        [head('随案物品'), cell('执法记录仪录像光盘 1 张', { span: 3 })],
        [
          head('材料审查情况'),
          cell('☑起诉意见书符合规定 ☑案卷材料齐备、规范 ☑犯罪嫌疑人在案 ☑移送款物与清单相符 ☑附速裁程序建议', { span: 3, lines: 3 }),
        ],
        [head('受理意见'), cell(`~符合受理条件，建议受理。~\n案管人员：~${staff.prosecutorAssistant}~`, { span: 3, lines: 3 })],
        [
          head('分案情况'),
          cell(`轮案分配至检察官：~${staff.prosecutor}~   ${zhTime(times.procuratorateAcceptedAt)}`, { span: 3, lines: 2 }),
        ],
        [head('备  注'), cell('48小时速裁案件，当日分案。', { span: 3 })],
      ),
      close([agencies.procuratorate, zhDay(times.procuratorateAcceptedAt)], agencies.procuratorate, '案件管理'),
    ],
    { bodyPx: 26 },
  )
}

export function rightsNotice({ suspect, agencies, staff, times, conduct }: CaseFacts): PaperText {
  return paper(
    'JC09',
    '犯罪嫌疑人权利义务告知书(审查起诉)',
    '002_犯罪嫌疑人权利义务告知书',
    [
      heading(agencies.procuratorate),
      title('犯罪嫌疑人权利义务告知书'),
      space(0.3),
      para(`犯罪嫌疑人_${suspect.name}_：`),
      para(
        `你涉嫌_${conduct.charge}_罪一案，已由_${agencies.police}_于_${zhDay(times.transferredAt)}_移送本院审查起诉。根据《中华人民共和国刑事诉讼法》的规定，现将你在审查起诉阶段的诉讼权利和义务告知如下：`,
      ),
      para(
        '一、有权委托辩护人。除自己行使辩护权外，可以委托一至二人作为辩护人；因经济困难或者其他原因没有委托辩护人的，可以向法律援助机构提出申请；没有辩护人的，有权约见值班律师。',
      ),
      para('二、有权用本民族语言文字进行诉讼。'),
      para('三、有权依法申请检察人员、书记员、鉴定人和翻译人员回避。'),
      para(
        '四、有权就涉嫌的犯罪事实、罪名及适用的法律规定，从轻、减轻或者免除处罚等从宽处罚的建议，认罪认罚后案件审理适用的程序以及其他需要听取意见的事项发表意见。',
      ),
      para('五、有权申请排除非法证据，有权申请补充鉴定或者重新鉴定，有权申请变更、解除强制措施。'),
      para('六、对于检察人员侵犯其诉讼权利和人身侮辱的行为，有权提出控告。'),
      para('七、应当如实回答检察人员的提问，对与本案无关的问题有拒绝回答的权利；应当遵守取保候审的规定。'),
      para('~以上内容已向我告知，我明白。~'),
      sign({ label: '犯罪嫌疑人：', name: suspect.name, thumb: true, date: zhDay(times.procuratorateAcceptedAt) }),
      signRight({ label: '检察人员：', name: `${staff.prosecutor} ${staff.prosecutorAssistant}` }),
      close([agencies.procuratorate, zhFormalDay(times.procuratorateAcceptedAt)], agencies.procuratorate),
    ],
    { bodyPx: 29 },
  )
}

export function pleaNotice({ suspect, agencies, staff, times }: CaseFacts): PaperText {
  return paper(
    'JC11',
    '认罪认罚从宽制度告知书(审查起诉)',
    '003_认罪认罚从宽制度告知书',
    [
      heading(agencies.procuratorate),
      title('认罪认罚从宽制度告知书'),
      space(0.3),
      para(
        '一、根据《中华人民共和国刑事诉讼法》第十五条的规定，犯罪嫌疑人、被告人自愿如实供述自己的罪行，承认指控的犯罪事实，愿意接受处罚的，可以依法从宽处理。',
      ),
      para('二、犯罪嫌疑人、被告人没有委托辩护人，且法律援助机构没有指派律师为其提供辩护的，由值班律师提供法律帮助。'),
      para('三、犯罪嫌疑人自愿认罪，同意量刑建议和程序适用的，应当在辩护人或者值班律师在场的情况下签署《认罪认罚具结书》。'),
      para(
        '四、人民检察院根据犯罪事实和从宽情节提出主刑、附加刑、是否适用缓刑等量刑建议；对于认罪认罚案件，人民法院依法作出判决时，一般应当采纳人民检察院指控的罪名和量刑建议，但有法律规定的例外情形的除外。',
      ),
      para(
        '五、符合法定条件的，可以适用速裁程序。适用速裁程序的，十日以内作出是否提起公诉的决定；对可能判处的有期徒刑超过一年的，可以延长至十五日。',
      ),
      para('六、《认罪认罚具结书》签署后，犯罪嫌疑人、被告人提出异议或者变更的，人民检察院将重新提出量刑建议。'),
      para('七、认罪认罚后又反悔的，人民检察院在审查后依法提起公诉，不再适用认罪认罚从宽制度。'),
      space(0.3),
      para('~本人已阅读并明白以上内容。~'),
      sign({ label: '犯罪嫌疑人：', name: suspect.name, thumb: true, date: zhDay(times.hearingOfSuspectFrom) }),
      signRight({ label: '检察官：', name: staff.prosecutor }),
      close([agencies.procuratorate, zhFormalDay(times.hearingOfSuspectFrom)], agencies.procuratorate),
    ],
    { bodyPx: 29 },
  )
}

export function legalHelpNotice(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times } = facts
  return paper('JC12', '提供法律帮助通知书', '004_提供法律帮助通知书', [
    heading(agencies.procuratorate),
    title('提供法律帮助通知书'),
    number(procuratorateNumber(facts, '法助')),
    space(),
    flush(`_${agencies.centre}值班律师工作站_：`),
    para(
      `本院审查起诉的_${suspect.name}涉嫌${conduct.charge}_案，犯罪嫌疑人自愿认罪认罚，没有委托辩护人，法律援助机构没有指派律师为其提供辩护。根据《中华人民共和国刑事诉讼法》第三十六条、第一百七十三条、第一百七十四条的规定，请指派值班律师为犯罪嫌疑人_${suspect.name}_提供法律帮助，于_${zhTime(times.undertakingAt)}_到_${agencies.centre}认罪认罚听取意见室_在场见证具结书的签署。`,
    ),
    para('值班律师可以查阅案卷材料，本院为其了解案件有关情况提供必要的便利。'),
    close([agencies.procuratorate, zhFormalDay(times.procuratorateAcceptedAt)], agencies.procuratorate),
    cutLine,
    para('通知书已收到。'),
    sign({ label: '值班律师：', name: staff.dutyLawyer, date: zhDay(times.hearingOfSuspectFrom) }),
  ])
}
