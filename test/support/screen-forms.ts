import type { Locator, Page } from 'playwright-core'
import type { Field } from '../../src/cases/model.ts'

/** What a form is filled with, by the name of its field: times local as `YYYY-MM-DD HH:mm`, choices by their value. */
export type Filling = Readonly<Record<string, string | number | boolean>>

const MENU = '.ant-select-dropdown:not(.ant-select-dropdown-hidden)'

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The field of this name; a mark of what must be filled may follow it. */
export const labelled = (label: string): RegExp => new RegExp(`^${escaped(label)}\\s*\\*?$`)

/** A time as it is typed, whether a story says it so or as an instant of the zone. */
export const wallClock = (time: string): string => time.slice(0, 16).replace('T', ' ')

/** Chooses from a list as people do: opens it, types its name and takes the entry that begins with it. */
export async function choose(page: Page, list: Locator, typed: string): Promise<void> {
  await list.click()
  await list.fill(typed)
  await page
    .locator(`${MENU} .ant-select-item-option`, { hasText: new RegExp(`^${escaped(typed)}`) })
    .first()
    .click()
}

/** Fills the fields of a form by their labels. */
export async function fillIn(page: Page, form: Locator, fields: readonly Field[], filling: Filling): Promise<void> {
  for (const field of fields) {
    const value = filling[field.name]
    if (value === undefined) continue
    const option = field.options?.find(one => one.value === value)
    if (typeof value === 'boolean') await form.getByRole('radio', { name: value ? '是' : '否', exact: true }).check()
    else if (option) await choose(page, form.getByRole('combobox', { name: field.zh, exact: true }), option.zh)
    else if (field.kind === 'staff' || field.kind === 'agency')
      await choose(page, form.getByRole('combobox', { name: field.zh, exact: true }), String(value))
    else await form.getByLabel(labelled(field.zh)).fill(field.kind === 'dateTime' ? wallClock(String(value)) : String(value))
  }
}

/**
 * Presses the button that ends a form, and waits until the form has gone.
 * @throws Error with the words of the form where it stays, because something is wanting or was refused
 */
export async function submit(form: Locator, button: string): Promise<void> {
  await form.getByRole('button', { name: button, exact: true }).click()
  const refused = form.getByRole('alert')
  await Promise.race([form.waitFor({ state: 'hidden' }), refused.first().waitFor()])
  if (await refused.first().isVisible()) throw new Error(`“${button}”：${(await refused.allTextContents()).join(' ')}`)
}
