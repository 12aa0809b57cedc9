import type { CaseFacts } from '../facts.ts'
import {
  bold,
  cell,
  centred,
  close,
  cutLine,
  flush,
  head,
  heading,
  type PaperText,
  paper,
  para,
  sign,
  signRight,
  space,
  table,
  title,
} from '../paper-model.ts'
import { zhClock, zhCount, zhDay, zhFormalDay, zhSum, zhTime } from '../zh-format.ts'
import { describeConduct } from './phrases.ts'

/** 拘役一个月,缓刑二个月,并处罚金人民币二千元 */
export function sentenceWords({ outcome }: CaseFacts): string {
  return `拘役${zhCount(outcome.detentionMonths)}个月，缓刑${zhCount(outcome.suspensionMonths)}个月，并处罚金人民币${zhSum(outcome.fine)}元`
}

export function questioning(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times } = facts
  const exchanges = [
    [
      `我们是${agencies.procuratorate}的检察人员（出示工作证），今天就你涉嫌${conduct.charge}一案依法对你进行讯问。权利义务告知书和认罪认罚从宽制度告知书你是否收到、明白？`,
      '都收到了，明白。',
    ],
    ['你是否申请检察人员回避？', '不申请。'],
    [
      '讲一下你的基本情况？',
      `我叫${suspect.name}，${zhDay(suspect.bornOn)}出生，公民身份号码${suspect.idNumber}，${suspect.occupation}，住${suspect.home}。`,
    ],
    ['你是否受过刑事处罚？', '没有。'],
    ['公安机关对你采取了什么强制措施？', `${zhDay(times.bailAt)}被取保候审，我妻子是保证人。`],
    ['公安机关起诉意见书认定的事实你是否清楚？是否属实？', '清楚，属实。'],
    [
      '讲一下酒后驾车的经过。',
      `${zhDay(conduct.drankFrom)}${zhClock(conduct.drankFrom)}左右，我和${conduct.drankWith}在${conduct.drankPlace}喝了三两多白酒和一瓶啤酒，${zhClock(conduct.drankUntil)}左右散的。${zhClock(conduct.droveAt)}左右我开着${conduct.plate}号${conduct.vehicle}去${conduct.destination}，${zhClock(conduct.caughtAt)}左右在${conduct.place}被交警查获。`,
    ],
    ['血液酒精含量的鉴定意见是否告知你？有无异议？', `告知了，是${conduct.bloodAlcohol}mg/100ml，没有异议。`],
    ['提取血样的过程有无异议？', '没有异议，是护士抽的，当面封存。'],
    ['有没有发生交通事故？', '没有。'],
    ['侦查人员在讯问时有无刑讯逼供、诱供等违法行为？在公安机关的供述是否属实？', '没有，都是属实的。'],
    [`本院认为你的行为涉嫌${conduct.charge}罪，你对罪名有无意见？`, '没有意见，我认罪。'],
    [
      `根据你的犯罪事实、情节和认罪态度，本院拟提出${sentenceWords(facts)}的量刑建议，你有什么意见？`,
      '我同意，愿意接受处罚，罚金我会按时缴纳。',
    ],
    ['本案拟建议人民法院适用速裁程序审理，你是否同意？', '同意。'],
    ['值班律师是否向你提供了法律帮助？', '提供了，跟我讲清楚了认罪认罚的后果和速裁程序。'],
    ['你还有什么要说的？', '没有，我很后悔。'],
    ['以上所讲是否属实？', '属实。'],
  ] as const
  return paper(
    'JC13',
    '讯问笔录(审查起诉)',
    `JC13_讯问笔录(${suspect.name})`,
    [
      title('讯 问 笔 录'),
      flush('第_一_次'),
      flush(`时间：_${zhTime(times.hearingOfSuspectFrom)}_至_${zhTime(times.hearingOfSuspectUntil)}_`),
      flush(`地点：_${agencies.centre}检察讯问室_`),
      flush(`讯问人：_${staff.prosecutor}_  记录人：_${staff.prosecutorAssistant}_  犯罪嫌疑人：_${suspect.name}_`),
      ...exchanges.flatMap(([question, answer]) => [para(`问：${question}`), para(`答：${answer}`)]),
      space(0.4),
      para('~以上笔录我看过，与我说的一致。~'),
      sign({ label: '犯罪嫌疑人：', name: suspect.name, thumb: true, date: zhTime(times.hearingOfSuspectUntil) }),
    ],
    {
      bodyPx: 28,
      ruled: true,
      numbering: 'top',
      foot: [
        { label: '犯罪嫌疑人：', name: suspect.name, thumb: true },
        { label: '检察官：', name: staff.prosecutor },
      ],
    },
  )
}

