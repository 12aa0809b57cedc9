import { useQuery } from '@tanstack/react-query'
import { listCodes } from '../../api/cards.ts'
import { useLang } from '../../i18n/use-lang.ts'
import { dateTime } from '../../ui/format.ts'
import { showMoney } from './money.ts'
import { partOf, type Shape, TEXT } from './shape.ts'
import { isList, isTree } from './tree.ts'

/** A value in words of the language shown, for what the server has not put into words: what is being typed, and the English screen. */
export function useValueWords(): (shape: Shape, value: unknown) => string {
  const { t, bi } = useLang()
  const codes = useQuery({ queryKey: ['cardCodes'], queryFn: listCodes, staleTime: Number.POSITIVE_INFINITY }).data?.codes
  const text = (shape: Shape, value: string): string => {
    const named = shape.choices?.find(choice => choice.value === value) ?? codes?.[shape.codes ?? '']?.find(({ code }) => code === value)
    if (named !== undefined) return bi(named)
    if (shape.type === 'money') return `${showMoney(value)} ${t('cards.yuan')}`
    return shape.type === 'dateTime' ? dateTime(value) : value
  }
  const words = (shape: Shape, value: unknown): string => {
    if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no')
    if (typeof value === 'number') return String(value)
    if (typeof value === 'string') return text(shape, value)
    if (isList(value)) return join(value.map(item => words(shape.items ?? TEXT, item)))
    if (!isTree(value)) return ''
    const parts = Object.entries(value).filter(([key]) => key !== 'officerId' && key !== 'documentId')
    return join(parts.map(([key, part]) => words(partOf(shape, key), part)))
  }
  const join = (parts: string[]): string => parts.filter(part => part !== '').join(t('app.comma'))
  return words
}
