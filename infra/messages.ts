/** Everything that can stand between a person and a running system, with its remedy. Words in braces are filled in. */
export const MESSAGES = {
  'data-folder-locked': {
    zh: '数据目录 {folder} 正被进程 {pid} 使用（始于 {since}）。请先停止该进程（在其终端按 Ctrl-C，或执行 kill {pid}），或用 ANLIAN_DATA 指定另一个目录。',
    en: 'The data folder {folder} is in use by process {pid}, since {since}. Stop that process (Ctrl-C in its terminal, or: kill {pid}), or name another folder with ANLIAN_DATA.',
  },
  'data-folder-locked-elsewhere': {
    zh: '数据目录 {folder} 被另一台主机 {host} 的进程 {pid} 锁定（始于 {since}）。若该主机确已停止使用，请删除 {lock} 后重试。',
    en: 'The data folder {folder} is locked by process {pid} on host {host}, since {since}. If that host no longer uses it, delete {lock} and start again.',
  },
  'data-folder-half-written': {
    zh: '数据目录 {folder} 不完整：{what}。若有备份，请恢复整个目录；若无需保留数据，请执行 npm run reset。',
    en: 'The data folder {folder} is incomplete: {what}. Restore the whole folder from a backup, or, if its data is not needed, run: npm run reset',
  },
  'data-folder-other-version': {
    zh: '数据目录 {folder} 由 PostgreSQL {found} 写成，本版本使用 {wanted}。请用旧版本导出（pg_dump）后再导入，或用 ANLIAN_DATA 指定另一个目录。',
    en: 'The data folder {folder} was written by PostgreSQL {found}; this version runs {wanted}. Dump it with the old version (pg_dump) and load it here, or name another folder with ANLIAN_DATA.',
  },
  'data-folder-unusable': {
    zh: '无法使用数据目录 {folder}：{reason}。请检查目录的权限与所有者，或用 ANLIAN_DATA 指定可写的目录。',
    en: 'The data folder {folder} cannot be used: {reason}. Check its permissions and owner, or name a writable folder with ANLIAN_DATA.',
  },
  'not-a-data-folder': {
    zh: '{folder} 不是案联的数据目录（没有 marker 文件），不会删除任何内容。请检查 ANLIAN_DATA。',
    en: '{folder} is not a data folder of anlian (it has no marker file); nothing is deleted. Check ANLIAN_DATA.',
  },
  'secrets-damaged': {
    zh: '密钥文件 {file} 无法读取：{reason}。请从备份恢复该文件；没有它就无法打开数据。',
    en: 'The secrets file {file} cannot be read: {reason}. Restore it from a backup: without it the data cannot be opened.',
  },
  'secrets-missing': {
    zh: '数据目录 {folder} 里已有数据，却没有密钥文件 secrets.json。请从备份恢复该文件；若无需保留数据，请执行 npm run reset。',
    en: 'The data folder {folder} holds data but no secrets.json. Restore that file from a backup, or, if the data is not needed, run: npm run reset',
  },
  'wrong-credentials': {
    zh: '{server}（{address}）拒绝了 {where} 中用户 {user} 的凭据。请改正 {where}；内置服务则请恢复与数据相配的 secrets.json，或执行 npm run reset。',
    en: '{server} at {address} refused the credentials of user {user} from {where}. Correct {where}; for a server started here restore the secrets.json that belongs to the data, or run: npm run reset',
  },
  'bad-address': {
    zh: '环境变量 {variable} 不是有效的地址：{reason}。示例：{example}',
    en: 'The variable {variable} is not a valid address: {reason}. Example: {example}',
  },
  'setting-missing': {
    zh: '设置了 {given}，还需要 {missing}。请一并设置，或去掉 {given} 以使用内置服务。',
    en: '{given} is set, so {missing} is needed too. Set both, or unset {given} to use the server that comes with anlian.',
  },
  'database-missing': {
    zh: 'PostgreSQL（{address}）没有数据库 {database}。请由管理员执行：CREATE DATABASE {database} OWNER {owner};',
    en: 'PostgreSQL at {address} has no database {database}. As an administrator run: CREATE DATABASE {database} OWNER {owner};',
  },
  'roles-missing': {
    zh: 'PostgreSQL（{address}）缺少角色 {roles}，且 DATABASE_URL 的用户无权创建。请由管理员执行：{sql}\n然后设置 {variables}。',
    en: 'PostgreSQL at {address} lacks the roles {roles}, and the user of DATABASE_URL may not create them. As an administrator run: {sql}\nThen set {variables}.',
  },
  'namespace-missing': {
    zh: 'Temporal（{address}）没有命名空间 {namespace}。请执行：temporal operator namespace create --address {address} -n {namespace}',
    en: 'Temporal at {address} has no namespace {namespace}. Run: temporal operator namespace create --address {address} -n {namespace}',
  },
  'server-unreachable': {
    zh: '{seconds} 秒内未能连上 {server}（{address}）：{reason}。请检查 {variable}、网络与该服务是否运行；去掉 {variable} 则使用内置服务。',
    en: '{server} at {address} did not answer within {seconds} s: {reason}. Check {variable}, the network and whether it runs; unset {variable} to use the server that comes with anlian.',
  },
  'server-did-not-start': {
    zh: '{server} 未能启动：{reason}。日志：{log}\n{tail}',
    en: '{server} did not start: {reason}. Its log: {log}\n{tail}',
  },
  'port-taken': {
    zh: '端口 {port} 已被占用。请停止占用它的程序，或用 PORT 指定另一个端口；不设置 PORT 时会自动选用下一个空闲端口。',
    en: 'Port {port} is taken. Stop the program that holds it, or name another with PORT; without PORT the next free one is used.',
  },
  'bad-port': {
    zh: 'PORT 应为 1 到 65535 的整数，当前为“{given}”。',
    en: 'PORT must be a whole number from 1 to 65535; it is "{given}".',
  },
  'disk-full': {
    zh: '磁盘空间不足：{folder} 仅剩 {freeMb} MB，{purpose} 至少需要 {neededMb} MB。请清理磁盘，或用 {variable} 指定另一块盘上的目录。',
    en: 'The disk is full: {freeMb} MB left at {folder}, and {purpose} needs {neededMb} MB. Free some space, or point {variable} to a folder on another disk.',
  },
  'checksum-wrong': {
    zh: '{url} 下载内容的 SHA-256 为 {got}，应为 {expected}：文件已丢弃。可能是代理改动了内容，请换一个网络重试。',
    en: 'The download {url} has SHA-256 {got} instead of {expected}, and was thrown away. A proxy may have altered it: try another network.',
  },
  'no-way': {
    zh: '无法取得 {server}。已尝试：\n{tried}\n任选一种办法后重试：\n 1. 运行现成的 {server} 并设置 {variables}\n 2. 安装 {server}（{version}）到 PATH\n 3. 联网（首次启动约需 5 分钟；国内可先执行 export GOPROXY=https://goproxy.cn,direct），之后可离线使用\n 4. 从另一台机器复制 {file} 到 {cache}',
    en: 'There is no way to get {server}. Tried:\n{tried}\nDo one of these and start again:\n 1. run a {server} of your own and set {variables}\n 2. install {server} ({version}) on PATH\n 3. connect to the network (about 5 minutes the first time; behind a proxy set HTTPS_PROXY and NODE_USE_ENV_PROXY=1, or GOPROXY), later starts work offline\n 4. copy {file} from another machine to {cache}',
  },
  'no-postgres': {
    zh: '没有适用于 {platform} 的 PostgreSQL 18 程序（{reason}）。请重新执行 npm ci（不要加 --omit=optional 或 --ignore-scripts），或在 PATH 上安装 PostgreSQL 18，或设置 DATABASE_URL。',
    en: 'There is no PostgreSQL 18 for {platform} ({reason}). Run npm ci again (without --omit=optional and --ignore-scripts), or install PostgreSQL 18 on PATH, or set DATABASE_URL.',
  },
  'no-unprivileged-user': {
    zh: 'PostgreSQL 不能以 root 运行，且无法找到或创建普通用户。请创建用户（useradd --system anlian），或以普通用户启动，或设置 DATABASE_URL。',
    en: 'PostgreSQL refuses to run as root, and no ordinary user was found or could be made. Create one (useradd --system anlian), or start as an ordinary user, or set DATABASE_URL.',
  },
} as const
