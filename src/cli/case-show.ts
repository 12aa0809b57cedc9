import type { Options } from './arguments.ts'
import { readable } from './instants.ts'
import type { Action, Codes, WholeCase } from './procedure-answers.ts'
import { signInAs } from './sign-in.ts'
import { personName, readCase, readCodes } from './whole-case.ts'

/** One case at a glance: stage, holder, whose turn, persons, running clocks, and what the signed-in person may do now. */
export async function showCase(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const view = await readCase(client, options.words[2])
  if (options.json) process.stdout.write(`${JSON.stringify(view)}\n`)
  else for (const line of linesOf(view, await readCodes(client))) process.stdout.write(`${line}\n`)
  return 0
}

function* linesOf(view: WholeCase, { stages }: Codes): Generator<string> {
  const stageName = (code: string): string => stages.find(stage => stage.code === code)?.zh ?? code
  const { turn, persons } = view
  yield `${view.platformNo}  ${view.name}`
  for (const { agency, no } of view.numbers) yield `  案号  ${no}（${agency.zh}）`
  yield `  阶段  ${stageName(view.stage)}（${view.stage}）`
  yield `  承办单位  ${view.holder.zh}`
  yield `  现在轮到  ${turn.agency.zh}：${turn.what.zh}，自 ${readable(turn.since)}`
  yield `人员 ${persons.length}`
  for (const { seq, name, stage, measure, outcome } of persons)
    yield `  ${seq} ${name}  ${stageName(stage)}  ${measure ? `${measure.zh}，自 ${readable(measure.from)}` : '无强制措施'}${outcome ? `  ${outcome.zh}` : ''}`
  const running = view.periods.filter(({ endedAt }) => endedAt === null)
  yield `在途期限 ${running.length}`
  for (const { code, zh, casePersonId, dueAt, state } of running)
    yield `  ${zh}（${code}）  ${personName(persons, casePersonId)}  至 ${readable(dueAt)}${state === 'overdue' ? '  已逾期' : ''}`
  for (const { id, legZh, round, state, from, to } of view.handOvers.slice(0, 1))
    yield `最近移送  ${legZh}（第 ${round} 次）${from.zh} → ${to.zh}  ${state}  ${id}`
  yield '现在可以办理'
  yield* actionLines(view)
}

/** Each step once, with all persons for whom it stands; one that the law does not allow yet says why. */
function* actionLines({ actions, persons }: WholeCase): Generator<string> {
  if (actions.length === 0) yield '  （没有可以办理的事项）'
  const groups = Map.groupBy(actions, ({ kind, act, blocked }) => `${kind} ${act} ${blocked?.code ?? ''}`)
  for (const [first, ...others] of groups.values()) {
    if (first === undefined) continue
    const names = [first, ...others].flatMap(({ casePersonId }) => (casePersonId ? [personName(persons, casePersonId)] : []))
    const { blocked } = first
    yield `  ${blocked ? '×' : '○'} ${commandOf(first)}  ${first.zh}${names.length > 0 ? `（${names.join('、')}）` : ''}`
    if (blocked) yield `      ${blocked.code}：${blocked.zh}${blocked.basis ? `，依据：${blocked.basis}` : ''}`
  }
}

const VERBS: Readonly<Record<string, string>> = {
  upload: 'case import',
  prepareHandOver: 'hand-over prepare',
  send: 'hand-over send',
  receive: 'hand-over receive',
  accept: 'hand-over accept',
  return: 'hand-over return',
  recall: 'hand-over recall',
  requestSupplement: 'hand-over supplement',
  answerSupplement: 'hand-over supplement',
  requestRebind: 'hand-over rebind',
  answerRebind: 'hand-over rebind',
}

function commandOf({ kind, act }: Action): string {
  if (act === 'joinPerson') return 'case join'
  if (kind === 'act') return `act ${act}`
  return kind === 'prepareHandOver' ? `hand-over prepare ${act}` : (VERBS[kind] ?? kind)
}
