import type { CaseFacts } from '../facts.ts'
import { bold, centred, close, flush, heading, type PaperText, paper, para, sign, signRight, space, title } from '../paper-model.ts'
import { zhDay, zhFormalDay, zhTime } from '../zh-format.ts'

export function suspectRights({ suspect, agencies, staff, times }: CaseFacts): PaperText {
  return paper(
    'GA31',
    '犯罪嫌疑人诉讼权利义务告知书',
    '009_犯罪嫌疑人诉讼权利义务告知书',
    [
      title('犯罪嫌疑人诉讼权利义务告知书'),
      space(0.4),
      para('根据《中华人民共和国刑事诉讼法》的规定，在公安机关对案件进行侦查期间，犯罪嫌疑人有如下诉讼权利和义务：'),
      para('一、有权使用本民族语言文字进行诉讼。不通晓当地通用的语言文字时，有权要求配备翻译人员。'),
      para('二、对于公安机关及其侦查人员侵犯其诉讼权利和人身侮辱的行为，有权提出申诉或者控告。'),
      para('三、对于侦查人员、鉴定人、记录人、翻译人员有应当回避情形的，有权申请其回避；对驳回申请回避的决定，可以申请复议一次。'),
      para(
        '四、自接受第一次讯问或者被采取强制措施之日起，有权委托律师作为辩护人。因经济困难或者其他原因没有委托辩护人的，可以向法律援助机构提出申请；没有委托辩护人，法律援助机构没有指派律师的，有权约见值班律师，获得法律帮助。',
      ),
      para(
        '五、在接受传唤、拘传、讯问时，有权要求饮食和必要的休息时间；传唤、拘传持续的时间不得超过十二小时，案情特别重大、复杂，需要采取拘留、逮捕措施的，不得超过二十四小时。',
      ),
      para('六、对于采取强制措施法定期限届满的，有权要求解除强制措施；有权申请变更强制措施。'),
      para(
        '七、对侦查人员的提问，应当如实回答；对与本案无关的问题，有拒绝回答的权利。如实供述自己罪行的，可以从宽处理；自愿如实供述自己的罪行，承认指控的犯罪事实，愿意接受处罚的，可以依法从宽处理。',
      ),
      para(
        '八、有权核对讯问笔录；如果没有阅读能力，侦查人员应当向其宣读。笔录记载有遗漏或者差错的，有权提出补充或者改正。有权自行书写亲笔供词。',
      ),
      para('九、有权知道用作证据的鉴定意见的内容，可以申请补充鉴定或者重新鉴定。'),
      para('十、应当接受公安机关依法进行的搜查、检查、勘验、提取血样等侦查活动，不得毁灭、伪造证据或者串供。'),
      para('十一、公安机关送达的各种法律文书经确认无误后，应当签名、捺指印。'),
      space(0.4),
      para('~以上内容我已看过并明白。~'),
      sign({ label: '犯罪嫌疑人：', name: suspect.name, thumb: true, date: zhTime(times.rightsAt) }),
      signRight({ label: '告知人：', name: `${staff.officers[0]} ${staff.officers[1]}` }),
      close([agencies.brigade, zhFormalDay(times.rightsAt)], agencies.brigade),
    ],
    { bodyPx: 28 },
  )
}

export function pleaLeniencyNotice({ suspect, agencies, staff, times }: CaseFacts): PaperText {
  return paper(
    'GA32',
    '认罪认罚从宽制度告知书',
    '010_认罪认罚从宽制度告知书',
    [
      heading(agencies.brigade),
      title('认罪认罚从宽制度告知书'),
      space(0.4),
      para(
        '一、根据《中华人民共和国刑事诉讼法》第十五条的规定，犯罪嫌疑人自愿如实供述自己的罪行，承认指控的犯罪事实，愿意接受处罚的，可以依法从宽处理。',
      ),
      para('二、“认罪”是指自愿如实供述自己的罪行，对指控的犯罪事实没有异议；“认罚”是指真诚悔罪，愿意接受处罚。'),
      para(
        '三、犯罪嫌疑人享有获得有效法律帮助的权利。没有委托辩护人的，可以约见值班律师，由值班律师提供法律咨询、程序选择建议、申请变更强制措施等法律帮助。',
      ),
      para(
        '四、公安机关对犯罪嫌疑人自愿认罪认罚的情况，应当记录在案，随案移送，并在起诉意见书中写明有关情况。认为案件符合速裁程序适用条件的，可以向人民检察院提出适用速裁程序的建议。',
      ),
      para('五、犯罪嫌疑人在人民检察院审查起诉阶段认罪认罚的，应当在辩护人或者值班律师在场的情况下签署认罪认罚具结书。'),
      para('六、适用速裁程序审理的案件，由审判员一人独任审判，一般不进行法庭调查、法庭辩论，当庭宣判；被告人的上诉权不受影响。'),
      para('七、犯罪嫌疑人、被告人可以撤回认罪认罚；撤回后，案件依法按照相应程序处理。'),
      space(0.4),
      para('~以上内容我已看过，我明白认罪认罚的意思和后果。~'),
      sign({ label: '犯罪嫌疑人：', name: suspect.name, thumb: true, date: zhDay(times.rightsAt) }),
      signRight({ label: '告知人：', name: `${staff.officers[0]} ${staff.officers[1]}` }),
      close([agencies.brigade, zhFormalDay(times.rightsAt)], agencies.brigade),
    ],
    { bodyPx: 30 },
  )
}

