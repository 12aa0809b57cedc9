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
  number,
  type PaperText,
  pageBreak,
  paper,
  para,
  sign,
  signRight,
  space,
  table,
  title,
} from '../paper-model.ts'
import { zhDay, zhFormalDay, zhTime } from '../zh-format.ts'
import { policeNumber } from './phrases.ts'

export function expertEngagement(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, times } = facts
  return paper('GA59', '鉴定聘请书', '015_鉴定聘请书', [
    heading(agencies.police),
    title('鉴定聘请书'),
    number(policeNumber(facts, '鉴聘')),
    space(),
    flush(`_${agencies.laboratory}_:`),
    para(
      `为了查明_${suspect.name}涉嫌${conduct.charge}_案，根据《中华人民共和国刑事诉讼法》第一百四十六条之规定，特聘请你单位对_${suspect.name}血样（编号${conduct.tubes[0]}）中的乙醇成分及含量_进行鉴定。`,
    ),
    para('请于收到检材后三日内将书面鉴定意见送交我局。鉴定人故意作虚假鉴定的，应当承担法律责任。'),
    close([agencies.police, zhFormalDay(times.entrustedAt)], agencies.police),
    cutLine,
    para(`本聘请书已收到，检材包装完好、封条完整。`),
    sign({ label: '收件人：', name: facts.staff.examiners[0], date: zhTime(times.entrustedAt) }),
  ])
}

export function opinionNotice(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, times, numbers } = facts
  return paper('GA61', '鉴定意见通知书', 'GA61_鉴定意见通知书', [
    heading(agencies.police),
    title('鉴定意见通知书'),
    number(policeNumber(facts, '鉴通')),
    space(),
    flush(`_${suspect.name}_:`),
    para(
      `我局指派/聘请有关人员，对_${suspect.name}血样中的乙醇成分及含量_进行了鉴定。鉴定意见是_${suspect.name}血样中检出乙醇成分，含量为${conduct.bloodAlcohol}mg/100ml（${numbers.laboratory}）_。根据《中华人民共和国刑事诉讼法》第一百四十八条之规定，如果你对该鉴定意见有异议，可以提出补充鉴定或者重新鉴定的申请。`,
    ),
    close([agencies.police, zhFormalDay(times.opinionServedAt)], agencies.police),
    cutLine,
    para('本通知书已收到。~我对鉴定意见没有异议，不申请重新鉴定。~'),
    sign({ label: '犯罪嫌疑人：', name: suspect.name, thumb: true, date: zhTime(times.opinionServedAt) }),
    flush('此联附卷'),
  ])
}

/** The slip of the breath tester: short lines, printed narrow on thermal paper and signed underneath. */
export function breathTest({ suspect, agencies, staff, conduct }: CaseFacts): PaperText {
  const lines = [
    '呼气酒精含量测试结果单',
    '',
    '仪器型号: AT-6000',
    '仪器编号: FZJJ-0117',
    '检定有效期至: 2026-08-31',
    '记录号: 004217',
    `测试时间: ${conduct.caughtAt.replace('T', ' ')}`,
    `测试地点: ${conduct.place.replace('泉州市丰泽区', '')}`,
    `车牌号码: ${conduct.plate}`,
    `驾驶证号: ${suspect.idNumber}`,
    `被测人: ${suspect.name}`,
    `执勤单位: ${agencies.brigade.replace('泉州市公安局', '')}`,
    '',
    `测试结果: ${conduct.breathAlcohol} mg/100ml`,
    '',
  ]
  return paper(
    'GA64',
    '呼气酒精测试单',
    '呼气酒精测试单',
    [
      ...lines.map(flush),
      sign(
        { label: '被测人：', name: suspect.name, thumb: true },
        { label: '测试人：', name: staff.officers[0] },
        { label: '见证人：', name: staff.officers[1] },
      ),
    ],
    { shape: 'slip', saveAs: 'jpeg' },
  )
}

