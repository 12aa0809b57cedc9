import { agencyOf } from '../domain/codes.ts'
import { drawForm, type FormBlock } from '../pdf/form.ts'
import type { FieldView } from './schemas.ts'

type Printed = {
  readonly agency: { readonly code: string }
  readonly persons: readonly { readonly id: string; readonly seq: number; readonly name: string }[]
  readonly sections: readonly { readonly code: string; readonly zh: string }[]
  readonly fields: readonly FieldView[]
}

/** The card (案卡) on A4: by sections, the persons one after the other; what is not confirmed yet says so, what is empty stays empty. */
export async function drawCard({ agency, persons, sections, fields }: Printed, day: string): Promise<Uint8Array> {
  const number = fields.find(({ key, personId }) => key === 'caseNo' && personId === null)?.shown ?? null
  const blocks = [
    ...blocksOf(
      fields.filter(({ personId }) => personId === null),
      sections,
      '',
    ),
    ...persons.flatMap(({ id, seq, name }) =>
      blocksOf(
        fields.filter(({ personId }) => personId === id),
        sections,
        `人员${seq} ${name}：`,
      ),
    ),
  ]
  const form = {
    issuer: agencyOf(agency.code).zh,
    title: '案  卡',
    number,
    blocks,
    closing: [`打印日期 ${day}`],
    sealed: false,
    copy: null,
  }
  return await drawForm(form, null)
}

function blocksOf(fields: readonly FieldView[], sections: Printed['sections'], whose: string): FormBlock[] {
  return sections.flatMap(({ code, zh }) => {
    const rows = fields.filter(one => one.section === code).map(one => [one.zh, shown(one)] as const)
    return rows.length === 0
      ? []
      : [
          { kind: 'heading' as const, text: `${whose}${zh}` },
          { kind: 'pairs' as const, rows },
        ]
  })
}

const OPEN: Readonly<Record<string, string>> = { proposed: '（待确认）', conflict: '（有冲突）' }
const shown = ({ shown: words, state }: FieldView): string => `${words}${OPEN[state] ?? ''}`
