import type { CaseFacts } from '../facts.ts'
import { close, cutLine, flush, heading, number, type PaperText, paper, para, sign, signRight, space, title } from '../paper-model.ts'
import { zhClock, zhCount, zhDay, zhFormalDay, zhTime } from '../zh-format.ts'
import { describeConduct, describeSuspect, procuratorateNumber } from './phrases.ts'
import { sentenceWords } from './procuratorate-hearing.ts'

export function hearingRecord(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times, numbers, outcome } = facts
  const said = [
    '书：请肃静，宣读法庭纪律。请公诉人入庭，请审判员入庭。报告审判员，被告人已到庭，准备工作就绪。',
    `审：（敲法槌）${agencies.court}现在开庭。传被告人${suspect.name}到庭。核对被告人身份：姓名、出生日期、职业、住址？`,
    `被：${suspect.name}，${zhDay(suspect.bornOn)}出生，${suspect.occupation}，住${suspect.home}。`,
    '审：起诉书副本什么时候收到？以前是否受过法律处分？何时被采取强制措施？',
    `被：${zhTime(times.indictmentServedAt)}收到。没有受过处分。${zhDay(times.bailAt)}被取保候审。`,
    `审：${agencies.court}依照刑事诉讼法第二百二十二条的规定，适用速裁程序公开开庭审理${agencies.procuratorate}提起公诉的被告人${suspect.name}${conduct.charge}一案，由审判员${staff.judge}独任审判，书记员${staff.clerk}担任法庭记录，检察员${staff.prosecutor}出庭支持公诉。被告人对审判员、书记员、公诉人是否申请回避？`,
    '被：不申请。',
    '审：被告人在庭审中享有辩护、最后陈述等权利，是否清楚？',
    '被：清楚。',
    '审：由公诉人简要宣读起诉书。',
    `公：（宣读${procuratorateNumber(facts, '刑诉')}起诉书要点）${describeConduct(facts)}`,
    '审：被告人对起诉书指控的事实、罪名、证据有无意见？',
    '被：没有意见，我认罪。',
    '审：具结书是否你自愿签署？签署时值班律师是否在场？对认罪认罚的性质和后果是否清楚？',
    '被：是自愿签的，律师在场，我都清楚。',
    '审：你是否同意适用速裁程序？',
    '被：同意。',
    '审：公诉人发表量刑建议。',
    `公：建议判处被告人${suspect.name}${sentenceWords(facts)}。`,
    '审：被告人对量刑建议有无异议？',
    '被：没有异议。',
    '审：本院经审查，被告人认罪认罚系自愿，具结书内容真实、合法，指控事实清楚，证据确实、充分，量刑建议适当。不再进行法庭调查、法庭辩论。被告人作最后陈述。',
    '被：我错了，以后再也不酒后开车，请求从轻处理。',
    '审：现在当庭宣判。',
    `审：被告人${suspect.name}犯${conduct.charge}罪，判处${sentenceWords(facts)}（缓刑考验期限，从判决确定之日起计算）。如不服本判决，可在接到判决书的第二日起十日内，通过本院或者直接向福建省泉州市中级人民法院提出上诉。被告人听清楚了吗？是否上诉？`,
    `被：听清楚了，不上诉。`,
    `审：上诉期限至${zhDay(outcome.appealUntil)}。现在闭庭。（敲法槌）`,
  ]
  return paper(
    'FY15',
    '庭审笔录',
    '庭审笔录',
    [
      title('法 庭 审 理 笔 录'),
      flush(`案号：_${numbers.court}_`),
      flush(`时间：_${zhTime(times.trialFrom)}_至_${zhClock(times.trialUntil)}_   地点：_速裁法庭_   公开审理`),
      flush(`审判员：_${staff.judge}_   书记员：_${staff.clerk}_   公诉人：_${staff.prosecutor}_`),
      ...said.map(para),
      space(0.4),
      para('~以上笔录看过，无误。~'),
      sign(
        { label: '被告人：', name: suspect.name, thumb: true, date: zhDay(times.trialUntil) },
        { label: '审判员：', name: staff.judge },
        { label: '书记员：', name: staff.clerk },
      ),
    ],
    { bodyPx: 28, ruled: true, numbering: 'top', foot: [{ label: '被告人：', name: suspect.name, thumb: true }] },
  )
}