export function bloodSampling(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct } = facts
  const [first, second] = conduct.tubes
  const rows = table(
    [1.7, 1.6, 1.4, 1.6, 1.4, 2],
    [head('当事人姓名'), cell(suspect.name), head('性别'), cell(suspect.sex), head('联系电话'), cell(suspect.phone)],
    [head('公民身份号码'), cell(suspect.idNumber, { span: 3 }), head('号牌号码'), cell(conduct.plate)],
    [head('查获时间'), cell(zhTime(conduct.caughtAt), { span: 3 }), head('呼气结果'), cell(`${conduct.breathAlcohol}mg/100ml`)],
    [head('提取原因'), cell('☑涉嫌醉酒驾驶机动车  □对呼气结果有异议  □拒绝呼气测试  □其他', { span: 5 })],
    [head('提取时间'), cell(zhTime(conduct.bloodDrawnAt), { span: 3 }), head('提取部位'), cell('左肘静脉')],
    [head('提取地点'), cell(`${agencies.hospital}急诊室`, { span: 5 })],
    [head('消毒用品'), cell('碘伏（不含醇类）', { span: 2 }), head('抗凝剂'), cell('EDTA-K2（真空采血管）', { span: 2 })],
    [head('血样编号'), cell(`A:${first}`, { span: 2 }), head('血  量'), cell('各 3 ml，共 2 支', { span: 2 })],
    [head(''), cell(`B：${second}（备份）`, { span: 2 }), head('封装情况'), cell('物证袋密封，封条完整，当事人签名捺印', { span: 2 })],
    [head('保存方式'), cell('2℃-8℃冷藏，A管送检，B管由办案单位备份保存', { span: 5 })],
    [head('当事人'), cell(`以上情况属实。\n~${suspect.name}~  ~${zhTime(conduct.bloodDrawnAt)}~`, { span: 5, lines: 3, thumb: true })],
    [
      head('提取人'),
      cell(`~${staff.nurse}~`, { span: 2, lines: 2 }),
      head('办案民警'),
      cell(`~${staff.officers[0]}  ${staff.officers[1]}~`, { span: 2 }),
    ],
    [
      head('送检情况'),
      cell(`A管于${zhTime(facts.times.entrustedAt)}由民警${staff.officers[1]}送交${agencies.laboratory}，接收人：~${staff.examiners[0]}~`, {
        span: 5,
        lines: 3,
      }),
    ],
  )
  const blocks = [
    heading(agencies.brigade),
    title('当事人血样提取登记表'),
    number(policeNumber(facts, '血样')),
    rows,
    close([agencies.brigade, zhDay(conduct.bloodDrawnAt)], agencies.brigade),
  ]
  return paper('GA65', '血样提取登记表', 'GA65_血样提取登记表', blocks, { bodyPx: 25 })
}

export function ethanolOpinion(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times, numbers } = facts
  const [sample] = conduct.tubes
  return paper(
    'GA66',
    '血液乙醇检验鉴定意见',
    '血液乙醇检验鉴定意见书',
    [
      space(3),
      heading(agencies.laboratory),
      title('司法鉴定意见书'),
      space(),
      centred(numbers.laboratory),
      space(3),
      centred(`委托单位：${agencies.police}`),
      centred(`鉴定事项：${suspect.name}血样中乙醇成分及含量`),
      space(4),
      centred('声  明'),
      para('1.委托人应当向鉴定机构提供真实、完整、充分的鉴定材料，并对鉴定材料的真实性、合法性负责。'),
      para('2.鉴定人按照法律、法规和规章规定的方式、方法和步骤，遵守和采用相关技术标准和技术规范进行鉴定。'),
      para('3.鉴定意见书的复制、使用应当完整；鉴定意见仅对送检检材负责。'),
      pageBreak,
      bold('一、基本情况'),
      para(`委托人：${agencies.police}`),
      para(`委托日期：${zhDay(times.entrustedAt)}`),
      para(`受理日期：${zhDay(times.entrustedAt)}`),
      para(`鉴定材料：标有“${suspect.name} ${sample}”的真空采血管1支，内有血液约3ml，包装完好，封条完整。`),
      para(`被鉴定人：${suspect.name}，${suspect.sex}，公民身份号码${suspect.idNumber}。`),
      bold('二、基本案情'),
      para(
        `${zhTime(conduct.caughtAt)}许，被鉴定人驾驶号牌为${conduct.plate}的${conduct.vehicle}，在${conduct.place}被民警查获，${zhTime(conduct.bloodDrawnAt)}提取血样。`,
      ),
      bold('三、检验过程'),
      para('检验方法：GA/T 842《血液酒精含量的检验方法》，顶空气相色谱法；内标物为叔丁醇。'),
      para('仪器设备：顶空自动进样器、气相色谱仪（配双柱、双氢火焰离子化检测器），均在检定有效期内。'),
      para('操作步骤：取检材100μl两份，分别加入内标溶液500μl，混匀密封，于65℃加热10分钟后进样分析，同时作空白对照、添加对照和质控样品。'),
      table(
        [2, 2, 2, 2],
        [head('样  品'), head('保留时间（min）'), head('峰面积比'), head('含量（mg/100ml）')],
        [
          cell('检材平行样1', { align: 'center' }),
          cell('2.213', { align: 'center' }),
          cell('1.3247', { align: 'center' }),
          cell(`${conduct.bloodAlcohol}.4`, { align: 'center' }),
        ],
        [
          cell('检材平行样2', { align: 'center' }),
          cell('2.214', { align: 'center' }),
          cell('1.3189', { align: 'center' }),
          cell(`${conduct.bloodAlcohol - 1}.8`, { align: 'center' }),
        ],
        [
          cell('质控样品（80）', { align: 'center' }),
          cell('2.213', { align: 'center' }),
          cell('0.8021', { align: 'center' }),
          cell('80.3', { align: 'center' }),
        ],
        [
          cell('空白血', { align: 'center' }),
          cell('未检出', { align: 'center' }),
          cell('/', { align: 'center' }),
          cell('未检出', { align: 'center' }),
        ],
      ),
      para('两份平行样的双样相对相差不超过规定限值，结果有效。'),
      bold('四、分析说明'),
      para('检材中检出与乙醇对照品保留时间一致的色谱峰，空白对照未检出，添加对照检出，结果可靠，以两份平行样的平均值报告。'),
      bold('五、鉴定意见'),
      para(`送检的${suspect.name}血样（${sample}）中检出乙醇成分，其含量为${conduct.bloodAlcohol}mg/100ml。`),
      space(0.5),
      signRight(
        { label: '司法鉴定人：', name: staff.examiners[0] },
        { label: '司法鉴定人：', name: staff.examiners[1] },
        { label: '授权签字人：', name: staff.examiners[1] },
      ),
      close([agencies.laboratory, zhFormalDay(times.opinionAt)], agencies.laboratory, '司法鉴定专用'),
      pageBreak,
      centred('附件：检材照片'),
      space(),
      { kind: 'picture', picture: 'tubes', heightPx: 560, caption: `检材 ${sample} 外包装及采血管` },
      space(),
      para('附：司法鉴定机构许可证、司法鉴定人执业证复印件（略）。'),
    ],
    { bodyPx: 29, numbering: 'foot' },
  )
}

