import { useCallback, useEffect, useRef } from 'react'
import { reportPages } from '../api/dossier.ts'

const GATHER_MS = 5000

/** Tells the server which pages were shown, gathered, at the latest when the document is left. */
export function usePageViews(caseId: string, documentId: string | null): (page: number) => void {
  const seen = useRef(new Set<number>())
  const timer = useRef(0)
  const send = useCallback(() => {
    window.clearTimeout(timer.current)
    timer.current = 0
    if (documentId === null || seen.current.size === 0) return
    const pages = [...seen.current].sort((a, b) => a - b)
    seen.current.clear()
    void reportPages(caseId, documentId, pages).catch(() => {
      for (const page of pages) seen.current.add(page)
    })
  }, [caseId, documentId])
  useEffect(() => {
    window.addEventListener('pagehide', send)
    return () => {
      window.removeEventListener('pagehide', send)
      send()
    }
  }, [send])
  return page => {
    seen.current.add(page)
    if (timer.current === 0) timer.current = window.setTimeout(send, GATHER_MS)
  }
}
