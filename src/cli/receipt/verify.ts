import { readFile } from 'node:fs/promises'
import type { Options } from '../arguments.ts'
import { WrongUse } from '../arguments.ts'
import { compareDossier } from './compare.ts'
import { measureDossier } from './dossier-files.ts'
import { NotGenuine, readReceipt } from './receipt-file.ts'

/**
 * Proves a receipt and the dossier that it is for, with nothing but these files: no server is asked. Exit code 1 where a byte of
 * either is not what was signed; the document is named.
 */
export async function verifyReceipt({ words, key, json }: Options): Promise<number> {
  const [, , receiptPath, dossierPath] = words
  if (receiptPath === undefined || dossierPath === undefined)
    throw new WrongUse('用法：anlian receipt verify <回执.json|pdf> <卷宗文件夹|zip> [--key 公钥.pem]')
  const print = (result: object, text: string): void => void process.stdout.write(`${json ? JSON.stringify(result) : text}\n`)
  try {
    const body = readReceipt(await readFile(receiptPath), key === undefined ? null : await readFile(key, 'utf8'))
    const faults = compareDossier(body.documents, await measureDossier(dossierPath))
    const { handOverId, leg, kind, documents } = body
    const known = key === undefined ? '（公钥取自回执本身，未与平台公布的公钥核对）' : ''
    if (faults.length === 0)
      print(
        { ok: true, handOverId, leg, kind, documents: documents.length },
        `一致 good：${documents.length} 份材料与回执逐字节一致${known}`,
      )
    else {
      const lines = faults.map(({ seq, code, path, why }) => `  ${seq === null ? '' : `第 ${seq} 份 ${code} `}${path ?? ''}：${why}`)
      print({ ok: false, handOverId, faults }, `不一致 refused：\n${lines.join('\n')}`)
    }
    return faults.length === 0 ? 0 : 1
  } catch (error) {
    if (!(error instanceof NotGenuine)) throw error
    print({ ok: false, why: error.message }, `不一致 refused：${error.message}`)
    return 1
  }
}