export function vehicleAndLicenceCheck({ suspect, agencies, staff, conduct, times }: CaseFacts): PaperText {
  return paper(
    'GA67',
    '机动车及驾驶证查询记录',
    'GA67_机动车及驾驶证查询记录',
    [
      title('机动车及驾驶证查询记录'),
      flush(`查询单位：${agencies.brigade}    查询时间：${zhTime(times.filedAt)}`),
      bold('一、驾驶人信息'),
      table(
        [1.4, 2.2, 1.4, 2.2],
        [head('姓名'), cell(suspect.name), head('驾驶证号'), cell(suspect.idNumber)],
        [head('准驾车型'), cell(conduct.licenceClass), head('初次领证'), cell(zhDay(conduct.licenceFrom))],
        [head('驾驶证状态'), cell('正常'), head('累积记分'), cell('3分')],
        [head('发证机关'), cell('泉州市公安局交通警察支队', { span: 3 })],
        [head('酒驾记录'), cell('未查询到因饮酒后、醉酒驾驶机动车被处罚的记录', { span: 3 })],
      ),
      space(0.6),
      bold('二、机动车信息'),
      table(
        [1.4, 2.2, 1.4, 2.2],
        [head('号牌号码'), cell(conduct.plate), head('号牌种类'), cell('大型汽车')],
        [head('车辆类型'), cell(conduct.vehicle), head('使用性质'), cell('货运')],
        [head('所有人'), cell(suspect.name), head('机动车状态'), cell('正常')],
        [head('检验有效期止'), cell('2026年11月30日'), head('保险终止日期'), cell('2026年10月18日')],
        [head('核定载质量'), cell('9990kg'), head('车身颜色'), cell('蓝色')],
      ),
      space(0.6),
      para('以上信息由公安交通管理综合应用平台查询打印，与查询结果一致。'),
      signRight({ label: '查询民警：', name: staff.officers[1] }),
      close([agencies.brigade, zhFormalDay(times.filedAt)], agencies.brigade, '查询专用章'),
    ],
    { bodyPx: 28, tone: 'grey' },
  )
}

/** A photograph of the stopped vehicle, as taken at the roadside. */
export function scenePhoto({ conduct }: CaseFacts): PaperText {
  return paper('GA45', '现场照片', '现场照片_查获车辆', [flush(conduct.plate), flush(conduct.caughtAt.replace('T', ' '))], {
    shape: 'scene',
    saveAs: 'png',
  })
}
