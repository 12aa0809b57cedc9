import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useEffect, useState } from 'react'
import { useLang } from '../i18n/use-lang.ts'

type Entries = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>

/** The bookmarks of a PDF; read only when asked for, since they cost bytes. */
export function Outline({ pdf, onPage }: { pdf: PDFDocumentProxy; onPage: (page: number) => void }) {
  const { t } = useLang()
  const [entries, setEntries] = useState<Entries | null>(null)
  useEffect(() => {
    let left = false
    void pdf.getOutline().then(found => {
      if (!left) setEntries(found ?? [])
    })
    return () => {
      left = true
    }
  }, [pdf])
  const open = async (dest: Entries[number]['dest']): Promise<void> => {
    const target = typeof dest === 'string' ? await pdf.getDestination(dest) : dest
    const place: unknown = target?.[0]
    if (typeof place === 'number') onPage(place + 1)
    else if (isRef(place)) onPage((await pdf.getPageIndex(place)) + 1)
  }
  const list = (items: Entries) => (
    <ul>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bookmarks never change places and their titles repeat
        <li key={index}>
          <button type="button" className="plain" onClick={() => void open(item.dest)}>
            {item.title}
          </button>
          {item.items.length > 0 && list(item.items)}
        </li>
      ))}
    </ul>
  )
  return (
    <nav className="outline" aria-label={t('reader.outline')}>
      {entries === null ? (
        <p className="quiet">{t('app.loading')}</p>
      ) : entries.length === 0 ? (
        <p className="quiet">{t('reader.noOutline')}</p>
      ) : (
        list(entries)
      )}
    </nav>
  )
}

const isRef = (value: unknown): value is { num: number; gen: number } =>
  typeof value === 'object' && value !== null && 'num' in value && 'gen' in value
