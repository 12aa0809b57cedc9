import type { Role } from '../agencies/model.ts'

export type DemoUser = {
  readonly login: string
  readonly name: string
  readonly post: string
  readonly agency: string
  readonly roles: readonly Role[]
}

/** A district beside the demonstration district: two letters for its logins, and its people in the order of `POSTS`. */
type District = readonly [letters: string, division: string, names: readonly string[]]

const DISTRICTS: readonly District[] = [
  ['lc', '350502', ['谢少华', '赖永福', '骆婉婷', '庄静怡', '粘秀兰', '丁国强', '蒋美玲']],
  ['qg', '350505', ['连志鹏', '出海生', '庄丽霞', '柳文洁', '肖雅文', '刘建新', '陈秋月']],
  ['ha', '350521', ['张培元', '骆建辉', '王慧敏', '何家祥', '孙丽芬', '曾庆华', '林素珍']],
  ['ax', '350524', ['陈万顺', '廖清河', '易小梅', '白志明', '苏玉珠', '高文成', '谢秀琴']],
  ['ss', '350581', ['蔡明辉', '邱荣华', '卢晓燕', '施志坚', '黄丽玉', '王国栋', '吴美珠']],
  ['jj', '350582', ['许建军', '洪荣坤', '施雅婷', '蔡晓峰', '吴淑贞', '庄建安', '丁秋香']],
  ['na', '350583', ['戴志勇', '黄振国', '叶彩虹', '潘建宏', '侯雪梅', '傅文龙', '李秀英']],
]

const POSTS = [
  { end: 'po', post: '刑侦大队办案民警', agency: 'PSB', role: 'PO' },
  { end: 'pl', post: '法制大队审批人', agency: 'PSB', role: 'PL' },
  { end: 'pc', post: '案件管理办公室', agency: 'PRO', role: 'PC' },
  { end: 'pp', post: '第一检察部检察官', agency: 'PRO', role: 'PP' },
  { end: 'cc', post: '立案庭书记员', agency: 'CRT', role: 'CC' },
  { end: 'cj', post: '刑事审判庭法官', agency: 'CRT', role: 'CJ' },
  { end: 'co', post: '社区矫正执法岗', agency: 'CCO', role: 'JB' },
] as const

const people = ([letters, division, names]: District): DemoUser[] =>
  POSTS.map(({ end, post, agency, role }, at) => ({
    login: `${letters}-${end}`,
    name: names[at] ?? '',
    post,
    agency: `${division}-${agency}`,
    roles: [role],
  }))

/** People of the demonstration district and its neighbours, all invented; they exist in the demo and test profiles only and have no password. */
export const DEMO_USERS: readonly DemoUser[] = [
  { login: 'fz-po', name: '陈志强', post: '交警大队办案民警', agency: '350503-PSB', roles: ['PO'] },
  { login: 'fz-po2', name: '黄晓东', post: '刑侦大队办案民警', agency: '350503-PSB', roles: ['PO'] },
  { login: 'fz-pl', name: '吴建国', post: '法制大队审批人', agency: '350503-PSB', roles: ['PL'] },
  { login: 'fz-pp', name: '林婉清', post: '第一检察部检察官', agency: '350503-PRO', roles: ['PP'] },
  { login: 'fz-pc', name: '许文斌', post: '案件管理办公室', agency: '350503-PRO', roles: ['PC'] },
  { login: 'fz-cj', name: '郑明哲', post: '速裁法庭法官', agency: '350503-CRT', roles: ['CJ'] },
  { login: 'fz-cc', name: '蔡雅琳', post: '立案庭书记员', agency: '350503-CRT', roles: ['CC'] },
  { login: 'fz-jb', name: '苏国平', post: '值班律师工作站', agency: '350503-JUS', roles: ['JB'] },
  { login: 'fz-sv', name: '洪启明', post: '执法监督室', agency: '350503-PLC', roles: ['SV'] },
  { login: 'fz-co', name: '曾丽娟', post: '社区矫正执法岗', agency: '350503-CCO', roles: ['JB'] },
  ...DISTRICTS.flatMap(people),
  { login: 'qz-pc', name: '戴文清', post: '案件管理处', agency: '350500-PRO', roles: ['PC'] },
  { login: 'qz-pp', name: '江海涛', post: '第二检察部检察官', agency: '350500-PRO', roles: ['PP'] },
  { login: 'qz-cc', name: '尤雅芳', post: '立案庭书记员', agency: '350500-CRT', roles: ['CC'] },
  { login: 'qz-cj', name: '傅正平', post: '刑事第二庭法官', agency: '350500-CRT', roles: ['CJ'] },
  { login: 'jj-do', name: '林国斌', post: '收押登记岗', agency: '350582-DET', roles: ['DO'] },
  { login: 'ha-do', name: '骆志坚', post: '收押登记岗', agency: '350521-DET', roles: ['DO'] },
  { login: 'ax-do', name: '廖文武', post: '收押登记岗', agency: '350524-DET', roles: ['DO'] },
  { login: 'yc-do', name: '郑建辉', post: '收押登记岗', agency: '350525-DET', roles: ['DO'] },
  { login: 'dh-do', name: '赖国兴', post: '收押登记岗', agency: '350526-DET', roles: ['DO'] },
  { login: 'ss-do', name: '蔡志雄', post: '收押登记岗', agency: '350581-DET', roles: ['DO'] },
  { login: 'na-do', name: '黄世杰', post: '收押登记岗', agency: '350583-DET', roles: ['DO'] },
  { login: 'pri-do', name: '潘志远', post: '狱政管理岗', agency: '350000-PRI-QZ', roles: ['DO'] },
  { login: 'qz-do', name: '郭立群', post: '收押登记岗', agency: '350500-DET', roles: ['DO'] },
  { login: 'qz-sv', name: '柯文辉', post: '执法监督处', agency: '350500-PLC', roles: ['SV'] },
  { login: 'sa', name: '系统管理员', post: '三员：系统', agency: '350503-PLC', roles: ['SA'] },
  { login: 'se', name: '安全管理员', post: '三员：安全', agency: '350503-PLC', roles: ['SE'] },
  { login: 'au', name: '审计管理员', post: '三员：审计', agency: '350503-PLC', roles: ['AU'] },
]
