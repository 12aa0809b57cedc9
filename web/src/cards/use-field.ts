import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type CardView, type FieldView, putField } from '../api/cards.ts'
import { ApiProblem } from '../api/problem.ts'
import { useSession } from '../session/session-context.ts'
import { useDraft } from '../ui/use-draft.ts'
import { toDraft, toValue } from './values/draft.ts'
import { type Shape, shapeOf } from './values/shape.ts'
import type { Draft, Read } from './values/tree.ts'

export type Saving = 'idle' | 'typing' | 'saving' | 'saved' | 'failed' | 'unreadable' | 'clash'

const WAIT_MS = 1500
const NO_DRAFT = { typed: '', version: '' }

export type FieldEdit = {
  shape: Shape
  draft: Draft
  saving: Saving
  failure: unknown
  /** Why what was typed cannot be a value yet. */
  unread: Extract<Read, { ok: false }> | null
  type: (draft: Draft) => void
  /** Saves what was typed, over the present value where `over`. */
  save: (over?: boolean) => void
  drop: () => void
  composing: (on: boolean) => void
}

const readDraft = (text: string | boolean | string[] | undefined): Draft | null => {
  if (typeof text !== 'string' || text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * One field while it is edited: kept on this machine as it is typed, saved when it is left or 1.5 s later, never while the input method
 * composes, and never over what somebody else has saved meanwhile.
 */
export function useField(card: CardView, field: FieldView): FieldEdit {
  const { session } = useSession()
  const client = useQueryClient()
  const kept = useDraft(`${session.user.id}.card.${card.id}${field.path}`, NO_DRAFT)
  const [typed, setTyped] = useState<Draft | null>(() => (card.canEdit ? readDraft(kept.values.typed) : null))
  const [saving, setSaving] = useState<Saving>(typed === null ? 'idle' : 'typing')
  const [failure, setFailure] = useState<unknown>(null)
  const [unread, setUnread] = useState<FieldEdit['unread']>(null)
  const now = useRef({
    typed,
    base: kept.values.version === '' ? field.version : Number(kept.values.version),
    timer: 0,
    composing: false,
    sending: false,
  })
  const shape = shapeOf(field.shape)
  const latest = useRef({ card, field, shape, kept })
  latest.current = { card, field, shape, kept }

  const settle = useCallback((): void => {
    window.clearTimeout(now.current.timer)
    now.current.typed = null
    setTyped(null)
    setFailure(null)
    setUnread(null)
    latest.current.kept.clear()
  }, [])

  const again = useRef<() => void>(() => undefined)
  const save = useCallback(
    async (over = false): Promise<void> => {
      const { card, field, shape } = latest.current
      window.clearTimeout(now.current.timer)
      const sent = now.current.typed
      if (sent === null || now.current.sending || now.current.composing) return
      const read = toValue(shape, sent)
      setUnread(read.ok ? null : read)
      if (!read.ok) return setSaving('unreadable')
      if (JSON.stringify(read.value) === JSON.stringify(field.value) && !over) {
        settle()
        return setSaving('idle')
      }
      now.current.sending = true
      setSaving('saving')
      try {
        const version = over ? field.version : now.current.base
        const fresh = await putField(card.id, { path: field.path, value: read.value, version })
        client.setQueryData<CardView>(['card', card.id], before => before && withField(before, fresh))
        now.current.base = fresh.version
        if (now.current.typed === sent) {
          settle()
          setSaving('saved')
        } else setSaving('typing')
        void client.invalidateQueries({ queryKey: ['cards', card.caseId] })
        void client.invalidateQueries({ queryKey: ['card', card.id] })
      } catch (error) {
        setFailure(error)
        const clash = error instanceof ApiProblem && error.code === 'version-conflict'
        if (clash) await client.invalidateQueries({ queryKey: ['card', card.id] })
        setSaving(clash ? 'clash' : 'failed')
      } finally {
        now.current.sending = false
        // What was typed on while this was on its way goes next.
        if (now.current.typed !== null && now.current.typed !== sent) now.current.timer = window.setTimeout(() => again.current(), WAIT_MS)
      }
    },
    [client, settle],
  )
  again.current = () => void save()
  const soon = (): void => {
    window.clearTimeout(now.current.timer)
    now.current.timer = window.setTimeout(() => again.current(), WAIT_MS)
  }

  const restored = kept.restored && typed !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was kept is sent once, when the field appears
  useEffect(() => {
    if (restored) soon()
    const { current } = now
    return () => window.clearTimeout(current.timer)
  }, [])

  const type = (draft: Draft): void => {
    const same = now.current.typed === null && JSON.stringify(draft) === JSON.stringify(toDraft(shape, field.value))
    if (same) return
    if (now.current.typed === null) now.current.base = field.version
    now.current.typed = draft
    setTyped(draft)
    setSaving('typing')
    kept.set('typed', JSON.stringify(draft))
    kept.set('version', String(now.current.base))
    if (!now.current.composing) soon()
  }
  return {
    shape,
    draft: typed ?? toDraft(shape, field.value),
    saving,
    failure,
    unread,
    type,
    save: over => void save(over),
    drop: () => {
      settle()
      setSaving('idle')
    },
    composing: on => {
      now.current.composing = on
      if (!on && now.current.typed !== null) soon()
    },
  }
}

export const withField = (card: CardView, fresh: FieldView): CardView => ({
  ...card,
  fields: card.fields.map(field => (field.path === fresh.path ? fresh : field)),
})
