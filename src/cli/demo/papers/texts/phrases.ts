import type { CaseFacts } from '../facts.ts'
import { zhClock, zhDay, zhTime } from '../zh-format.ts'

/** Name, sex, birth, number and homes, in the order of the forms. */
export function describeSuspect({ suspect }: CaseFacts): string {
  const { name, sex, bornOn, idNumber, ethnicity, education, occupation, household, home } = suspect
  return `${name}，${sex}，${zhDay(bornOn)}出生，公民身份号码${idNumber}，${ethnicity}，${education}，${occupation}，户籍所在地${household}，现住${home}。`
}

/** What happened, as the opinion, the indictment and the judgment tell it. */
export function describeConduct({ suspect, conduct }: CaseFacts): string {
  const { droveAt, caughtAt, plate, vehicle, place, breathAlcohol, bloodAlcohol, drankPlace } = conduct
  return (
    `${zhTime(droveAt)}许，${suspect.name}在${drankPlace}饮酒后，驾驶号牌为${plate}的${vehicle}上道路行驶，` +
    `${zhClock(caughtAt)}许行驶至${place}处时，被在该处执勤的民警当场查获。经现场呼气酒精测试，结果为${breathAlcohol}mg/100ml。` +
    `经鉴定，${suspect.name}血液中检出乙醇成分，含量为${bloodAlcohol}mg/100ml，属醉酒驾驶机动车。`
  )
}

/** 丰公(交)立字〔2026〕00101号 */
export function policeNumber({ agencies, numbers }: CaseFacts, word: string): string {
  return `${agencies.policeShort}${word}字〔2026〕${numbers.serial}号`
}

/** 泉丰检刑诉〔2026〕101号 */
export function procuratorateNumber({ agencies, numbers }: CaseFacts, word: string): string {
  return `${agencies.procuratorateShort}${word}〔2026〕${Number(numbers.serial)}号`
}
