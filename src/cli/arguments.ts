import { parseArgs } from 'node:util'

/** What every command takes. */
export type Options = {
  readonly words: readonly string[]
  readonly server: string | undefined
  readonly as: string | undefined
  readonly day: string | undefined
  /** 名称=内容, as often as there are. */
  readonly set: readonly string[]
  readonly out: string | undefined
  /** When a step happened, as the paper says. */
  readonly at: string | undefined
  /** Persons of the case by number or name, as often as there are. */
  readonly person: readonly string[]
  readonly case: string | undefined
  readonly issuer: string | undefined
  readonly year: string | undefined
  readonly repair: boolean
  readonly key: string | undefined
  /** A file of keys that prove certificates. */
  readonly keys: string | undefined
  readonly offline: boolean
  readonly to: string | undefined
  readonly json: boolean
  readonly help: boolean
}

/** The command line did not make sense: the caller shows how it is used. */
export class WrongUse extends Error {}

/** Reads the command line. @throws WrongUse for options that there are not */
export function readArguments(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        server: { type: 'string' },
        as: { type: 'string' },
        day: { type: 'string' },
        set: { type: 'string', multiple: true },
        out: { type: 'string' },
        at: { type: 'string' },
        person: { type: 'string', multiple: true },
        case: { type: 'string' },
        issuer: { type: 'string' },
        year: { type: 'string' },
        repair: { type: 'boolean' },
        key: { type: 'string' },
        keys: { type: 'string' },
        offline: { type: 'boolean' },
        to: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return {
      words: positionals,
      server: values.server,
      as: values.as,
      day: values.day,
      set: values.set ?? [],
      out: values.out,
      at: values.at,
      person: values.person ?? [],
      case: values.case,
      issuer: values.issuer,
      year: values.year,
      repair: values.repair ?? false,
      key: values.key,
      keys: values.keys,
      offline: values.offline ?? false,
      to: values.to,
      json: values.json ?? false,
      help: values.help ?? false,
    }
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error))
  }
}

/** The lines of the help that are about this command; all of it where there are none. */
export function usageOf(word: string | undefined): string {
  const lines = USAGE.split('\n').filter(line => word !== undefined && line.startsWith(`  anlian ${word} `))
  return lines.length > 0 ? `${lines.join('\n')}\n` : USAGE
}

