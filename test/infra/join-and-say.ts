// Joins the shared test servers, says whose they are, and leaves when its input ends.
import { joinTestServers } from '../../infra/test-servers.ts'

const servers = await joinTestServers()
console.log(JSON.stringify({ marker: servers.marker, pid: servers.postgres.pid, ownerUrl: servers.postgres.ownerUrl }))
process.stdin.resume()
process.stdin.on('end', () => void servers.leave())
