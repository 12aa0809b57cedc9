import type { ReactNode } from 'react'

/** Says why nothing is here, and what to do next. */
export function Empty({ title, hint, children }: { title: string; hint?: string | undefined; children?: ReactNode }) {
  return (
    <div className="empty" role="status">
      <strong>{title}</strong>
      {hint}
      {children !== undefined && <div className="row wrap">{children}</div>}
    </div>
  )
}

export function Loading({ text }: { text: string }) {
  return (
    <div className="empty" role="status">
      {text}
    </div>
  )
}
