/** A page of a file in the spool folder. */
export type PageJob = { readonly path: string; readonly page: number }

/** A job as the parent writes it. @throws Error for anything else */
export function readJob(line: string): PageJob {
  const given: unknown = JSON.parse(line)
  if (typeof given !== 'object' || given === null) throw new Error('no job')
  const path: unknown = Reflect.get(given, 'path')
  const page: unknown = Reflect.get(given, 'page')
  if (typeof path !== 'string' || typeof page !== 'number') throw new Error('job without path and page')
  return { path, page }
}
