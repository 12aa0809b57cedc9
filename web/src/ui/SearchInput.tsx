import { Input } from 'antd'
import { type Ref, useEffect, useRef, useState } from 'react'

type Props = { value: string; label: string; onSearch: (text: string) => void; inputRef?: Ref<HTMLInputElement> }

const WAIT_MS = 300

/** A search box that waits for the input method: nothing is looked up while characters are being composed. */
export function SearchInput({ value, label, onSearch, inputRef }: Props) {
  const [typed, setTyped] = useState(value)
  const composing = useRef(false)
  const timer = useRef(0)
  useEffect(() => setTyped(value), [value])
  useEffect(() => () => window.clearTimeout(timer.current), [])

  const soon = (text: string): void => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => onSearch(text.trim()), WAIT_MS)
  }
  return (
    <Input
      ref={ref => {
        const element = ref?.input ?? null
        if (typeof inputRef === 'function') inputRef(element)
        else if (inputRef) inputRef.current = element
      }}
      type="search"
      aria-label={label}
      placeholder={label}
      allowClear
      value={typed}
      onCompositionStart={() => {
        composing.current = true
      }}
      onCompositionEnd={event => {
        composing.current = false
        soon(event.currentTarget.value)
      }}
      onChange={event => {
        setTyped(event.target.value)
        if (!composing.current) soon(event.target.value)
      }}
    />
  )
}
