import type { CaseFacts } from '../facts.ts'
import { flush, type PaperText, paper, para, sign, space, title } from '../paper-model.ts'
import { zhClock, zhDay, zhTime } from '../zh-format.ts'

type Exchange = readonly [question: string, answer: string]

function openingOf({ suspect, agencies, conduct }: CaseFacts): Exchange[] {
  return [
    [
      `我们是${agencies.brigade}的民警（出示人民警察证），现依法对你进行讯问。你要如实回答我们的提问，对与本案无关的问题，你有拒绝回答的权利。你听清楚了吗？`,
      '听清楚了。',
    ],
    ['现在向你宣读并送达《犯罪嫌疑人诉讼权利义务告知书》《认罪认罚从宽制度告知书》，你是否看清、明白？', '看清了，我明白我的权利和义务。'],
    ['你是否申请办案人员回避？是否委托辩护人？', '不申请回避。我暂时不委托律师，刚才已经见过值班律师了。'],
    ['你的身体状况如何？是否患有严重疾病？现在是否清醒？', '身体健康，没有疾病，现在我清醒。'],
    [
      '讲一下你的个人基本情况？',
      `我叫${suspect.name}，${suspect.sex}，${suspect.ethnicity}，${zhDay(suspect.bornOn)}出生，公民身份号码${suspect.idNumber}，${suspect.education}，职业是${suspect.occupation}，户籍地${suspect.household}，现住${suspect.home}，联系电话${suspect.phone}。`,
    ],
    ['讲一下你的家庭成员和个人简历？', '家里有妻子和一个儿子。我从小上学到高中毕业，之后一直开车，三年前开始在物流公司开货车至今。'],
    ['你以前是否受过刑事处罚或者行政处罚？是否是人大代表、政协委员？', '没有受过处罚，也不是人大代表、政协委员。'],
    [`你的驾驶证是什么准驾车型？何时取得？`, `准驾车型是${conduct.licenceClass}，${zhDay(conduct.licenceFrom)}领的证，现在有效。`],
  ]
}

function factsOf({ conduct, agencies }: CaseFacts): Exchange[] {
  return [
    ['你因何事被传唤到公安机关？', '因为我酒后开车，被交警当场查到了。'],
    [
      '你把事情的详细经过讲一遍。',
      `${zhDay(conduct.drankFrom)}凌晨我卸完货，${zhClock(conduct.drankFrom)}左右和${conduct.drankWith}到${conduct.drankPlace}吃饭喝酒，一直喝到${zhClock(conduct.drankUntil)}左右。散了以后我在店门口坐了一会儿，` +
        `想着要把车开到${conduct.destination}排队装货，就于${zhClock(conduct.droveAt)}左右独自开车上路，${zhClock(conduct.caughtAt)}左右开到${conduct.place}时，看到交警在设卡检查，我按要求靠边停车，交警闻到我身上有酒味就让我吹气检测。`,
    ],
    ['你喝的是什么酒？喝了多少？', '喝的是白酒，我自己喝了大概三两多，还喝了一瓶啤酒。'],
    ['一起喝酒的人有没有劝你不要开车？', '有，张某某说过让我叫代驾，我觉得路近、时间早、车少，就没有听。'],
    [
      '你驾驶的是什么车？车辆是谁的？',
      `是一辆${conduct.vehicle}，号牌${conduct.plate}，是我自己名下的车，挂在物流公司跑运输，保险和年检都在有效期内。`,
    ],
    ['车上有没有其他人？有没有装载货物？', '车上只有我一个人，车是空的，没有装货。'],
    [
      '从哪里开到哪里？走的是什么路？开了多远？',
      `从${conduct.drankPlace}门口出发，沿海棠路往东开，到被查的路口，大约三公里。路上有行人和其他车辆，是市区的公共道路。`,
    ],
    ['行驶途中有没有发生交通事故？', '没有，没有碰到人也没有碰到车。'],
    ['被查获时你是否配合检查？', '配合的，交警叫我停我就停了，叫我吹气、抽血我都配合。'],
    ['呼气酒精测试的结果是多少？你有无异议？', `${conduct.breathAlcohol}mg/100ml，我没有异议，单子是我自己签的名。`],
    [
      '提取血样的过程讲一下。',
      `${zhClock(conduct.bloodDrawnAt)}左右，民警带我到${agencies.hospital}，护士用碘伏给我左手臂消毒，抽了两管血，当着我的面贴标签、封好，编号是${conduct.tubes.join('和')}，我在登记表上签了名。`,
    ],
    ['抽血时使用的消毒液是否含有酒精？', '护士说是碘伏，不含酒精。'],
  ]
}

function closingOf({ conduct, agencies }: CaseFacts): Exchange[] {
  return [
    ['对血样送检鉴定，你有什么意见？', '没有意见，同意送去鉴定，以鉴定结果为准。'],
    ['你是否知道酒后驾驶机动车是违法犯罪行为？', '知道，我就是心存侥幸，想着早上不会查。'],
    [`你的行为涉嫌${conduct.charge}罪，你是否认罪？是否愿意接受处罚？`, '我认罪认罚，愿意接受处罚，今后再也不酒后开车了。'],
    ['如果案件符合条件，你是否同意适用刑事速裁程序办理？', '我同意适用速裁程序。'],
    [`如果对你采取取保候审，你能否提出保证人？`, '可以，我妻子愿意做我的保证人。'],
    [`你在${agencies.centre}期间，民警有无对你刑讯逼供、威胁、引诱？有无保证你的饮食和休息？`, '没有。饮食和休息都有保证。'],
    ['你还有什么要补充的？', '没有了，希望能从宽处理。'],
    ['以上所讲是否属实？', '属实。'],
  ]
}

/** Interrogation record, written as questions and answers and signed on every page. */
export function interrogation(facts: CaseFacts): PaperText {
  const { suspect, agencies, staff, times } = facts
  const exchanges = [...openingOf(facts), ...factsOf(facts), ...closingOf(facts)]
  return paper(
    'GA41',
    '讯问笔录',
    `GA41_讯问笔录(${suspect.name})第一次`,
    [
      title('讯 问 笔 录'),
      flush('第_一_次讯问'),
      flush(`时间_${zhTime(times.interrogationFrom)}_至_${zhTime(times.interrogationUntil)}_`),
      flush(`地点_${agencies.centre}第二讯问室_`),
      flush(`讯问人~${staff.officers[0]}  ${staff.officers[1]}~工作单位_${agencies.brigade}_`),
      flush(`记录人~${staff.officers[1]}~  被讯问人_${suspect.name}_  涉嫌罪名_${facts.conduct.charge}_`),
      ...exchanges.flatMap(([question, answer]) => [para(`问：${question}`), para(`答：${answer}`)]),
      space(0.5),
      para('~以上笔录我看过，和我说的相符。~'),
      sign({ label: '被讯问人：', name: suspect.name, thumb: true, date: zhTime(times.interrogationUntil) }),
    ],
    {
      bodyPx: 29,
      ruled: true,
      numbering: 'top',
      foot: [
        { label: '被讯问人：', name: suspect.name, thumb: true },
        { label: '讯问人：', name: staff.officers[0] },
      ],
    },
  )
}