export const USAGE = `案联命令行 anlian

用法 usage：
  anlian case list                               列出本单位可见的案件
  anlian case show <案件编号>                      阶段、承办单位、轮到谁、人员、在途期限、现在可以办理什么
  anlian case open --set source=… --set chargeCode=…   受案；不给 --set 时列出可以填写的内容
  anlian case join <案件编号> --set name=… --set sex=…   犯罪嫌疑人到案；不给 --set 时列出可以填写的内容
  anlian case import <案件编号> <文件夹|压缩包.zip>   把一个文件夹或 zip 导入案件卷宗
  anlian act <案件编号> [步骤]                      办理一个步骤（--person、--at、--set）；不写步骤时列出可以办理的步骤和要填写的内容
  anlian hand-over prepare <案件编号> [流程] --set toAgency=…   准备移送；不写流程时列出可以准备的移送
  anlian hand-over show <案件或移送编号>             移送的状态、经过、回执
  anlian hand-over send|receive <案件或移送编号>     发出（等到逐份核验完毕）；签收
  anlian hand-over accept <案件或移送编号> --set assignTo=<承办人>   受理并分案
  anlian hand-over return <案件或移送编号> --set outcome=… --set reason=… --set basis=…   退回
  anlian hand-over recall <案件或移送编号> --set reason=…   撤回移送或者取消草稿
  anlian hand-over supplement|rebind <案件或移送编号>   接收方要求补充材料、重新装订；移送方答复
  anlian deadline list <案件编号>                   在途期限怎样算出、可以申请什么、申请办到哪里
  anlian deadline request <案件编号> extend|suspend|resume|restart <期限代码> <理由代码> --set documentNo=…
  anlian deadline decide <案件或申请编号> approve|refuse   决定他人的申请
  anlian correction request <案件编号> [第几步] --set reason=…   申请更正步骤的时间（--at），不写时间即撤销；不写第几步时列出
  anlian paper list <案件编号>                     列出案件的文书，以及可以制作的文书还缺什么
  anlian paper make <案件编号> <文书代码> [人员]      起草一份文书，如 GA03；--set 填写可编辑内容
  anlian paper issue <案件编号> <文书代码> [人员]     签发草稿：编号、入卷；--out 另存 PDF
  anlian audit verify                            核验审计链是否完整
  anlian calendar list                           各年度节假日安排、来源、重算进度
  anlian calendar import <文件.json>               载入节假日安排，由另一名管理员确认后生效
  anlian calendar confirm <年度> <版本>             确认他人载入的节假日安排
  anlian watch report                            某日期限监控有无中断、漏报、迟报
  anlian check                                   核对全部案件是否一致：每项检查、发现的问题、责任单位
  anlian numbers                                 各发号单位各年度编号：已发、在用、缺号、重号（各单位负责人和内勤看本单位的）
  anlian hand-over many <send|receive|accept|assign> <移送编号>…  批量移送、签收、受理、分案，逐件列出结果
  anlian receipt verify <回执.json|pdf> <文件夹|zip>  离线核验回执与卷宗（可用 --key 指定平台公钥）
  anlian certificate verify <证书.pdf>             核验换押证和羁押通知书：文件本身，以及是否已撤销或被取代（--keys、--offline）
  anlian certificate keys                        平台公布的核验密钥（--out 另存）
  anlian certificate page --out verify.html      无需网络的核验页，密钥在内
  anlian connector list                          各单位业务系统的对接：状态、待写、已写、未成
  anlian connector test <单位代码>                 试填：哪一项写到哪里，不保存（--out 另存画面）
  anlian connector pause|resume <单位代码>         暂停（--set reason=…）；恢复暂停或停止的对接
  anlian connector secret <单位代码> [signing|login]   从标准输入保存密钥，加密存放
  anlian connector reconcile <单位代码>            立即核对全部在办案件的记录与案卡
  anlian status                                  各组件是否就绪，以及如何处理

选项 options：
  --as <用户名>      以谁的身份（缺省 ANLIAN_LOGIN；演示环境缺省 fz-po，核验审计缺省 au，期限监控缺省 fz-sv，签发文书缺省 fz-pl，载入节假日、核对、编号和对接缺省 sa，确认缺省 se）
  --server <地址>    服务器（缺省 ANLIAN_SERVER，其次本机 npm start 留下的地址，其次 http://127.0.0.1:8080）
  --day <日期>       watch report 的日期，如 2026-11-26（缺省当日）
  --set <名称=内容>   步骤和文书要填写的内容，可以多次给出；步骤的内容写 名称=@文件 时从文件读取
  --at <时间>        步骤发生的时间，如 2026-11-26T10:00（北京时间），缺省现在
  --person <人员>    案件中的第几人或者姓名
  --out <文件>       paper issue 把签发的 PDF 另存为文件
  --case <案号>      check 只核对一件案件
  --repair          check 同时修复可以自动修复的问题（限系统管理员）
  --issuer <单位代码> --year <年度>   numbers 只看一个单位、一个年度
  --key <公钥.pem>    receipt verify 用以核对的平台公钥（GET /api/v1/keys）
  --keys <keys.json>  certificate verify 用以核验的密钥文件（缺省取平台公布的密钥）
  --offline          certificate verify 只核验文件，不查询状态
  --to <用户编号>     hand-over accept、assign 的承办人
  --json            结果以 JSON 输出到标准输出，其余文字在标准错误

口令放在环境变量 ANLIAN_PASSWORD；没有口令时只能以演示用户登录。
退出码 exit codes：0 成功；1 技术故障、回执不符、审计链不完整、期限监控有缺口、核对发现问题或编号不连续，证书不予认可，对接停止或试填未成；2 证书已撤销或被取代，有文件被拒收或有移送未办成；3 平台不予办理（说明代码、理由和法律依据）；64 用法错误。
`
