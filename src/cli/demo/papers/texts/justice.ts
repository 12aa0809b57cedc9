import type { CaseFacts } from '../facts.ts'
import {
  bold,
  cell,
  close,
  flush,
  head,
  heading,
  number,
  type PaperText,
  paper,
  para,
  signRight,
  space,
  table,
  title,
} from '../paper-model.ts'
import { zhDay, zhFormalDay } from '../zh-format.ts'

export function dutyLawyerOpinion({ suspect, agencies, staff, conduct, times, numbers }: CaseFacts): PaperText {
  return paper(
    'SF02',
    '值班律师法律意见书',
    '值班律师法律意见书',
    [
      title('值班律师法律意见书'),
      number(numbers.lawyer),
      flush(`${agencies.procuratorate}:`),
      para(
        `${agencies.lawFirm}律师${staff.dutyLawyer}作为${agencies.centre}值班律师，依法为犯罪嫌疑人${suspect.name}涉嫌${conduct.charge}一案提供法律帮助。经会见犯罪嫌疑人、查阅案卷材料，提出如下意见：`,
      ),
      bold('一、关于事实和罪名'),
      para(`对公安机关起诉意见书认定的犯罪事实和${conduct.charge}罪的罪名没有异议。血样提取、封装、送检和鉴定程序未见违法情形。`),
      bold('二、关于量刑情节'),
      para(
        `1.${suspect.name}到案后如实供述，构成坦白；2.自愿认罪认罚，真诚悔罪；3.系初犯，无前科劣迹；4.查获时车辆空载，未发生交通事故，未造成人员和财产损失；5.有固定住所和家庭，具备社区矫正条件。`,
      ),
      bold('三、关于程序'),
      para('犯罪嫌疑人已充分了解认罪认罚从宽制度和速裁程序的内容与后果，自愿同意适用速裁程序。'),
      bold('四、建议'),
      para('建议对犯罪嫌疑人从宽处罚，并适用缓刑。'),
      space(0.5),
      signRight({ label: '值班律师：', name: staff.dutyLawyer }),
      close([agencies.lawFirm, zhFormalDay(times.hearingOfSuspectUntil)], agencies.lawFirm),
    ],
    { bodyPx: 30 },
  )
}

export function assessmentOpinion({ suspect, agencies, staff, guarantor, times, numbers }: CaseFacts): PaperText {
  return paper(
    'SF03',
    '调查评估意见书',
    '调查评估意见书',
    [
      heading(agencies.justice),
      title('调查评估意见书'),
      number(numbers.assessment),
      flush(`${agencies.procuratorate}:`),
      para(
        `受${agencies.police}委托，我局对${suspect.name}（公民身份号码${suspect.idNumber}）进行了调查评估。${agencies.justiceOffice}工作人员通过走访、谈话等方式，向其家庭成员、社区工作者和邻居了解了有关情况。`,
      ),
      table(
        [1.6, 5],
        [head('居住情况'), cell(`居住于${suspect.home}，自有住房，居住稳定。`)],
        [head('家庭关系'), cell(`与妻子${guarantor.name}及一子共同生活，家庭关系和睦，妻子愿意协助监督。`)],
        [head('工作和收入'), cell(`${suspect.occupation}，收入稳定。`)],
        [head('一贯表现'), cell('邻里关系正常，无不良嗜好，社区未发现其有违法记录。')],
        [head('社区意见'), cell('所在社区居民委员会同意接纳其在本社区接受社区矫正。')],
        [head('悔罪态度'), cell('认罪态度好，表示今后不再酒后驾驶。')],
      ),
      space(0.3),
      para(`综合以上情况，评估意见为：${suspect.name}社会危险性较低，对所居住社区没有重大不良影响，适宜适用社区矫正。`),
      signRight({ label: '调查人：', name: `${staff.correctionOfficers[0]} ${staff.correctionOfficers[1]}` }),
      close([agencies.justice, zhFormalDay(times.assessedAt)], agencies.justice),
      flush(`抄送：${agencies.police}    ${zhDay(times.assessedAt)}`),
    ],
    { bodyPx: 28 },
  )
}
