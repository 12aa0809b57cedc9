import type { Actor, Role } from '../agencies/model.ts'
import { Problem } from '../domain/problem.ts'
import { type AccessStage, type CaseAction, grantOf } from './matrix.ts'

/** How the actor's agency and the actor stand to a case. */
export type CaseRelation = {
  readonly mode: 'holder' | 'former' | 'receiver' | 'partner' | null
  readonly assigned: boolean
  readonly recused: boolean
  readonly stage: AccessStage
}

/** Every route names one of these: an act on a case, one's own session, public facts, or an administrator's duty. */
export type Action = CaseAction | 'public' | 'session.own' | 'clock.set'

export type Verdict = 'allowed' | 'forbidden' | 'invisible'

/** What a desk may do with a case that is delivered to it and not yet accepted: read what was sent, and answer, in writing too. */
const RECEIVER_ACTIONS: ReadonlySet<Action> = new Set([
  'case.list',
  'case.card.read',
  'dossier.read',
  'dossier.acknowledge',
  'handover.accept',
  'handover.return',
  'paper.draft',
  'paper.issue',
])
const DESK_ROLES: ReadonlySet<Role> = new Set(['PL', 'PP', 'PC', 'CJ', 'CC', 'DO', 'JB'])
/** What an agency may still do with a case it has handed over. */
const FORMER_ACTIONS: ReadonlySet<Action> = new Set([
  'case.list',
  'case.card.read',
  'card.notice',
  'timeliness.read',
  'dossier.read',
  'dossier.replace',
  'paper.draft',
  'paper.issue',
])

/** What an agency may do that works on the case beside its holder. */
const PARTNER_ACTIONS: ReadonlySet<Action> = new Set([
  'case.list',
  'case.card.read',
  'timeliness.read',
  'dossier.read',
  'dossier.acknowledge',
  'case.act.beside',
  'paper.draft',
  'paper.issue',
])

/**
 * Whether this person may do this to this case. First hit decides: recusal, the agency's relation to the case, assignment,
 * stage. A case that is invisible answers as one that does not exist. `target` is null for acts on no case.
 */
export function can(actor: Pick<Actor, 'roles'>, action: Action, target: CaseRelation | null): Verdict {
  if (action === 'public' || action === 'session.own') return 'allowed'
  if (action === 'clock.set') return 'allowed'
  if (target === null) return actor.roles.some(role => grantOf(action, role)) ? 'allowed' : 'forbidden'
  if (target.recused || target.mode === null || !seesRow(actor, target)) return 'invisible'
  return actor.roles.some(role => roleCan(role, action, target)) ? 'allowed' : 'forbidden'
}

function seesRow(actor: Pick<Actor, 'roles'>, target: CaseRelation): boolean {
  if (target.mode === 'receiver' && actor.roles.some(role => DESK_ROLES.has(role))) return true
  return target.assigned || actor.roles.includes('PL')
}

function roleCan(role: Role, action: CaseAction, target: CaseRelation): boolean {
  const grant = grantOf(action, role)
  if (grant === undefined) return false
  if (target.mode === 'receiver' && DESK_ROLES.has(role)) return RECEIVER_ACTIONS.has(action)
  if (grant.assigned && !target.assigned) return false
  // A case that comes back is on the desk; who worked on it before goes on reading it meanwhile.
  if (target.mode === 'former' || target.mode === 'receiver') return FORMER_ACTIONS.has(action)
  // Beside the holder the stage is the holder's: it limits what is done, not what is read.
  if (target.mode === 'partner') return PARTNER_ACTIONS.has(action) && (action !== 'case.act.beside' || grant.stages.includes(target.stage))
  return action !== 'case.act.beside' && grant.stages.includes(target.stage)
}

/** @throws Problem `not-found` where the case is invisible, `forbidden` where it is visible but the act is not allowed */
export function mustBeAble(actor: Pick<Actor, 'roles'>, action: Action, target: CaseRelation | null): void {
  const verdict = can(actor, action, target)
  if (verdict === 'invisible') throw new Problem('not-found')
  if (verdict === 'forbidden') throw new Problem('forbidden', { facts: { action } })
}
