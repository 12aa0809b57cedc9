import { Link } from 'react-router'

export type LinkTab = { to: string; text: string; current: boolean; count?: number | undefined }

/** Tabs that are addresses, so that back, reload and a new window work. */
export function LinkTabs({ label, tabs }: { label: string; tabs: LinkTab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ to, text, current, count }) => (
        <Link key={to} to={to} {...(current ? { 'aria-current': 'page' as const } : {})}>
          {text}
          {count !== undefined && <span className="count">{count}</span>}
        </Link>
      ))}
    </nav>
  )
}
