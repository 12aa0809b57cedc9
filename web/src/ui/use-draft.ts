import { useEffect, useState } from 'react'

export type Values = Record<string, string | boolean | string[]>

const PREFIX = 'anlian.draft.'

function read(key: string): Values | null {
  const stored = localStorage.getItem(PREFIX + key)
  if (stored === null) return null
  try {
    return JSON.parse(stored)
  } catch {
    return null
  }
}

/** The values of a form, kept on this machine within a second of typing until they are sent. The key names the person who types. */
export function useDraft(key: string, initial: Values) {
  const [values, setValues] = useState<Values>(() => ({ ...initial, ...read(key) }))
  const [restored] = useState(() => read(key) !== null)
  const [touched, setTouched] = useState(false)
  useEffect(() => {
    if (!touched) return
    const timer = window.setTimeout(() => localStorage.setItem(PREFIX + key, JSON.stringify(values)), 600)
    return () => window.clearTimeout(timer)
  }, [key, values, touched])
  return {
    values,
    restored,
    set: (name: string, value: string | boolean | string[]) => {
      setTouched(true)
      setValues(before => ({ ...before, [name]: value }))
    },
    clear: () => {
      setTouched(false)
      localStorage.removeItem(PREFIX + key)
    },
    reset: () => {
      setTouched(false)
      localStorage.removeItem(PREFIX + key)
      setValues(initial)
    },
  }
}

/** Forgets every draft, when somebody signs out of a shared machine. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  }
}
