import { Migration } from '@mikro-orm/migrations'

/** What a paper says, once it is read, or is no longer said because it was withdrawn, fills the cards of its case again. */
export class Migration20261130081500_cards_follow_papers extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create trigger card_is_due after update of state, findings on document_reading for each row
        when (new.state = 'read' and (old.state <> 'read' or new.findings is distinct from old.findings)) execute function card_is_due();
      create trigger card_is_due after update of sent_in on document for each row when (new.sent_in is distinct from old.sent_in) execute function card_is_due();
      -- Cases that were there before get their cards as others do, a batch at a time.
      insert into card_due (case_id) select id from criminal_case where stage not like 'CLOSED%' on conflict do nothing;
    `)
  }
}
