import { useEffect, useRef } from 'react'

export type KeyAction = { key: string; label: string; run: () => void }

let groups: (() => KeyAction[])[] = []

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

const overlayOpen = (): boolean => document.querySelector('[role="dialog"]') !== null

document.addEventListener('keydown', event => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || overlayOpen()) return
  const found = keysHere().find(action => action.key === event.key)
  if (!found) return
  event.preventDefault()
  found.run()
})

/** The keys valid on the present screen; the latest screen's come first. */
export const keysHere = (): KeyAction[] => [...groups].reverse().flatMap(group => group())

/** Makes keys work while the component is shown. They rest while somebody types, composes or has a dialogue open. */
export function useKeys(actions: KeyAction[]): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const group = (): KeyAction[] => latest.current
    groups = [...groups, group]
    return () => {
      groups = groups.filter(other => other !== group)
    }
  }, [])
}
