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
import { zhClock, zhDay, zhFormalDay, zhTime } from '../zh-format.ts'
import { describeSuspect, policeNumber } from './phrases.ts'

export function caseAcceptance(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times } = facts
  const rows = table(
    [1.05, 1.5, 1.45, 1.5, 1.5, 1.5, 1.5],
    [head('案件来源', { span: 2 }), cell('□110指令 ☑工作中发现 □报案 □投案 □移送 □扭送 □其他', { span: 5 })],
    [
      head('报案人', { down: 3 }),
      head('姓  名'),
      cell('/', { align: 'center' }),
      head('性别'),
      cell('/', { align: 'center' }),
      head('出生日期'),
      cell('/', { align: 'center' }),
    ],
    [head('证件种类'), cell('/', { align: 'center' }), head('证件号码'), cell('/', { span: 3 })],
    [head('工作单位'), cell('/', { align: 'center' }), head('联系方式'), cell('/', { span: 3 })],
    [head('移送单位', { span: 2 }), cell('/'), head('移送人'), cell('/'), head('联系方式'), cell('/')],
    [
      head('接报民警', { span: 2 }),
      cell(`${staff.officers.join('、')}`, { span: 2 }),
      head('接报时间'),
      cell(zhTime(conduct.caughtAt), { span: 2 }),
    ],
    [head('接报地点', { span: 2 }), cell(conduct.place, { span: 5 })],
    [
      head('简要案情或者报案记录（发案时间、地点、简要过程、涉案人基本情况、受害情况等）以及是否接受证据：', { span: 2 }),
      cell(
        `${zhTime(conduct.caughtAt)}许，民警在${conduct.place}设卡执勤时，查获${suspect.name}（${suspect.sex}，公民身份号码${suspect.idNumber}）驾驶号牌为${conduct.plate}的${conduct.vehicle}。` +
          `现场呼气酒精测试结果为${conduct.breathAlcohol}mg/100ml，涉嫌醉酒驾驶机动车。${zhClock(conduct.bloodDrawnAt)}在${agencies.hospital}提取血样两份。无交通事故，无人员受伤。\n接受证据：呼气酒精测试单1份、血样提取登记表1份、现场照片2张。`,
        { span: 5, lines: 9 },
      ),
    ],
    [
      head('受案意见', { span: 2 }),
      cell(
        `□属本单位管辖的行政案件，建议及时调查处理\n☑属本单位管辖的刑事案件，建议及时立案侦查\n□不属于本单位管辖，建议移送\n受案民警：~${staff.officers[0]}  ${staff.officers[1]}~    ~${zhDay(times.filedAt)}~`,
        { span: 5 },
      ),
    ],
    [
      head('受案审批', { span: 2 }),
      cell(`~同意立案侦查。~\n受案部门负责人：~${staff.brigadeHead}~    ~${zhDay(times.filedAt)}~`, {
        span: 5,
        lines: 4,
        seal: agencies.brigade,
      }),
    ],
  )
  const blocks = [
    heading(agencies.brigade),
    title('受案登记表'),
    number(policeNumber(facts, '受案')),
    rows,
    flush('一式两份，一份留存，一份附卷。'),
  ]
  return paper('GA01', '受案登记表', '001_受案登记表', blocks, { bodyPx: 26 })
}

export function filingDecision(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, times } = facts
  return paper('GA03', '立案决定书', '002_立案决定书', [
    heading(agencies.police),
    title('立案决定书'),
    number(policeNumber(facts, '立')),
    space(),
    para(`根据《中华人民共和国刑事诉讼法》第一百零九条、第一百一十二条之规定，决定对_${suspect.name}涉嫌${conduct.charge}_案立案侦查。`),
    space(2),
    close([agencies.police, zhFormalDay(times.filedAt)], agencies.police),
  ])
}

export function comingToCase(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times } = facts
  return paper(
    'GA07',
    '到案经过',
    '003_到案经过',
    [
      title('到案经过'),
      space(),
      para(`犯罪嫌疑人${describeSuspect(facts)}`),
      para(
        `${zhTime(conduct.caughtAt)}许，我大队民警${staff.officers.join('、')}带领辅警二人在${conduct.place}依法设卡开展酒驾醉驾检查时，发现一辆号牌为${conduct.plate}的${conduct.vehicle}由东向西驶来。` +
          `民警示意该车停车接受检查，驾驶人${suspect.name}按指令靠边停车。民警发现其身上有明显酒气，遂对其进行呼气酒精测试，结果为${conduct.breathAlcohol}mg/100ml，${suspect.name}对测试结果无异议并签名确认。`,
      ),
      para(
        `${zhClock(conduct.bloodDrawnAt)}，民警将${suspect.name}带至${agencies.hospital}，由护士${staff.nurse}提取其静脉血样两份，分别装管封存，全程录像。${zhClock(times.arrivedAt)}，民警将${suspect.name}口头传唤至${agencies.centre}接受调查，并于当日补办传唤手续。`,
      ),
      para(`${suspect.name}在查获过程中配合民警检查，没有逃避、阻碍检查或者其他抗拒行为；到案后如实供述了酒后驾驶机动车的事实。`),
      para('特此说明。'),
      space(),
      signRight({ label: '查获民警：', name: staff.officers[0] }, { label: '查获民警：', name: staff.officers[1] }),
      close([agencies.brigade, zhFormalDay(times.filedAt)], agencies.brigade),
    ],
    { bodyPx: 31 },
  )
}

