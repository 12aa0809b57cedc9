import type { CaseFacts } from '../facts.ts'
import {
  cell,
  centred,
  close,
  flush,
  head,
  heading,
  number,
  type PaperText,
  pageBreak,
  paper,
  para,
  signRight,
  smallTable,
  space,
  table,
  title,
} from '../paper-model.ts'
import { zhDay, zhFormalDay, zhTime } from '../zh-format.ts'
import { describeConduct, describeSuspect, policeNumber } from './phrases.ts'

export function assessmentCommission(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, times } = facts
  return paper('GA72', '社区矫正调查评估委托函', 'GA72_调查评估委托函', [
    heading(agencies.police),
    title('调查评估委托函'),
    number(policeNumber(facts, '评委')),
    space(),
    flush(`_${agencies.justice}_:`),
    para(
      `我局侦查的_${suspect.name}涉嫌${conduct.charge}_案，犯罪嫌疑人自愿认罪认罚，可能适用社区矫正。根据《中华人民共和国社区矫正法》第十八条的规定，现委托你局对_${suspect.name}_（公民身份号码_${suspect.idNumber}_，居住地_${suspect.home}_）的社会危险性和对所居住社区的影响进行调查评估。`,
    ),
    para(`本案拟适用刑事速裁程序，请于_${zhTime(times.assessedAt)}_前将调查评估意见书送交_${agencies.procuratorate}_，并抄送我局。`),
    para(`联系人：${facts.staff.officers[0]}。`),
    close([agencies.police, zhFormalDay(times.opinionAt)], agencies.police),
  ])
}

export function prosecutionOpinion(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, conduct, times, numbers } = facts
  return paper(
    'GA73',
    '起诉意见书',
    '起诉意见书',
    [
      heading(agencies.police),
      title('起诉意见书'),
      number(policeNumber(facts, '诉')),
      para(`犯罪嫌疑人${describeSuspect(facts)}无违法犯罪经历。`),
      para(`犯罪嫌疑人${suspect.name}因涉嫌${conduct.charge}罪，于${zhDay(times.arrivedAt)}被我局传唤到案，同日被我局决定取保候审。`),
      para(
        `犯罪嫌疑人${suspect.name}涉嫌${conduct.charge}一案，由我局交通警察大队于${zhTime(conduct.caughtAt)}在执勤中发现。我局经审查，于${zhTime(times.filedAt)}立案侦查。犯罪嫌疑人${suspect.name}于${zhTime(times.arrivedAt)}到案。本案现已侦查终结。`,
      ),
      para('经依法侦查查明：'),
      para(describeConduct(facts)),
      para('认定上述事实的证据如下：'),
      para('1.书证：受案登记表、户籍证明、违法犯罪经历查询记录、机动车及驾驶证查询记录、到案经过、呼气酒精测试单、血样提取登记表；'),
      para(`2.鉴定意见：${agencies.laboratory}出具的司法鉴定意见书（${numbers.laboratory}）；`),
      para(`3.犯罪嫌疑人${suspect.name}的供述和辩解；`),
      para('4.视听资料、照片：查获及血样提取过程录像、现场照片。'),
      para(`上述犯罪事实清楚，证据确实、充分，足以认定。`),
      para(`犯罪嫌疑人${suspect.name}到案后如实供述自己的罪行，自愿认罪认罚，有坦白情节，无前科，未发生交通事故。`),
      para(
        `综上所述，犯罪嫌疑人${suspect.name}违反道路交通安全法规，在道路上醉酒驾驶机动车，其行为已触犯《中华人民共和国刑法》第一百三十三条之一第一款第（二）项之规定，涉嫌${conduct.charge}罪。依照《中华人民共和国刑事诉讼法》第一百六十二条之规定，现将此案移送审查起诉。犯罪嫌疑人自愿认罪认罚，同意适用速裁程序，建议适用速裁程序办理。`,
      ),
      para('此致'),
      flush(agencies.procuratorate),
      signRight({ label: '局长：', name: staff.policeHead }),
      close([agencies.police, zhFormalDay(times.transferredAt)], agencies.police),
      flush(`附：1.本案卷宗共2卷；2.犯罪嫌疑人${suspect.name}现取保候审于${suspect.home}，联系电话${suspect.phone}。`),
    ],
    { bodyPx: 30, numbering: 'foot' },
  )
}

