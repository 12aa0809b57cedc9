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
  readonly case: string | undefined
  readonly issuer: string | undefined
  readonly year: string | undefined
  readonly repair: boolean
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
        case: { type: 'string' },
        issuer: { type: 'string' },
        year: { type: 'string' },
        repair: { type: 'boolean' },
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
      case: values.case,
      issuer: values.issuer,
      year: values.year,
      repair: values.repair ?? false,
      json: values.json ?? false,
      help: values.help ?? false,
    }
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error))
  }
}

export const USAGE = `案联命令行 anlian

用法 usage：
  anlian case list                               列出本单位可见的案件
  anlian case import <案件编号> <文件夹|压缩包.zip>   把一个文件夹或 zip 导入案件卷宗
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
  anlian status                                  各组件是否就绪，以及如何处理

选项 options：
  --as <用户名>      以谁的身份（缺省 ANLIAN_LOGIN；演示环境缺省 fz-po，核验审计缺省 au，期限监控缺省 fz-sv，签发文书缺省 fz-pl，载入节假日、核对和编号缺省 sa，确认缺省 se）
  --server <地址>    服务器（缺省 ANLIAN_SERVER，其次本机 npm start 留下的地址，其次 http://127.0.0.1:8080）
  --day <日期>       watch report 的日期，如 2026-11-26（缺省当日）
  --set <名称=内容>   paper make 的可编辑内容，可以多次给出
  --out <文件>       paper issue 把签发的 PDF 另存为文件
  --case <案号>      check 只核对一件案件
  --repair          check 同时修复可以自动修复的问题（限系统管理员）
  --issuer <单位代码> --year <年度>   numbers 只看一个单位、一个年度
  --json            结果以 JSON 输出到标准输出，其余文字在标准错误

口令放在环境变量 ANLIAN_PASSWORD；没有口令时只能以演示用户登录。
退出码 exit codes：0 成功；1 技术故障、审计链不完整、期限监控有缺口、核对发现问题或编号不连续；2 有文件被拒收；64 用法错误。
`
