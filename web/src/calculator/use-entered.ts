import { useEffect, useRef, useState } from 'react'
import { useNavigationType, useSearchParams } from 'react-router'
import { type Entered, fromSearch, toSearch } from './state.ts'

type Calculator = { readonly entered: Entered; readonly q: string }
type Change = (now: Entered) => Partial<Entered>

const read = (params: URLSearchParams): Calculator => ({ entered: fromSearch(params), q: params.get('q') ?? '' })

/**
 * What is entered and searched for. It holds at once, so that quick hands lose nothing; the address follows, and where a link
 * or the way back changes the address, that is what is entered.
 */
export function useEntered(): Calculator & { enter: (change: Change) => void; search: (text: string) => void } {
  const [params, setParams] = useSearchParams()
  const navigation = useNavigationType()
  const [state, setState] = useState(() => read(params))
  useEffect(() => {
    if (navigation !== 'REPLACE') setState(read(params))
  }, [params, navigation])
  const address = toSearch(state.entered, state.q).toString()
  const shown = useRef(address)
  useEffect(() => {
    if (shown.current === address) return
    shown.current = address
    setParams(address, { replace: true })
  }, [address, setParams])
  return {
    ...state,
    enter: change => setState(({ entered, q }) => ({ q, entered: { ...entered, ...change(entered) } })),
    search: q => setState(({ entered }) => ({ entered, q })),
  }
}
