import {
  boxesOf,
  type Cells,
  type Entry,
  type Form,
  type Grid,
  type Item,
  type Lines,
  type Naming,
  type Part,
  type Place,
  shown,
} from './form.ts'

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const safe = (text: string): string => text.replace(/[&<>"']/g, sign => SIGNS[sign] ?? '')
const attributes = (name: string): string => `name="${safe(name)}" id="${safe(name)}"`

/** An input with what stands in it. */
export function inputOf(item: Item, cells: Cells, named: (box: string) => string): string {
  const value = cells[item.name] ?? ''
  const name = named(item.name)
  if (item.kind === 'area') return `<textarea ${attributes(name)} rows="5">${safe(value)}</textarea>`
  if (item.kind === 'select') {
    const options = [['', '--请选择--'] as const, ...item.options].map(
      ([code, label]) => `<option value="${safe(code)}"${code === value ? ' selected' : ''}>${safe(label)}</option>`,
    )
    return `<select ${attributes(name)}>${options.join('')}</select>`
  }
  if (item.kind === 'radio' || item.kind === 'checks') {
    const type = item.kind === 'radio' ? 'radio' : 'checkbox'
    const held = new Set(value.split(','))
    return item.options
      .map(
        ([code, label]) =>
          `<label><input type="${type}" name="${safe(name)}" value="${safe(code)}"${held.has(code) ? ' checked' : ''}>${safe(label)}</label>`,
      )
      .join(' ')
  }
  if (item.kind === 'popup') {
    const code = named(`${item.name}_DM`)
    return `<input type="text" readonly ${attributes(name)} value="${safe(value)}"><input type="hidden" ${attributes(code)} value="${safe(
      cells[`${item.name}_DM`] ?? '',
    )}"><button type="button" id="${safe(name)}_XZ" onclick="chooseCharge('${safe(name)}','${safe(code)}')">选择</button>`
  }
  if (item.kind === 'parts') {
    const signs = ['年', '月', '日', '']
    return boxesOf(item)
      .map(
        (box, at) => `<input type="text" class="part${at}" ${attributes(named(box))} value="${safe(cells[box] ?? '')}">${signs[at] ?? ''}`,
      )
      .join('')
  }
  return `<input type="text" ${attributes(name)} value="${safe(value)}">`
}

/** Label and place side by side, two pairs in a row; a long text has a row of its own. */
function table(items: readonly Item[], cellOf: (item: Item) => string): string {
  const rows: string[] = []
  let open: string[] = []
  const flush = (): void => {
    if (open.length > 0) rows.push(`<tr>${open.join('')}${open.length === 1 ? '<th></th><td></td>' : ''}</tr>`)
    open = []
  }
  for (const item of items) {
    const must = item.must ? '<i class="must">*</i>' : ''
    if (item.kind === 'area' || item.kind === 'checks') {
      flush()
      rows.push(`<tr><th>${must}${safe(item.label)}</th><td colspan="3">${cellOf(item)}</td></tr>`)
      continue
    }
    open.push(`<th>${must}${safe(item.label)}</th><td>${cellOf(item)}</td>`)
    if (open.length === 2) flush()
  }
  flush()
  return `<table class="form" border="1" cellspacing="0" cellpadding="3">${rows.join('')}</table>`
}

const lineOf = (grid: Grid, cells: Cells, named: (box: string) => string): string =>
  `<tr>${grid.items.map(item => `<td>${inputOf(item, cells, named)}</td>`).join('')}</tr>`

const head = (grid: Grid): string => `<thead><tr>${grid.items.map(({ label }) => `<th>${safe(label)}</th>`).join('')}</tr></thead>`

/** A table of lines with buttons that add one and take the last away. */
function editGrid(grid: Grid, lines: readonly Cells[], named: Naming, place: Place): string {
  const id = safe(named({ ...place, grid: grid.name }))
  const rows = lines.map((cells, line) => lineOf(grid, cells, box => named({ ...place, grid: grid.name, line }, box)))
  const pattern = lineOf(grid, {}, box => named({ ...place, grid: grid.name, line: '{i}' }, box))
  return `<p class="grid">${safe(grid.label)} <button type="button" id="${id}_zj" onclick="addLine('${id}','{i}')">增行</button>
<button type="button" id="${id}_sc" onclick="dropLine('${id}')">删末行</button></p>
<table class="lines" border="1" cellspacing="0" id="${id}">${head(grid)}<tbody>${rows.join('')}</tbody></table><template id="${id}_mb">${pattern}</template>`
}

/** One part of a form, to be filled. */
export function editPart(part: Part, lines: Lines, named: Naming, place: Place = {}): string {
  const sections = part.sections.map(
    ({ title, items }) => `<h3>${safe(title)}</h3>${table(items, item => inputOf(item, lines.cells, box => named(place, box)))}`,
  )
  return [...sections, ...part.grids.map(grid => editGrid(grid, lines.grids[grid.name] ?? [], named, place))].join('\n')
}

/** Persons one below the other, each with all its fields. `id` is the table's. */
export function editPersons(form: Form, persons: readonly Lines[], named: Naming, id: string, label: string): string {
  const row = (lines: Lines, person: number | string): string => `<tr><td>${editPart(form.person, lines, named, { person })}</td></tr>`
  return `<p class="grid">${label} <button type="button" id="${id}_zj" onclick="addLine('${id}','{p}')">增加人员</button>
<button type="button" id="${id}_sc" onclick="dropLine('${id}')">删除末位人员</button></p>
<table class="persons" border="1" cellspacing="0" id="${id}"><tbody>${persons.map(row).join('')}</tbody></table>
<template id="${id}_mb">${row({ cells: {}, grids: {} }, '{p}')}</template>`
}

/** Adds a line from its pattern, in which the mark stands for its number. */
export const LINES_SCRIPT = `<script>
function addLine(id,mark){var b=document.getElementById(id).tBodies[0];var h=document.createElement('tbody');
h.innerHTML=document.getElementById(id+'_mb').innerHTML.split(mark).join(String(b.rows.length));b.appendChild(h.rows[0]);}
function dropLine(id){var b=document.getElementById(id).tBodies[0];if(b.rows.length>0)b.deleteRow(b.rows.length-1);}
</script>`

/** One part as it is only shown; every place has the id of its input with \`v_\` before it. */
export function viewPart(part: Part, lines: Lines, named: Naming, place: Place = {}): string {
  const at = (where: Place, name?: string): string => `v_${safe(named(where, name))}`
  const sections = part.sections.map(
    ({ title, items }) =>
      `<h3>${safe(title)}</h3>${table(items, item => `<span id="${at(place, item.name)}">${safe(shown(item, lines.cells))}</span>`)}`,
  )
  const grids = part.grids.map(grid => {
    const rows = (lines.grids[grid.name] ?? []).map((cells, line) => {
      const here = { ...place, grid: grid.name, line }
      return `<tr>${grid.items.map(item => `<td id="${at(here, item.name)}">${safe(shown(item, cells))}</td>`).join('')}</tr>`
    })
    return `<p class="grid">${safe(grid.label)}</p><table class="lines" border="1" cellspacing="0" id="${at({ ...place, grid: grid.name })}">${head(
      grid,
    )}<tbody>${rows.join('')}</tbody></table>`
  })
  return [...sections, ...grids].join('\n')
}

export function viewEntry(form: Form, entry: Entry, named: Naming, id: string, label: string): string {
  const persons = entry.persons.map((lines, person) => `<tr><td>${viewPart(form.person, lines, named, { person })}</td></tr>`)
  return `${viewPart(form, entry, named)}<p class="grid">${label}</p><table class="persons" border="1" cellspacing="0" id="v_${id}"><tbody>${persons.join(
    '',
  )}</tbody></table>`
}
