import type { CaseFacts } from '../facts.ts'
import { close, cutLine, flush, heading, number, type PaperText, paper, para, sign, signRight, space, title } from '../paper-model.ts'
import { zhDay, zhFormalDay } from '../zh-format.ts'
import { policeNumber } from './phrases.ts'

export function bailDecision(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, guarantor, times } = facts
  return paper('GA16', '取保候审决定书', '005_取保候审决定书', [
    heading(agencies.police),
    title('取保候审决定书'),
    number(policeNumber(facts, '取保')),
    space(),
    para(
      `犯罪嫌疑人_${suspect.name}_，性别_${suspect.sex}_，出生日期_${zhDay(suspect.bornOn)}_，住址_${suspect.home}_，单位及职业_${suspect.occupation}_，联系方式_${suspect.phone}_。`,
    ),
    para(
      `我局正在侦查_${suspect.name}涉嫌${conduct.charge}_案，因犯罪嫌疑人_可能判处管制、拘役或者独立适用附加刑_，根据《中华人民共和国刑事诉讼法》第六十七条第一款第_一_项之规定，决定对其取保候审，期限从_${zhDay(times.bailAt)}_起算。犯罪嫌疑人应当接受保证人_${guarantor.name}_的监督。`,
    ),
    close([agencies.police, zhFormalDay(times.bailAt)], agencies.police),
    cutLine,
    para('本决定书已收到。'),
    sign({ label: '被取保候审人：', name: suspect.name, thumb: true, date: zhDay(times.bailAt) }),
    flush('此联交被取保候审人，副本附卷'),
  ])
}

export function bailExecution(facts: CaseFacts): PaperText {
  const { suspect, agencies, conduct, guarantor, times } = facts
  return paper('GA17', '取保候审执行通知书', '006_取保候审执行通知书', [
    heading(agencies.police),
    title('取保候审执行通知书'),
    number(policeNumber(facts, '取保通')),
    space(),
    flush(`_${agencies.policeStation}_:`),
    para(
      `因_可能判处管制、拘役或者独立适用附加刑_，我局正在侦查的_${suspect.name}涉嫌${conduct.charge}_案，决定对犯罪嫌疑人_${suspect.name}_（性别_${suspect.sex}_，出生日期_${zhDay(suspect.bornOn)}_，住址_${suspect.home}_，联系方式_${suspect.phone}_）取保候审，交由你单位执行，取保候审期限从_${zhDay(times.bailAt)}_起算。`,
    ),
    para(`保证方式：_保证人保证_；保证人_${guarantor.name}_，联系方式_${guarantor.phone}_。`),
    para('被取保候审人在取保候审期间应当遵守《中华人民共和国刑事诉讼法》第七十一条第一款的规定；未经你单位批准不得离开所居住的市、县。'),
    close([agencies.police, zhFormalDay(times.bailAt)], agencies.police),
  ])
}

export function bailDuties(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, times } = facts
  return paper(
    'GA18',
    '被取保候审人义务告知书',
    '007_被取保候审人义务告知书',
    [
      heading(agencies.police),
      title('被取保候审人义务告知书'),
      space(0.5),
      para('根据《中华人民共和国刑事诉讼法》第七十一条第一款的规定，被取保候审人在取保候审期间应当遵守以下规定：'),
      para('（一）未经执行机关批准不得离开所居住的市、县；'),
      para('（二）住址、工作单位和联系方式发生变动的，在二十四小时以内向执行机关报告；'),
      para('（三）在传讯的时候及时到案；'),
      para('（四）不得以任何形式干扰证人作证；'),
      para('（五）不得毁灭、伪造证据或者串供。'),
      para('根据第七十一条第二款的规定，被取保候审人还应当遵守以下规定：_不得驾驶机动车；将机动车驾驶证交执行机关保存_。'),
      para(
        '被取保候审人违反上述规定，已交纳保证金的，没收部分或者全部保证金，并且区别情形，责令具结悔过，重新交纳保证金、提出保证人，或者监视居住、予以逮捕。',
      ),
      space(0.5),
      para('本告知书已收到，以上内容我已看过并明白。'),
      sign({ label: '被取保候审人：', name: suspect.name, thumb: true, date: zhDay(times.bailAt) }),
      signRight({ label: '办案人：', name: `${staff.officers[0]} ${staff.officers[1]}` }),
      close([agencies.police, zhFormalDay(times.bailAt)], agencies.police),
    ],
    { bodyPx: 31 },
  )
}

export function guarantorUndertaking(facts: CaseFacts): PaperText {
  const { suspect, agencies, guarantor, times } = facts
  return paper('GA19', '取保候审保证书', '008_取保候审保证书', [
    title('取保候审保证书'),
    space(),
    flush(`_${agencies.police}_:`),
    para(
      `我叫_${guarantor.name}_，性别_${guarantor.sex}_，身份证件号码_${guarantor.idNumber}_，现住_${guarantor.address}_，单位及职业_${guarantor.work}_，联系方式_${guarantor.phone}_，与犯罪嫌疑人_${suspect.name}_系_${guarantor.relation}_关系。`,
    ),
    para(
      `我自愿作如下保证：监督犯罪嫌疑人_${suspect.name}_在取保候审期间遵守《中华人民共和国刑事诉讼法》第七十一条的规定，发现其可能发生或者已经发生违反规定的行为的，及时向执行机关报告。`,
    ),
    para('本人未履行保证义务的，愿承担法律责任。'),
    para('~我已明白保证人的义务，自愿担任保证人。~'),
    space(),
    para('此致'),
    flush(agencies.police),
    space(),
    signRight({ label: '保证人：', name: guarantor.name, thumb: true }),
    signRight({ label: '', name: zhDay(times.bailAt) }),
  ])
}
