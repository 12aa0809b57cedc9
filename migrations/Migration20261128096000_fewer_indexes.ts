import { Migration } from '@mikro-orm/migrations'

/**
 * Every move of a period writes all its indexes. Its running ones are found by case through `period_one_running`; by end only a
 * recount of a whole year asks, which reads most of them anyway; the list of custody ends goes by case.
 */
export class Migration20261128096000_fewer_indexes extends Migration {
  override async up(): Promise<void> {
    this.addSql('drop index period_of_case_open, period_open_due, period_custody_end')
  }
}
