import type { EntityManager } from '@mikro-orm/postgresql'

type CaseRow = {
  readonly relation: 'parent' | 'child' | 'mergedInto' | 'merged'
  readonly id: string
  readonly no: string
  readonly name: string
}
type MovedRow = { readonly name: string; readonly to: string; readonly no: string | null }

/** The cases that this one came from or went into, as far as the reader may see them, and the persons who went on elsewhere. */
export async function getRelated(em: EntityManager, caseId: string) {
  const cases = await em.execute<CaseRow[]>(
    `select case when o.id = c.parent_id then 'parent' when o.id = c.merged_into then 'mergedInto' when o.parent_id = c.id then 'child' else 'merged' end as relation,
       o.id, o.platform_no as no, o.name
     from criminal_case c join criminal_case o on o.id in (c.parent_id, c.merged_into) or o.parent_id = c.id or o.merged_into = c.id where c.id = ? order by o.platform_no`,
    [caseId],
  )
  const moved = await em.execute<MovedRow[]>(
    `select p.name, p.moved_to as "to", c.platform_no as no from case_person p left join criminal_case c on c.id = p.moved_to
     where p.case_id = ? and p.moved_to is not null order by p.seq`,
    [caseId],
  )
  return {
    cases: cases.map(({ relation, id, no, name }) => ({ relation, id, platformNo: no, name })),
    moved: moved.map(({ name, to, no }) => ({ name, caseId: to, platformNo: no })),
  }
}
