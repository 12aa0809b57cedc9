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
import { procuratorateNumber } from './phrases.ts'

export function acceptanceForm(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times, numbers } = facts
  return paper(
    'FY01',
    '立案审批表',
    '001_立案审批表',
    [
      heading(agencies.court),
      title('刑事案件立案审批表'),
      number(numbers.court),
      table(
        [1.5, 2.3, 1.5, 2.3],
        [head('公诉机关'), cell(agencies.procuratorate), head('起诉书文号'), cell(procuratorateNumber(facts, '刑诉'))],
        [head('被 告 人'), cell(suspect.name), head('公民身份号码'), cell(suspect.idNumber)],
        [head('案  由'), cell(`${conduct.charge}罪`), head('强制措施'), cell('取保候审')],
        [head('收到日期'), cell(zhTime(times.courtReceivedAt)), head('立案日期'), cell(zhTime(times.courtAcceptedAt))],
        [
          head('随案材料'),
          cell('起诉书正本1份、副本7份；案卷3册；认罪认罚具结书、量刑建议书、适用速裁程序建议书各1份；光盘2张', { span: 3, lines: 3 }),
        ],
        [
          head('审查意见'),
          cell(
            `~属于本院管辖，起诉书有明确的指控犯罪事实，材料齐备，建议立案，适用速裁程序。~\n承办人：~${staff.clerk}~  ~${zhDay(times.courtReceivedAt)}~`,
            { span: 3, lines: 6 },
          ),
        ],
        [
          head('审批意见'),
          cell(`~同意立案。~\n负责人：~${staff.judge}~  ~${zhDay(times.courtAcceptedAt)}~`, { span: 3, lines: 5, seal: agencies.court }),
        ],
        [head('承办法官'), cell(staff.judge), head('书记员'), cell(staff.clerk)],
        [head('审理期限'), cell(`速裁程序十日，自${zhDay(times.courtAcceptedAt)}起`, { span: 3 })],
      ),
    ],
    { bodyPx: 26 },
  )
}

export function indictmentService(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, times, numbers } = facts
  return paper(
    'FY08',
    '起诉书副本送达笔录',
    '002_起诉书副本送达笔录',
    [
      title('送达起诉书副本笔录'),
      flush(`时间：_${zhTime(times.indictmentServedAt)}_  地点：_${agencies.centre}速裁法庭_`),
      flush(`送达人：_${staff.clerk}_  被告人：_${suspect.name}_  案号：_${numbers.court}_`),
      para(
        `问：我们是${agencies.court}工作人员。现将${agencies.procuratorate}${procuratorateNumber(facts, '刑诉')}起诉书副本、量刑建议书送达给你，你是否收到？`,
      ),
      para('答：收到了。'),
      para('问：你的姓名、出生日期、职业、住址？'),
      para(`答：我叫${suspect.name}，${zhDay(suspect.bornOn)}出生，${suspect.occupation}，住${suspect.home}。`),
      para('问：你对起诉书指控的犯罪事实和罪名有无意见？是否自愿认罪认罚？'),
      para('答：没有意见，自愿认罪认罚。'),
      para('问：认罪认罚具结书是否你自愿签署？'),
      para('答：是我自愿签的，律师在场。'),
      para('问：你有权委托辩护人，也可以约见值班律师。你是否委托辩护人？'),
      para('答：不委托，需要时找值班律师。'),
      para(`问：本案定于${zhTime(times.trialFrom)}公开开庭审理，适用速裁程序不受送达期限的限制，你有无意见？`),
      para('答：没有意见。'),
      space(0.4),
      para('~以上笔录看过，属实。~'),
      sign({ label: '被告人：', name: suspect.name, thumb: true, date: zhDay(times.indictmentServedAt) }),
      signRight({ label: '送达人：', name: staff.clerk }),
    ],
    { bodyPx: 29, ruled: true, numbering: 'top' },
  )
}

export function fastTrackConsent({ suspect, agencies, staff, conduct, times, numbers }: CaseFacts): PaperText {
  return paper(
    'FY10',
    '速裁程序适用告知及意见',
    '003_速裁程序适用告知书及意见',
    [
      heading(agencies.court),
      title('适用速裁程序告知书'),
      number(numbers.court),
      flush(`_${suspect.name}_:`),
      para(
        `${agencies.procuratorate}指控你犯_${conduct.charge}_罪一案，本院已受理。根据《中华人民共和国刑事诉讼法》第二百二十二条、第二百二十四条的规定，现将适用速裁程序的有关事项告知如下：`,
      ),
      para(
        '一、基层人民法院管辖的可能判处三年有期徒刑以下刑罚的案件，案件事实清楚，证据确实、充分，被告人认罪认罚并同意适用速裁程序的，可以适用速裁程序，由审判员一人独任审判。',
      ),
      para(
        '二、适用速裁程序审理案件，不受送达期限的限制，一般不进行法庭调查、法庭辩论，但在判决宣告前应当听取辩护人的意见和被告人的最后陈述意见，并应当当庭宣判。',
      ),
      para('三、你有权不同意适用速裁程序；在审理过程中，发现不宜适用速裁程序情形的，将转为普通程序或者简易程序审理。'),
      para('四、你对判决不服的，依法享有上诉的权利。'),
      cutLine,
      para('被告人意见：~我已明白以上内容，同意适用速裁程序审理。~'),
      sign({ label: '被告人：', name: suspect.name, thumb: true, date: zhDay(times.indictmentServedAt) }),
      signRight({ label: '告知人：', name: staff.clerk }),
      close([agencies.court, zhFormalDay(times.indictmentServedAt)], agencies.court),
    ],
    { bodyPx: 30 },
  )
}

