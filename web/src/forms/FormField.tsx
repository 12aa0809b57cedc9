import type { ReactNode } from 'react'

type Props = { id: string; label: string; required?: boolean; hint?: string | undefined; error?: string | undefined; children: ReactNode }

export const describedBy = (id: string, hint: string | undefined, error: string | undefined): string | undefined =>
  error === undefined ? (hint === undefined ? undefined : `${id}-hint`) : `${id}-error`

/** A label (none where the control carries its own), its control, a hint, and the same words of error that stand in the summary. */
export function FormField({ id, label, required, hint, error, children }: Props) {
  return (
    <div className={error === undefined ? 'field' : 'field wrong'}>
      {label !== '' && (
        <label htmlFor={id}>
          {label}
          {required && <span className="must"> *</span>}
        </label>
      )}
      {children}
      {error !== undefined ? (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      ) : (
        hint !== undefined && (
          <p className="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  )
}
