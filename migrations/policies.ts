/**
 * Whether a case is open to the person of this transaction, as the text of a policy on a table that names the case in
 * `column` (with its table's name before it): the agency has a part in the case, and the person is its leader, assigned, or
 * of those who read what is received, and not recused. Written out in each policy because a function of SQL is not taken
 * into the plan and costs about ten times as much for each row.
 */
export const caseOpenToMe = (column: string): string => `(
  exists (
    select 1 from case_access a where a.case_id = ${column} and a.agency_code = (select app_agency())
    and (a.mode = 'receiver' and (select app_roles()) && array['PP', 'PC', 'CJ', 'CC'] or 'PL' = any ((select app_roles())::text[])
         or exists (select 1 from case_assignment s where s.case_id = ${column} and s.user_id = (select app_user()))))
  and not exists (select 1 from case_recusal r where r.case_id = ${column} and r.user_id = (select app_user())))`
