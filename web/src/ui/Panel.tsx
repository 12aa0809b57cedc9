import { type ReactNode, useId } from 'react'

type Props = { title: ReactNode; aside?: ReactNode; children: ReactNode; flush?: boolean; id?: string }

/** A titled block of a page; `flush` lets a table reach the edges. */
export function Panel({ title, aside, children, flush, id }: Props) {
  const heading = useId()
  return (
    <section className="panel" aria-labelledby={heading} id={id}>
      <header>
        <h2 id={heading}>{title}</h2>
        {aside}
      </header>
      {flush ? children : <div className="body">{children}</div>}
    </section>
  )
}
