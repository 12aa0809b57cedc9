// Starts the servers on the folder given, says their process ids, and stops them on SIGTERM.
import { readPidLog } from '../../infra/pid-log.ts'
import { startServers } from '../../infra/servers.ts'

const dataDir = process.argv[2] ?? ''
const servers = await startServers({ dataDir, durable: false, env: {}, log: () => {} })
process.on('SIGTERM', () => void servers.stop())
const pids = readPidLog(process.env.ANLIAN_PID_LOG ?? '').map(({ name, pid }) => [name, pid])
console.log(JSON.stringify({ holder: process.pid, ...Object.fromEntries(pids) }))