export function fastTrackProposal(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, times } = facts
  return paper('GA74', '适用速裁程序建议书', '适用速裁程序建议书', [
    heading(agencies.police),
    title('适用速裁程序建议书'),
    number(policeNumber(facts, '速建')),
    space(),
    flush(`_${agencies.procuratorate}_:`),
    para(
      `我局侦查终结的_${suspect.name}涉嫌${conduct.charge}_案，案件事实清楚，证据确实、充分，犯罪嫌疑人_${suspect.name}_自愿认罪认罚，同意适用速裁程序，且无《中华人民共和国刑事诉讼法》第二百二十三条规定的情形。`,
    ),
    para('根据《中华人民共和国刑事诉讼法》第二百二十二条等规定，建议对本案适用速裁程序办理。'),
    close([agencies.police, zhFormalDay(times.transferredAt)], agencies.police),
  ])
}

export function remarksSheet({ agencies, staff, times }: CaseFacts): PaperText {
  return paper(
    'GA82',
    '卷内备考表',
    '卷内备考表',
    [
      title('卷内备考表'),
      space(),
      table(
        [1],
        [
          cell(
            '本卷情况说明：\n\n本卷文件材料齐全，系原件或者与原件核对无误的复制件；复制件已注明出处并由提供人、复制人签名。现场执法记录仪录像、血样提取录像另存光盘一张，随案移送。\n\n卷内材料按形成时间顺序排列，页码用阿拉伯数字编写。',
            { lines: 24 },
          ),
        ],
      ),
      space(),
      signRight({ label: '立卷人：', name: staff.officers[1] }, { label: '检查人：', name: staff.brigadeHead }),
      close([agencies.brigade, zhDay(times.transferredAt)]),
    ],
    { bodyPx: 28 },
  )
}

/** One line of a catalogue: what lies in a volume, on how many pages. */
export type CatalogueEntry = { volume: string; title: string; number: string; madeOn: string; pages: number; author: string }

function catalogueTable(entries: readonly CatalogueEntry[]) {
  let page = 1
  const rows = entries.map((entry, i) => {
    const from = page
    page += entry.pages
    const range = entry.pages > 1 ? `${from}-${page - 1}` : String(from)
    return [
      cell(String(i + 1), { align: 'center' }),
      cell(entry.author),
      cell(entry.number),
      cell(entry.title),
      cell(entry.madeOn),
      cell(range, { align: 'center' }),
      cell(''),
    ]
  })
  const heads = ['序号', '责任者', '文号', '题  名', '日期', '页号', '备注'].map(name => head(name))
  return smallTable([0.85, 1.4, 2.6, 2.8, 1.65, 1, 0.85], 22, [heads, ...rows])
}

/** Cover of the dossier and one catalogue for each of its volumes. */
export function coverAndCatalogue(facts: CaseFacts, entries: readonly CatalogueEntry[]): PaperText {
  const { suspect, agencies, staff, conduct, times, numbers } = facts
  const volumes = [...new Set(entries.map(({ volume }) => volume))]
  return paper(
    'GA81',
    '卷宗封面与卷内目录',
    '000_卷宗封面与卷内目录',
    [
      space(2),
      heading(agencies.police),
      space(1),
      title('刑事侦查卷宗'),
      centred('（诉讼文书卷、证据卷）'),
      space(2),
      table(
        [1.6, 4],
        [head('案件名称'), cell(`${suspect.name}涉嫌${conduct.charge}案`, { lines: 2 })],
        [head('案件编号'), cell(numbers.centre, { lines: 2 })],
        [head('犯罪嫌疑人姓名'), cell(suspect.name, { lines: 2 })],
        [head('立案时间'), cell(zhDay(times.filedAt), { lines: 2 })],
        [head('结案时间'), cell(zhDay(times.transferredAt), { lines: 2 })],
        [head('立卷单位'), cell(agencies.brigade, { lines: 2 })],
        [head('立卷人'), cell(`~${staff.officers[1]}~`, { lines: 2 })],
        [head('审核人'), cell(`~${staff.brigadeHead}~`, { lines: 2 })],
      ),
      space(2),
      centred(`本案共 ${volumes.length} 卷`),
      ...volumes.flatMap(volume => [
        pageBreak,
        title('卷 内 目 录'),
        centred(volume),
        space(0.5),
        catalogueTable(entries.filter(entry => entry.volume === volume)),
      ]),
    ],
    { bodyPx: 29 },
  )
}
