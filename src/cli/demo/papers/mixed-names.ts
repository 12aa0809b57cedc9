import type { Random } from './random.ts'

/** Titles an officer would recognise at once. */
const TITLES = [
  '受案登记表',
  '立案决定书',
  '到案经过',
  '传唤证',
  '拘留证',
  '取保候审决定书',
  '讯问笔录',
  '询问笔录',
  '辨认笔录',
  '现场勘验笔录',
  '扣押决定书',
  '扣押清单',
  '搜查笔录',
  '鉴定意见通知书',
  '户籍证明',
  '违法犯罪经历查询记录',
  '调取证据通知书',
  '银行流水明细',
  '通话记录',
  '价格认定结论书',
  '谅解书',
  '起诉意见书',
  '委托书',
  '视听资料说明',
  '电子数据提取笔录',
  '发还清单',
  '权利义务告知书',
] as const
const PEOPLE = ['林志远', '黄某明', '陈某勇', '吴某梅', '郑某栋', '蔡某伟', '许某娟', '苏某华'] as const
export const DOCUMENT_FOLDERS = ['诉讼文书卷', '证据卷一', '证据卷二', '证据卷三'] as const
export const PICTURE_FOLDER = '照片'
const PICTURES = ['现场照片', '物证照片', '指认现场照片', '血样照片', '呼气酒精测试单', '监控截图'] as const
const ORDINALS = ['第一次', '第二次', '第三次'] as const

/** Names that scanners and telephones give by themselves: the content may be anything. */
function namelessName(i: number, random: Random): string {
  const number = String(i).padStart(4, '0')
  return random.pick([`扫描件${number}`, `IMG_${2000 + i}`, `scan${number}`, `新建文件${i}`, `微信图片_20260310${number}`] as const)
}

/** A file name without its ending, unique through `i`. One in twelve says nothing about what is inside. */
export function nameOf(i: number, picture: boolean, random: Random): { folder: string; name: string; unrecognised: boolean } {
  const folder = picture ? PICTURE_FOLDER : random.pick(DOCUMENT_FOLDERS)
  if (random.chance(1 / 12)) return { folder, name: namelessName(i, random), unrecognised: true }
  const title = picture ? random.pick(PICTURES) : random.pick(TITLES)
  const whose = !picture && random.chance(0.5) ? `(${random.pick(PEOPLE)})` : ''
  const ordinal = title.endsWith('笔录') && random.chance(0.6) ? random.pick(ORDINALS) : ''
  return { folder, name: `${String(i).padStart(3, '0')}_${title}${whose}${ordinal}`, unrecognised: false }
}