export function announcement({ suspect, agencies, staff, conduct, times, numbers }: CaseFacts): PaperText {
  return paper(
    'FY17',
    '宣判笔录',
    '007_宣判笔录',
    [
      title('宣 判 笔 录'),
      flush(`案号：_${numbers.court}_`),
      flush(`时间：_${zhTime(times.judgmentAt)}_   地点：_${agencies.centre}速裁法庭_`),
      flush(`审判员：_${staff.judge}_   书记员：_${staff.clerk}_   公诉人：_${staff.prosecutor}_`),
      para(`审判员当庭宣读${numbers.court}刑事判决主文，并告知上诉权利、上诉期限和上诉法院，交代缓刑考验期内应当遵守的规定。`),
      para(`问：被告人${suspect.name}，判决你犯${conduct.charge}罪，主文是否听清？`),
      para('答：听清了。'),
      para('问：对判决有什么意见？是否上诉？'),
      para('答：服从判决，不上诉。'),
      para('问：缓刑和社区矫正的规定是否明白？'),
      para('答：明白，我会按时报到。'),
      para('问：公诉人有何意见？'),
      para('答：没有意见。'),
      space(0.4),
      para('~以上笔录看过，属实。~'),
      sign({ label: '被告人：', name: suspect.name, thumb: true, date: zhDay(times.judgmentAt) }),
      signRight(
        { label: '公诉人：', name: staff.prosecutor },
        { label: '审判员：', name: staff.judge },
        { label: '书记员：', name: staff.clerk },
      ),
    ],
    { bodyPx: 29, ruled: true, numbering: 'top' },
  )
}

