import { CaseView, IssuedPaper, MadePaper, Paper, Papers } from './answers.ts'
import { type Options, WrongUse } from './arguments.ts'
import type { Client } from './client.ts'
import { findCaseId } from './find-case.ts'
import { readable } from './instants.ts'
import { signInAs } from './sign-in.ts'

const STATES: Readonly<Record<string, string>> = { draft: '草稿', issued: '已签发', replaced: '已代替' }

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Lists the legal documents (文书) of a case, what can be made and what it lacks, and what the next gate misses. */
export async function listPapers(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const caseId = await findCaseId(client, wordOf(options, 2, '案件编号'))
  const register = await client.get(`/api/v1/cases/${caseId}/papers`, Papers)
  if (options.json) say(JSON.stringify(register))
  else for (const line of linesOf(register, await personNames(client, caseId))) say(line)
  return 0
}

function* linesOf({ papers, makeable, lacking }: Papers, names: ReadonlyMap<string, string>): Generator<string> {
  const of = (casePersonId: string | null): string => (casePersonId === null ? '' : (names.get(casePersonId) ?? ''))
  yield `文书 ${papers.length} 份`
  for (const { code, zh, casePersonId, state, number, signer, signedAt, services } of papers)
    yield `  ${code} ${zh} ${of(casePersonId)}  ${STATES[state] ?? state}  ${number ?? ''}  ${signer ?? ''} ${signedAt ? readable(signedAt) : ''}${services.length > 0 ? `  送达 ${services.length} 次` : ''}`
  yield `可以制作 ${makeable.length} 种`
  for (const { code, zh, targets } of makeable)
    for (const { casePersonId, lacks } of targets)
      yield `  ${code} ${zh} ${of(casePersonId)}${lacks.length > 0 ? `  缺：${lacks.map(lack => lack.zh).join('、')}` : ''}`
  if (lacking.length > 0)
    yield `移送还缺 ${lacking.map(({ code, zh, makeable: isMade }) => `${code} ${zh}${isMade ? '' : '（上传）'}`).join('、')}`
}

/** Drafts a document, or writes its free parts anew where there is a draft already; says what it still lacks. */
export async function makePaper(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const { caseId, code, casePersonId } = await placeOf(client, options)
  const parts = Object.fromEntries(options.set.map(partOf))
  const known = await findDraft(client, caseId, code, casePersonId)
  const { paperId } = known ?? (await client.post(`/api/v1/cases/${caseId}/papers`, { code, casePersonId, parts }, MadePaper))
  const path = `/api/v1/cases/${caseId}/papers/${paperId}`
  const paper = known !== null && options.set.length > 0 ? await client.patch(path, { parts }, Paper) : await client.get(path, Paper)
  if (options.json) say(JSON.stringify(paper))
  else {
    say(`草稿 ${paper.zh} ${paper.id}`)
    for (const { name, zh, value } of paper.parts) say(`  ${name}（${zh}）：${value === '' ? '—' : value}`)
    say(paper.lacks.length === 0 ? '内容完整，可以签发' : `签发前还需补充：${paper.lacks.map(lack => lack.zh).join('、')}`)
  }
  return 0
}

/** Signs the draft of a document: it gets its number and goes into the dossier. */
export async function issuePaper(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-pl')
  const { caseId, code, casePersonId } = await placeOf(client, options)
  const draft = await findDraft(client, caseId, code, casePersonId)
  if (draft === null) throw new Error(`案件没有 ${code} 的草稿，请先 anlian paper make`)
  const path = `/api/v1/cases/${caseId}/papers/${draft.paperId}`
  const issued = await client.post(`${path}/issue`, {}, IssuedPaper)
  if (options.out !== undefined) await client.download(`${path}/paper.pdf`, options.out)
  say(
    options.json
      ? JSON.stringify(issued)
      : `已签发 ${code} ${issued.number ?? '（无文号）'}  卷宗材料 ${issued.documentId}  SHA-256 ${issued.sha256}`,
  )
  return 0
}

type Place = { readonly caseId: string; readonly code: string; readonly casePersonId: string | null }

/** Which paper of which case; a person is named by name or by his number in the case. */
async function placeOf(client: Client, options: Options): Promise<Place> {
  const caseId = await findCaseId(client, wordOf(options, 2, '案件编号'))
  const code = wordOf(options, 3, '文书代码').toUpperCase()
  const wanted = options.words[4]
  if (wanted === undefined) return { caseId, code, casePersonId: null }
  const { persons } = await client.get(`/api/v1/cases/${caseId}`, CaseView)
  const person = persons.find(({ name }, at) => name === wanted || String(at + 1) === wanted)
  if (person === undefined) throw new WrongUse(`案件中没有这个人：${wanted}`)
  return { caseId, code, casePersonId: person.id }
}

async function findDraft(client: Client, caseId: string, code: string, casePersonId: string | null): Promise<{ paperId: string } | null> {
  const { papers } = await client.get(`/api/v1/cases/${caseId}/papers`, Papers)
  const found = papers.find(
    one => one.code === code && one.state === 'draft' && (casePersonId === null || one.casePersonId === casePersonId),
  )
  return found === undefined ? null : { paperId: found.id }
}

async function personNames(client: Client, caseId: string): Promise<ReadonlyMap<string, string>> {
  const { persons } = await client.get(`/api/v1/cases/${caseId}`, CaseView)
  return new Map(persons.map(({ id, name }) => [id, name]))
}

function wordOf({ words }: Options, at: number, what: string): string {
  const word = words[at]
  if (word === undefined) throw new WrongUse(`缺少${what}`)
  return word
}

function partOf(text: string): [string, string] {
  const [name, ...rest] = text.split('=')
  if (name === undefined || name === '' || rest.length === 0) throw new WrongUse(`--set 应为 名称=内容：${text}`)
  return [name, rest.join('=')]
}
