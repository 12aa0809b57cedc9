// Adds the platform packages of other systems to package-lock.json.
// npm leaves out those it could not fetch, and `npm ci` then refuses the lockfile on every machine. An entry with its
// version, `os` and `cpu` is enough: `npm ci` skips what does not fit. Run after each `npm install`.
import { readFileSync, writeFileSync } from 'node:fs'

const OS = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'openbsd', 'netbsd', 'openharmony', 'sunos', 'aix', 'wasm32']
const CPU = ['arm64', 'x64', 'ia32', 'arm', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el', 'wasm32']

/** os, cpu and C library that a platform package's name tells, as npm writes them. */
function platformOf(name) {
  const words = name.split(/[-/]/)
  const os = OS.find(one => words.includes(one))
  const cpu = CPU.find(one => words.includes(one))
  const libc = words.some(word => word.startsWith('musl'))
    ? ['musl']
    : words.some(word => word.startsWith('gnu')) && os === 'linux'
      ? ['glibc']
      : undefined
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(os && os !== 'wasm32' ? { os: [os] } : {}), ...(libc ? { libc } : {}) }
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
let added = 0
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const places = [`${path}/node_modules/${name}`, `node_modules/${name}`]
    if (places.some(place => lock.packages[place])) continue
    if (!/^\d/.test(version)) continue
    const platform = platformOf(name)
    if (!platform.os && !platform.cpu) continue
    lock.packages[`node_modules/${name}`] = { version, ...platform, ...(entry.dev ? { dev: true } : {}), optional: true }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} platform packages added to package-lock.json`)
