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
// biome-ignore lint/correctness/noUnusedVariables: called by the robot
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
// biome-ignore lint/correctness/noUnusedVariables: called by the robot
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

/** Adds or takes away lines by the buttons of the page until there are as many as wanted; gives how many there are. */
// biome-ignore lint/correctness/noUnusedVariables: called by the robot
function setLines({ rows, add, remove, wanted }) {
  const count = () => document.querySelectorAll(rows).length
  const button = document.querySelector(add)
  const other = document.querySelector(remove)
  if (!button || !other) return -1
  for (let tries = 0; wanted !== null && count() !== wanted && tries < 1000; tries++) (count() < wanted ? button : other).click()
  return count()
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