export function lawyerHeard(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times } = facts
  return paper(
    'JC14',
    '听取值班律师意见笔录',
    '006_听取值班律师意见笔录',
    [
      title('听取值班律师意见笔录'),
      flush(`时间：_${zhTime(times.hearingOfSuspectUntil)}_  地点：_${agencies.centre}认罪认罚听取意见室_`),
      flush(`检察官：_${staff.prosecutor}_  记录人：_${staff.prosecutorAssistant}_`),
      flush(`值班律师：_${staff.dutyLawyer}_  工作单位：_${agencies.lawFirm}_  执业证号：_${staff.dutyLawyerLicence}_`),
      para(
        `问：${suspect.name}涉嫌${conduct.charge}一案，根据刑事诉讼法第一百七十三条的规定，现就下列事项听取你的意见。你是否已查阅案卷、会见犯罪嫌疑人？`,
      ),
      para('答：已查阅电子卷宗，也会见了犯罪嫌疑人。'),
      para('问：对涉嫌的犯罪事实、罪名及适用的法律规定有什么意见？'),
      para('答：对事实、罪名和适用法律没有异议。'),
      para('问：对从轻、减轻或者免除处罚等从宽处罚的建议有什么意见？'),
      para(
        `答：犯罪嫌疑人系初犯，到案后如实供述，自愿认罪认罚，没有造成事故，建议从宽处罚并适用缓刑。对检察机关拟提出的${sentenceWords(facts)}的建议没有异议。`,
      ),
      para('问：对认罪认罚后案件审理适用的程序有什么意见？'),
      para('答：同意适用速裁程序。'),
      para('问：其他需要听取意见的事项？'),
      para('答：没有。书面法律意见书一并提交。'),
      space(0.4),
      para('~以上笔录经核对无误。~'),
      sign({ label: '值班律师：', name: staff.dutyLawyer, date: zhDay(times.hearingOfSuspectUntil) }),
      signRight({ label: '检察官：', name: staff.prosecutor }, { label: '记录人：', name: staff.prosecutorAssistant }),
    ],
    { bodyPx: 28, ruled: true, numbering: 'top' },
  )
}

