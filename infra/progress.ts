/** Says every few seconds what a long piece of work is at, and for how long it has been going. */
export async function withProgress<T>(
  name: string,
  log: (line: string) => void,
  work: (say: (stage: string) => void) => Promise<T>,
): Promise<T> {
  const begun = Date.now()
  let stage = ''
  const seconds = () => Math.round((Date.now() - begun) / 1000)
  const timer = setInterval(() => log(`${name}: ${stage}, ${seconds()} s`), 5_000)
  try {
    return await work(now => {
      stage = now
    })
  } finally {
    clearInterval(timer)
  }
}
