// Runs inside a page of the other system: plain script, as its browser takes it. The robot sends it with each question.

/** The radio button, check box or option that stands for a word. */
function choiceFor(elements, { kind, byLabel }, word) {
  if (kind === 'select') return [...elements[0].options].find(option => (byLabel ? option.text.trim() : option.value) === word)
  return elements.find(element => element.value === word)
}

const WANTED_TAGS = {
  select: ['SELECT'],
  text: ['INPUT', 'TEXTAREA'],
  parts: ['INPUT'],
  popup: ['INPUT'],
  radio: ['INPUT'],
  checks: ['INPUT'],
  checkbox: ['INPUT'],
}

/** Looks every field up and touches none: 'missing', 'other' for another kind of input, 'option' for a word that is no choice. */
function look(fields) {
  return fields.map(field => {
    const groups = field.selectors.map(selector => [...document.querySelectorAll(selector)])
    if (groups.some(group => group.length === 0)) return 'missing'
    const isChoice = ['select', 'radio', 'checks'].includes(field.kind)
    if (groups.flat().some(element => !WANTED_TAGS[field.kind].includes(element.tagName))) return 'other'
    if (groups.some(group => group.length > 1 && !['radio', 'checks'].includes(field.kind))) return 'other'
    if (isChoice && field.words?.some(word => word !== '' && !choiceFor(groups[0], field, word))) return 'option'
    return ''
  })
}

/** Puts the words where they belong and tells the page, as typing would. */
function put(fields) {
  for (const field of fields) {
    const tell = element => {
      element.dispatchEvent(new Event('input', { bubbles: true }))
      element.dispatchEvent(new Event('change', { bubbles: true }))
    }
    if (field.kind === 'radio' || field.kind === 'checks' || field.kind === 'checkbox') {
      for (const element of document.querySelectorAll(field.selectors[0])) {
        const isOn = field.words.includes(element.value)
        if (element.checked === isOn) continue
        element.checked = isOn
        tell(element)
      }
      continue
    }
    for (const [at, selector] of field.selectors.entries()) {
      const element = document.querySelector(selector)
      const word = field.words[at] ?? ''
      const value = field.kind === 'select' && word !== '' ? choiceFor([element], field, word).value : word
      if (element.value === value) continue
      element.value = value
      tell(element)
    }
  }
}

/** Adds or takes away lines by the buttons of the page until there are as many as wanted. */
function setLines({ rows, add, remove, wanted }) {
  const count = () => document.querySelectorAll(rows).length
  const button = document.querySelector(add)
  const other = document.querySelector(remove)
  if (!button || !other) return 'lines'
  for (let tries = 0; wanted !== null && count() !== wanted && tries < 1000; tries++) (count() < wanted ? button : other).click()
  return wanted === null || count() === wanted ? '' : 'lines'
}

/** Makes the page ready and looks everything up that will be needed; what was found of the lines, then of the fields. */
// biome-ignore lint/correctness/noUnusedVariables: called by the robot
function prepare(lines, fields) {
  return [...lines.map(setLines), ...look(fields)]
}

/** What stands at each place; null where nothing is. */
// biome-ignore lint/correctness/noUnusedVariables: called by the robot
function see(selectors) {
  return selectors.map(selector => document.querySelector(selector)?.textContent.trim() ?? null)
}

/** Presses a button once this call has answered, because the page may go away with it. */
function press(selector) {
  const element = document.querySelector(selector)
  if (element !== null) setTimeout(() => element.click(), 0)
  return element !== null
}

/** Searches for a word in a search window; the page is marked, so that the one that follows is told from it. */
// biome-ignore lint/correctness/noUnusedVariables: called by the robot
function search({ box, go }, word) {
  put([{ kind: 'text', selectors: [box], words: [word] }])
  document.documentElement.dataset.searched = 'yes'
  return press(go)
}

/** The line of a search window that says the word. */
const lineOf = ({ line, words }, word) =>
  [...document.querySelectorAll(line)].find(one => one.querySelector(words)?.textContent.trim() === word)

/** What a search came to: 'there', 'none', 'out' for the page for signing in; null while the answer is on its way. */
// biome-ignore lint/correctness/noUnusedVariables: called by the robot
function found(wanted, word, signedOut) {
  if (document.querySelector(signedOut)) return 'out'
  if (document.documentElement.dataset.searched || document.readyState === 'loading') return null
  return lineOf(wanted, word)?.querySelector(wanted.pick) ? 'there' : 'none'
}

/** Presses the button of the line that says the word, once this call has answered. */
// biome-ignore lint/correctness/noUnusedVariables: called by the robot
function pick(wanted, word) {
  const button = lineOf(wanted, word).querySelector(wanted.pick)
  setTimeout(() => button.click(), 0)
}

/** Reads the places of a record that is shown, lines within lines; null for a place that is not there. */
// biome-ignore lint/correctness/noUnusedVariables: called by the robot
function take({ places, rows }, marks) {
  const filled = (place, extra) => place.replace(/\{(\w+)\}/g, (whole, mark) => String({ ...marks, ...extra }[mark] ?? whole))
  return {
    words: places.map(({ place, name }) => {
      const element = document.querySelector(filled(place, { name }))
      return element === null ? null : element.textContent.trim()
    }),
    rows: rows.map(one => {
      const count = document.querySelectorAll(filled(one.count, {})).length
      return Array.from({ length: count }, (_, at) => take(one, { ...marks, [one.mark]: at }))
    }),
  }
}
