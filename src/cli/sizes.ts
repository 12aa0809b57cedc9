const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** A size as people read it, in steps of 1024: `812 B`, `3.1 MB`. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes)
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(value >= 100 ? 0 : 1)} ${UNITS[unit]}`
}

/** A length of time as people read it: `45 秒`, `3 分 20 秒`, `2 小时 5 分`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} 秒`
  if (whole < 3_600) return `${Math.floor(whole / 60)} 分 ${whole % 60} 秒`
  return `${Math.floor(whole / 3_600)} 小时 ${Math.floor((whole % 3_600) / 60)} 分`
}