export function procedureDecision({ suspect, agencies, staff, conduct, times, numbers }: CaseFacts): PaperText {
  return paper('FY11', '适用速裁程序决定书', '004_适用速裁程序决定书', [
    heading(agencies.court),
    title('适用速裁程序决定书'),
    number(numbers.court),
    space(),
    para(
      `${agencies.procuratorate}提起公诉的被告人_${suspect.name}_犯_${conduct.charge}_罪一案，本院于_${zhDay(times.courtAcceptedAt)}_立案。经审查，本案事实清楚，证据确实、充分，被告人自愿认罪认罚，同意适用速裁程序，公诉机关建议适用速裁程序，且不具有《中华人民共和国刑事诉讼法》第二百二十三条规定的情形。`,
    ),
    para('依照《中华人民共和国刑事诉讼法》第二百二十二条的规定，决定如下：'),
    para(`本案适用速裁程序，由审判员_${staff.judge}_独任审判，书记员_${staff.clerk}_担任记录。`),
    close([agencies.court, zhFormalDay(times.courtAcceptedAt)], agencies.court),
  ])
}

export function hearingNotice({ suspect, agencies, staff, conduct, times, numbers }: CaseFacts): PaperText {
  return paper(
    'FY12',
    '出庭通知书',
    '005_出庭通知书、传票',
    [
      heading(agencies.court),
      title('出庭通知书'),
      number(numbers.court),
      flush(`_${agencies.procuratorate}_:`),
      para(
        `本院受理你院提起公诉的被告人_${suspect.name}${conduct.charge}_一案，定于_${zhTime(times.trialFrom)}_在_${agencies.centre}速裁法庭_公开开庭审理，请派员出庭支持公诉。`,
      ),
      close([agencies.court, zhFormalDay(times.courtAcceptedAt)], agencies.court),
      cutLine,
      title('传  票'),
      table(
        [1.5, 2.4, 1.5, 2.4],
        [head('案  号'), cell(numbers.court), head('案  由'), cell(`${conduct.charge}罪`)],
        [head('被传唤人'), cell(suspect.name), head('传唤事由'), cell('开庭')],
        [head('应到时间'), cell(`${zhDay(times.trialFrom)}${zhClock(times.trialFrom)}`), head('应到处所'), cell('速裁法庭')],
        [
          head('注意事项'),
          cell('1.被传唤人必须准时到达应到处所；2.本传票由被传唤人携带来院报到；3.被传唤人收到传票后，应在送达回证上签名。', {
            span: 3,
            lines: 3,
          }),
        ],
      ),
      signRight({ label: '书记员：', name: staff.clerk }),
    ],
    { bodyPx: 29 },
  )
}

function serviceRow(name: string, count: string, receiver: string, at: string) {
  return [cell(name), cell(count, { align: 'center' }), cell(`~${receiver}~`, { align: 'center' }), cell(`~${at}~`)]
}

export function serviceProof({ suspect, agencies, staff, conduct, times, numbers }: CaseFacts): PaperText {
  const at = `${zhDay(times.deliveredAt)}${zhClock(times.deliveredAt)}`
  return paper(
    'FY20',
    '送达回证',
    '009_送达回证',
    [
      heading(agencies.court),
      title('送 达 回 证'),
      number(numbers.court),
      table(
        [2.6, 1, 2, 2.6],
        [head('受送达人'), cell(`${suspect.name}、${agencies.procuratorate}`, { span: 3 })],
        [head('案  由'), cell(`${conduct.charge}罪`, { span: 3 })],
        [head('送达地点'), cell(`${agencies.centre}速裁法庭`, { span: 3 })],
        [head('送达文书名称'), head('件数'), head('收件人签名'), head('收到时间')],
        serviceRow('刑事判决书', '1', suspect.name, at),
        serviceRow('社区矫正告知书', '1', suspect.name, at),
        serviceRow('缴纳罚金通知书', '1', suspect.name, at),
        serviceRow('刑事判决书（公诉机关）', '2', staff.prosecutor, at),
        [head('代收人及代收理由'), cell('/', { span: 3 })],
        [head('送 达 人'), cell(`~${staff.clerk}~`, { span: 3 })],
        [head('备  注'), cell('当庭宣判并当庭送达；受送达人已知悉上诉权利和上诉期限。', { span: 3, lines: 3 })],
      ),
      close([agencies.court, zhDay(times.deliveredAt)], agencies.court),
    ],
    { bodyPx: 27 },
  )
}
