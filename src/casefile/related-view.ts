import type { EntityManager } from '@mikro-orm/postgresql'

type CaseRow = {
  readonly relation: 'parent' | 'child' | 'mergedInto' | 'merged'
  readonly id: string
  readonly no: string
  readonly name: string
}
type MovedRow = { readonly name: string; readonly to: string; readonly no: string | null }

/** The cases that this one came from or went into, as far as the reader may see them, the persons who went on elsewhere, and the new versions of papers that
 * the reader's agency has not acknowledged. */
export async function getRelated(em: EntityManager, caseId: string) {
  const cases = await em.execute<CaseRow[]>(
    `select case when o.id = c.merged_into then 'mergedInto' when o.merged_into = c.id then 'merged' when o.id = c.parent_id then 'parent' else 'child' end as relation,
       o.id, o.platform_no as no, o.name
     from criminal_case c join criminal_case o on o.id in (c.parent_id, c.merged_into) or o.parent_id = c.id or o.merged_into = c.id where c.id = ? order by o.platform_no`,
    [caseId],
  )
  const moved = await em.execute<MovedRow[]>(
    `select p.name, p.moved_to as "to", c.platform_no as no from case_person p left join criminal_case c on c.id = p.moved_to
     where p.case_id = ? and p.moved_to is not null and c.merged_into is distinct from p.case_id order by p.seq`,
    [caseId],
  )
  const unread = await em.execute<{ id: string; title: string }[]>(
    `select d.id, d.title from document_replacement r join document d on d.id = r.document_id
     where r.case_id = ? and r.to_agency = app_agency() and r.acknowledged_at is null order by r.replaced_at`,
    [caseId],
  )
  return {
    unread,
    cases: cases.map(({ relation, id, no, name }) => ({ relation, id, platformNo: no, name })),
    moved: moved.map(({ name, to, no }) => ({ name, caseId: to, platformNo: no })),
  }
}
