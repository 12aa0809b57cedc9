import { Link } from 'react-router'

type Segment = { to: string; text: string; current: boolean; count?: number | undefined }

/** A choice of lists within a tab, each an address. */
export function Segments({ label, items }: { label: string; items: Segment[] }) {
  return (
    <nav className="segments" aria-label={label}>
      {items.map(({ to, text, current, count }) => (
        <Link key={to} to={to} {...(current ? { 'aria-current': 'page' as const } : {})}>
          {text}
          {count !== undefined && count > 0 && ` ${count}`}
        </Link>
      ))}
    </nav>
  )
}