export function judgment(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times, numbers, outcome } = facts
  return paper(
    'FY18',
    '刑事判决书',
    '刑事判决书',
    [
      heading(`福建省${agencies.court}`),
      title('刑 事 判 决 书'),
      number(numbers.court),
      para(`公诉机关${agencies.procuratorate}。`),
      para(`被告人${describeSuspect(facts)}因涉嫌犯${conduct.charge}罪，于${zhDay(times.bailAt)}被${agencies.police}取保候审。`),
      para(
        `${agencies.procuratorate}以${procuratorateNumber(facts, '刑诉')}起诉书指控被告人${suspect.name}犯${conduct.charge}罪，于${zhDay(times.indictedAt)}向本院提起公诉，并建议适用速裁程序审理。本院于同日立案，依法适用速裁程序，实行独任审判，公开开庭审理了本案。${agencies.procuratorate}指派检察员${staff.prosecutor}出庭支持公诉，被告人${suspect.name}到庭参加诉讼。现已审理终结。`,
      ),
      para(
        `公诉机关指控：${describeConduct(facts)}被告人${suspect.name}到案后如实供述了上述事实。公诉机关建议判处被告人${suspect.name}${sentenceWords(facts)}。`,
      ),
      para(`被告人${suspect.name}对指控事实、罪名及量刑建议没有异议，同意适用速裁程序且签字具结，在开庭审理过程中亦无异议。`),
      para(
        `经审理查明的事实与公诉机关指控的事实一致。上述事实，有受案登记表、立案决定书、到案经过、户籍证明、违法犯罪经历查询记录、机动车及驾驶证查询记录、呼气酒精测试单、血样提取登记表、${numbers.laboratory}司法鉴定意见书、现场照片、视听资料及被告人${suspect.name}的供述等证据证实，足以认定。`,
      ),
      para(
        `本院认为，被告人${suspect.name}违反道路交通安全法规，在道路上醉酒驾驶机动车，其行为已构成${conduct.charge}罪。公诉机关指控的事实清楚，证据确实、充分，指控罪名成立，量刑建议适当，应予采纳。被告人${suspect.name}驾驶重型载货汽车，酌情从重处罚；到案后如实供述自己的罪行，依法可以从轻处罚；自愿认罪认罚，依法可以从宽处理；系初犯，未造成交通事故，经调查评估适宜社区矫正，宣告缓刑对所居住社区没有重大不良影响，可以宣告缓刑。`,
      ),
      para(
        '依照《中华人民共和国刑法》第一百三十三条之一第一款第（二）项、第六十七条第三款、第七十二条第一款、第三款、第七十三条第一款、第三款、第五十二条、第五十三条以及《中华人民共和国刑事诉讼法》第十五条、第二百零一条、第二百二十二条、第二百二十四条之规定，判决如下：',
      ),
      para(`被告人${suspect.name}犯${conduct.charge}罪，判处${sentenceWords(facts)}。`),
      para(`（缓刑考验期限，从判决确定之日起计算。罚金于判决生效后${zhCount(10)}日内缴纳。）`),
      para(
        '如不服本判决，可在接到判决书的第二日起十日内，通过本院或者直接向福建省泉州市中级人民法院提出上诉。书面上诉的，应当提交上诉状正本一份，副本二份。',
      ),
      space(0.6),
      signRight({ label: '审 判 员', name: staff.judge }),
      close([zhFormalDay(times.judgmentAt)], `福建省${agencies.court}`),
      flush('本件与原本核对无异'),
      signRight({ label: '书 记 员', name: staff.clerk }),
      flush(`缓刑考验期限：自${zhDay(outcome.effectiveOn)}起至${zhDay(outcome.suspensionUntil)}止（以判决于上诉期满后生效为前提）。`),
    ],
    { bodyPx: 31, numbering: 'foot' },
  )
}

export function correctionNotice({ suspect, agencies, staff, conduct, times, numbers, outcome }: CaseFacts): PaperText {
  return paper(
    'FY32',
    '社区矫正告知书',
    '010_社区矫正告知书',
    [
      heading(agencies.court),
      title('社区矫正告知书'),
      number(numbers.court),
      flush(`_${suspect.name}_:`),
      para(
        `你因犯_${conduct.charge}_罪，被本院判处_拘役${zhCount(outcome.detentionMonths)}个月，缓刑${zhCount(outcome.suspensionMonths)}个月_，依法实行社区矫正。根据《中华人民共和国社区矫正法》的规定，现将有关事项告知如下：`,
      ),
      para(`一、你应当自判决生效之日起十日内到_${agencies.justice}_（${agencies.justiceOffice}）报到，接受社区矫正。`),
      para(
        '二、在社区矫正期间应当遵守法律、行政法规，履行判决确定的义务，遵守关于报告、会客、外出、迁居、保外就医等监督管理规定，服从社区矫正机构的管理。',
      ),
      para('三、离开所居住的市、县或者迁居，应当报经社区矫正机构批准。'),
      para('四、在缓刑考验期限内犯新罪，或者违反法律、行政法规、监督管理规定，情节严重的，将撤销缓刑，执行原判刑罚。'),
      para(
        `五、判决于上诉、抗诉期满后生效；期满无上诉、抗诉的，缓刑考验期自_${zhDay(outcome.effectiveOn)}_至_${zhDay(outcome.suspensionUntil)}_。`,
      ),
      close([agencies.court, zhFormalDay(times.deliveredAt)], agencies.court),
      cutLine,
      para('本告知书已收到，内容已明白。'),
      sign({ label: '被告人：', name: suspect.name, thumb: true, date: zhDay(times.deliveredAt) }),
      signRight({ label: '告知人：', name: staff.clerk }),
    ],
    { bodyPx: 29 },
  )
}