export function summons(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, times } = facts
  return paper('GA08', '传唤证', 'GA08_传唤证', [
    heading(agencies.police),
    title('传 唤 证'),
    number(policeNumber(facts, '传唤')),
    space(),
    para(
      `根据《中华人民共和国刑事诉讼法》第一百一十九条之规定，兹传唤涉嫌_${conduct.charge}_罪的犯罪嫌疑人_${suspect.name}_（性别_${suspect.sex}_，出生日期_${zhDay(suspect.bornOn)}_，住址_${suspect.home}_）于_${zhTime(times.arrivedAt)}_到_${agencies.centre}_接受讯问。无正当理由拒不接受传唤的，可以依法拘传。`,
    ),
    close([agencies.police, zhFormalDay(times.arrivedAt)], agencies.police),
    cutLine,
    flush(`被传唤人到案时间：~${zhTime(times.arrivedAt)}~`),
    sign({ label: '被传唤人：', name: suspect.name, thumb: true }),
    flush(`传唤结束时间：~${zhTime(times.bailAt)}~`),
    sign({ label: '被传唤人：', name: suspect.name, thumb: true }),
    flush('此联附卷'),
  ])
}

export function householdProof(facts: CaseFacts): PaperText {
  const { suspect, agencies, times } = facts
  const rows = table(
    [1.2, 2, 1.2, 2, 1.8],
    [head('姓  名'), cell(suspect.name), head('性  别'), cell(suspect.sex), cell('', { down: 4, picture: 'portrait', lines: 8 })],
    [head('民  族'), cell(suspect.ethnicity), head('出生日期'), cell(zhDay(suspect.bornOn))],
    [head('公民身份号码'), cell(suspect.idNumber, { span: 3 })],
    [head('文化程度'), cell(suspect.education), head('婚姻状况'), cell('已婚')],
    [head('户籍地址'), cell(suspect.household, { span: 4, lines: 2 })],
    [head('现 住 址'), cell(suspect.home, { span: 4, lines: 2 })],
    [head('户籍登记机关'), cell(agencies.policeStation, { span: 4 })],
    [head('户口状态'), cell('正常'), head('与户主关系'), cell('户主', { span: 2 })],
    [head('备  注'), cell('以上信息经与居民身份证、人口信息系统核对一致。', { span: 4, lines: 3 })],
  )
  const blocks = [
    title('常住人口基本信息'),
    space(),
    rows,
    space(),
    signRight({ label: '查询民警：', name: facts.staff.officers[1] }),
    close([agencies.policeStation, zhFormalDay(times.filedAt)], agencies.policeStation, '户口专用'),
  ]
  return paper('GA38', '户籍证明', 'GA38_户籍证明', blocks, { bodyPx: 28, tone: 'grey' })
}

export function priorRecordCheck(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, times } = facts
  return paper(
    'GA39',
    '违法犯罪经历查询记录',
    'GA39_违法犯罪经历查询记录',
    [
      title('违法犯罪经历查询记录'),
      space(),
      table(
        [1.4, 2.4, 1.4, 2.4],
        [head('被查询人'), cell(suspect.name), head('公民身份号码'), cell(suspect.idNumber)],
        [head('查询单位'), cell(agencies.brigade), head('查询时间'), cell(zhTime(times.filedAt))],
        [head('查询系统'), cell('全国违法犯罪人员信息资源库、公安交通管理综合应用平台、在逃人员信息系统', { span: 3, lines: 2 })],
        [head('刑事前科'), cell('经查询，未发现被查询人有刑事犯罪记录。', { span: 3, lines: 2 })],
        [
          head('行政处罚'),
          cell('经查询，未发现被查询人有因饮酒后驾驶机动车或者其他违法行为受过行政处罚的记录。道路交通一般违法记录3条，均已处理。', {
            span: 3,
            lines: 3,
          }),
        ],
        [head('在逃核查'), cell('非在逃人员。', { span: 3 })],
      ),
      space(),
      para('以上查询结果属实。'),
      signRight({ label: '查询人：', name: staff.officers[0] }, { label: '复核人：', name: staff.officers[1] }),
      close([agencies.brigade, zhFormalDay(times.filedAt)], agencies.brigade),
    ],
    { bodyPx: 29 },
  )
}
