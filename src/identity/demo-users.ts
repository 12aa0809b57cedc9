import type { Role } from '../agencies/model.ts'

export type DemoUser = {
  readonly login: string
  readonly name: string
  readonly post: string
  readonly agency: string
  readonly roles: readonly Role[]
}

/** People of the demonstration district, all invented; they exist in the demo and test profiles only and have no password. */
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
  { login: 'lc-po', name: '谢少华', post: '经侦大队办案民警', agency: '350502-PSB', roles: ['PO'] },
  { login: 'lc-pl', name: '赖永福', post: '法制大队审批人', agency: '350502-PSB', roles: ['PL'] },
  { login: 'lc-pp', name: '庄静怡', post: '第二检察部检察官', agency: '350502-PRO', roles: ['PP'] },
  { login: 'qz-do', name: '郭立群', post: '收押登记岗', agency: '350500-DET', roles: ['DO'] },
  { login: 'qz-sv', name: '柯文辉', post: '执法监督处', agency: '350500-PLC', roles: ['SV'] },
  { login: 'sa', name: '系统管理员', post: '三员：系统', agency: '350503-PLC', roles: ['SA'] },
  { login: 'se', name: '安全管理员', post: '三员：安全', agency: '350503-PLC', roles: ['SE'] },
  { login: 'au', name: '审计管理员', post: '三员：审计', agency: '350503-PLC', roles: ['AU'] },
]