export function undertaking(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times } = facts
  return paper(
    'JC16',
    '认罪认罚具结书',
    '认罪认罚具结书',
    [
      title('认罪认罚具结书'),
      bold('一、犯罪嫌疑人身份信息'),
      para(
        `本人姓名_${suspect.name}_，性别_${suspect.sex}_，民族_${suspect.ethnicity}_，出生日期_${zhDay(suspect.bornOn)}_，公民身份号码_${suspect.idNumber}_，文化程度_${suspect.education}_，职业_${suspect.occupation}_，住_${suspect.home}_。`,
      ),
      bold('二、权利知悉'),
      para('本人已阅读《认罪认罚从宽制度告知书》，且理解并接受其全部内容，本人自愿适用认罪认罚从宽制度。'),
      bold('三、认罪认罚内容'),
      para('本人知悉并认可如下内容：'),
      para(`1.${agencies.procuratorate}指控本人的犯罪事实：${describeConduct(facts)}`),
      para(`2.${agencies.procuratorate}指控本人构成${conduct.charge}罪，本人没有异议。`),
      para(`3.${agencies.procuratorate}提出的量刑建议：${sentenceWords(facts)}。`),
      para('4.本案适用速裁程序。'),
      bold('四、自愿签署声明'),
      para(
        '本人就第三条内容已经获得辩护人/值班律师的法律帮助并听取法律意见，知悉认罪认罚可能导致的法律后果。本《认罪认罚具结书》是本人在知情和自愿的情况下签署，未受任何暴力、威胁或者任何其他形式的非法影响，亦未受任何可能损害本人理解力和判断力的毒品、药物或者酒精物质的影响，除本《认罪认罚具结书》载明的内容，本人没有获得其他任何关于案件处理的承诺。',
      ),
      para('~本人已阅读、理解并认可本具结书的每一项内容，上述内容真实、准确、完整。~'),
      signRight({ label: '本人签名：', name: suspect.name, thumb: true }, { label: '', name: zhDay(times.undertakingAt) }),
      space(),
      cutLine,
      para(
        `本人是犯罪嫌疑人_${suspect.name}_的值班律师。本人证明，犯罪嫌疑人_${suspect.name}_已经阅读了《认罪认罚从宽制度告知书》及《认罪认罚具结书》，根据本人所掌握和知晓的情况，犯罪嫌疑人系自愿签署了上述《认罪认罚具结书》。`,
      ),
      signRight({ label: '值班律师签名：', name: staff.dutyLawyer }, { label: '', name: zhDay(times.undertakingAt) }),
      para(`单位：${agencies.lawFirm}    执业证号：${staff.dutyLawyerLicence}`),
      space(),
      centred(`（${agencies.procuratorate}留存一份，交犯罪嫌疑人、值班律师各一份）`),
      signRight({ label: '检察官：', name: staff.prosecutor }),
      close([agencies.procuratorate, zhFormalDay(times.undertakingAt)], agencies.procuratorate),
    ],
    { bodyPx: 28, numbering: 'foot' },
  )
}

export function recordingSheet({ suspect, agencies, staff, conduct, times }: CaseFacts): PaperText {
  return paper(
    'JC17',
    '听取意见同步录音录像说明',
    '听取意见同步录音录像情况说明',
    [
      heading(agencies.procuratorate),
      title('听取意见同步录音录像情况说明'),
      space(0.4),
      table(
        [1.5, 2.4, 1.5, 2.4],
        [head('犯罪嫌疑人'), cell(suspect.name), head('案  由'), cell(conduct.charge)],
        [head('录制起止'), cell(`${zhTime(times.undertakingAt)}至${zhClock(times.undertakingUntil)}`, { span: 3 })],
        [head('录制地点'), cell(`${agencies.centre}认罪认罚听取意见室`, { span: 3 })],
        [head('检察官'), cell(staff.prosecutor), head('录制人员'), cell(staff.prosecutorAssistant)],
        [head('值班律师'), cell(staff.dutyLawyer), head('时  长'), cell('22分04秒')],
        [head('文件名称'), cell('TQYJ-20260311-0930.mp4(1920×1080,H.264)', { span: 3 })],
        [
          head('完整性校验'),
          cell('SM3:5b0f c2a9 71d4 8e36 0a9d f4b7 2c18 93ee\n4d60 a7f1 b852 0e9c 6f3a d114 75c8 29bb', { span: 3, lines: 2 }),
        ],
        [head('存储介质'), cell('光盘一式两份（编号 FZJC-G-2026-0101），一份随案移送，一份留存', { span: 3, lines: 2 })],
        [head('画面截图'), cell('', { span: 3, lines: 11, picture: 'recording' })],
      ),
      para('录音录像自听取意见开始时起至具结书签署完毕止，全程不间断，未作剪辑。'),
      signRight({ label: '录制人员：', name: staff.prosecutorAssistant }),
      close([agencies.procuratorate, zhFormalDay(times.undertakingAt)], agencies.procuratorate),
    ],
    { bodyPx: 27 },
  )
}
