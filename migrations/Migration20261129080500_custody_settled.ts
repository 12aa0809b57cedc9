import { Migration } from '@mikro-orm/migrations'

/**
 * Completes what the titles need of an installation that had cases before them. Row-level security is forced upon the owner too, who may read
 * events and not change them: for whom their persons were held is said under a policy of this step alone. And steps of one upgrade share a
 * transaction, in which a table with a check outstanding takes no index.
 */
export class Migration20261129080500_custody_settled extends Migration {
  override async up(): Promise<void> {
    this.addSql('create policy says_held_for on case_event to owner using (true) with check (true)')
    this.addSql(HELD_FOR)
    this.addSql('drop policy says_held_for on case_event')
    this.addSql(`set constraints ${CHECKS} immediate`)
    this.addSql(`set constraints ${CHECKS} deferred`)
  }
}

const CHECKS = 'title_chain_checked, custody_title_began_by_fkey, custody_title_ended_by_fkey'

/** Earlier events do not say for whom their persons were held: who took the step took the persons. */
const HELD_FOR = `
  update case_event e set clock = clock || jsonb_build_object('heldFor', e.by_agency)
  where e.clock ->> 'heldFor' is null and (e.clock ->> 'custody' = 'true' or e.act in ('acceptForProsecution', 'acceptProsecutionJurisdiction', 'acceptSupplementaryReturn', 'acceptIndictment',
    'acceptTrialSupplement', 'acceptTrialResume', 'acceptProsecutionWithdrawal', 'acceptAppeal', 'acceptRemand', 'acceptFileDown', 'acceptFilingJurisdiction'));
`