export function voluntaryAdmission(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times } = facts
  return paper(
    'GA33',
    '认罪认罚自愿表态记录',
    '011_认罪认罚自愿表态记录',
    [
      title('认罪认罚自愿表态记录'),
      flush(`时间：_${zhTime(times.interrogationUntil)}_    地点：_${agencies.centre}_`),
      flush(`告知人：_${staff.officers[0]}、${staff.officers[1]}_    犯罪嫌疑人：_${suspect.name}_`),
      para('问：我们已向你告知认罪认罚从宽制度的内容以及法律后果，你是否明白？'),
      para('答：明白。'),
      para(`问：你涉嫌${conduct.charge}罪，对此你是否承认？`),
      para(`答：我承认。${zhDay(conduct.droveAt)}早上我喝了酒以后开货车上路，被交警查到，这是事实。`),
      para('问：你是否自愿认罪，愿意接受法律处罚？有没有人强迫、引诱你？'),
      para('答：我自愿认罪认罚，愿意接受处罚，没有人强迫、引诱我。'),
      para('问：你是否需要值班律师提供法律帮助？是否同意本案适用刑事速裁程序办理？'),
      para('答：我已经向值班律师咨询过了。我同意适用速裁程序。'),
      para('问：以上所说是否属实？'),
      para('答：属实。'),
      space(0.5),
      para('~以上记录我看过，和我说的一样。我自愿认罪认罚，同意适用速裁程序。~'),
      sign({ label: '犯罪嫌疑人：', name: suspect.name, thumb: true, date: zhDay(times.interrogationUntil) }),
      signRight({ label: '告知人：', name: staff.officers[0] }, { label: '记录人：', name: staff.officers[1] }),
    ],
    { bodyPx: 29, ruled: true, numbering: 'top' },
  )
}

export function dutyLawyerRecord({ suspect, agencies, staff, times }: CaseFacts): PaperText {
  return paper(
    'GA34',
    '值班律师法律帮助告知记录',
    '012_值班律师法律帮助告知记录',
    [
      heading(agencies.brigade),
      title('值班律师法律帮助告知（申请）记录'),
      space(0.5),
      para(
        '根据《中华人民共和国刑事诉讼法》第三十六条的规定，犯罪嫌疑人没有委托辩护人，法律援助机构没有指派律师为其提供辩护的，由值班律师为犯罪嫌疑人提供法律咨询、程序选择建议、申请变更强制措施、对案件处理提出意见等法律帮助。',
      ),
      para(`现告知犯罪嫌疑人_${suspect.name}_：你有权约见值班律师，${agencies.centre}设有值班律师工作站，约见不收取费用。`),
      bold('犯罪嫌疑人意见：'),
      para('☑ 申请约见值班律师    □ 暂不申请    □ 已自行委托辩护人'),
      para('~我要求见值班律师，请他给我讲一讲认罪认罚和速裁程序。~'),
      sign({ label: '犯罪嫌疑人：', name: suspect.name, thumb: true, date: zhTime(times.rightsAt) }),
      space(0.5),
      bold('法律帮助情况：'),
      para(
        `值班律师_${staff.dutyLawyer}_（${agencies.lawFirm}，执业证号_${staff.dutyLawyerLicence}_）于_${zhTime(times.lawyerMetAt)}_会见了犯罪嫌疑人，向其解释了涉嫌罪名的法律规定、认罪认罚从宽制度和速裁程序，并解答了咨询。`,
      ),
      sign({ label: '值班律师：', name: staff.dutyLawyer }, { label: '办案民警：', name: `${staff.officers[0]} ${staff.officers[1]}` }),
      close([agencies.brigade, zhFormalDay(times.rightsAt)], agencies.brigade),
    ],
    { bodyPx: 30 },
  )
}

export function transferNotice({ suspect, agencies, staff, conduct, times }: CaseFacts): PaperText {
  return paper('GA75', '移送告知记录', '020_移送告知记录', [
    heading(agencies.police),
    title('移送审查起诉告知记录'),
    space(),
    centred(`告知时间：${zhTime(times.transferToldAt)}`),
    para(
      `根据《中华人民共和国刑事诉讼法》第一百六十二条第一款的规定，现告知犯罪嫌疑人_${suspect.name}_：你涉嫌_${conduct.charge}_罪一案，我局已侦查终结，犯罪事实清楚，证据确实、充分，将于_${zhDay(times.transferredAt)}_移送_${agencies.procuratorate}_审查起诉。`,
    ),
    para('自人民检察院对案件审查起诉之日起，你有权委托辩护人；没有委托辩护人的，可以继续获得值班律师的法律帮助。'),
    para('~以上内容已向我告知，我明白。没有其他意见。~'),
    sign({ label: '犯罪嫌疑人：', name: suspect.name, thumb: true, date: zhDay(times.transferredAt) }),
    signRight({ label: '告知人：', name: `${staff.officers[0]} ${staff.officers[1]}` }),
    close([agencies.police, zhFormalDay(times.transferredAt)], agencies.police),
  ])
}
