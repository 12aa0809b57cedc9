import { toShanghai } from '../domain/legal-date.ts'
import { type Decision, type Refusal, refuse } from '../domain/problem.ts'
import { type Count, endOf, hasRunOut, unrolledEnd } from './count.ts'
import { monthEndSteps, whenText } from './ledger.ts'
import type { Extension, LedgerStep, PeriodEvent } from './model.ts'
import { addSpans, isLength, spanOf } from './span.ts'
import { instantText, type Span, spanText, type Text } from './wording.ts'

type Extending = Extract<PeriodEvent, { type: 'extend' }>

/**
 * What an extension changes, if the row provides for it. Refuses `extension-unknown`, `extension-after-expiry`,
 * `extension-not-allowed` (no earlier one that it needs, used up, no longer possible, shorter than what is there),
 * `extension-length-required` and `extension-length-invalid`.
 */
export function decideExtension(count: Count, event: Extending): Decision<Count> {
  const { rule } = count
  const extension = rule.extensions.find(({ code }) => code === event.extension)
  if (extension === undefined) return refuse('extension-unknown', rule.legalBasis, { period: rule.code, extension: event.extension })
  if (hasRunOut(count, event.at)) {
    return refuse('extension-after-expiry', extension.basis, { extension: extension.code, due: toShanghai(endOf(count).dueAt) })
  }
  const bar = barTo(extension, count.granted)
  if (bar !== null) return bar
  const length = decideLength(extension, event.length)
  return length.ok ? grant(count, extension, length.change, event) : length
}

function barTo(extension: Extension, granted: readonly string[]): Refusal | null {
  const { code, basis, requires, notAfter = [] } = extension
  const no = (facts: Record<string, string | number>): Refusal => refuse('extension-not-allowed', basis, { extension: code, ...facts })
  if (requires !== undefined && !granted.includes(requires)) return no({ requires })
  const before = notAfter.find(other => granted.includes(other))
  if (before !== undefined) return no({ notAfter: before })
  const most = extension.maxCount ?? (extension.repeatable ? Number.POSITIVE_INFINITY : 1)
  return granted.filter(other => other === code).length >= most ? no({ maxCount: most }) : null
}

/** The number that counts: the law's own, or the decision's where the law gives a range or none (D9). */
function decideLength(extension: Extension, given: number | undefined): Decision<number> {
  const { code, basis, length, minLength, unit } = extension
  const facts = { extension: code, unit, minLength: minLength ?? length ?? 1, maxLength: length }
  if (length !== null && minLength === undefined) {
    return given === undefined || given === length ? { ok: true, change: length } : refuse('extension-length-invalid', basis, facts)
  }
  if (given === undefined) return refuse('extension-length-required', basis, facts)
  const fits = isLength(given) && given >= (minLength ?? 1) && (length === null || given <= length)
  return fits ? { ok: true, change: given } : refuse('extension-length-invalid', basis, { ...facts, length: given })
}

function grant(count: Count, extension: Extension, length: number, event: Extending): Decision<Count> {
  const size = addSpans(spanOf(length, extension.unit), spanOf(extension.plusDays ?? 0, 'day'))
  const extended = {
    ...count,
    span: extension.mode === 'to' ? size : addSpans(count.span, size),
    granted: [...count.granted, extension.code],
  }
  const end = unrolledEnd(endOf(extended))
  if (end < unrolledEnd(endOf(count))) {
    return refuse('extension-not-allowed', extension.basis, { extension: extension.code, shortens: true })
  }
  const step = extensionStep(extension, size, extended, end, event)
  return { ok: true, change: { ...extended, ledger: [...count.ledger, step, ...monthEndSteps(extended, end)] } }
}

function extensionStep(extension: Extension, size: Span, count: Count, end: Date, event: Extending): LedgerStep {
  const on = whenText(count.rule, event.at)
  const until = instantText(end)
  const how = grantText(extension.mode, size)
  const whole =
    extension.mode === 'by' ? { zh: `，共${spanText(count.span).zh}`, en: `, ${spanText(count.span).en} in all` } : { zh: '', en: '' }
  return {
    kind: 'extension',
    zh: `${on.zh}经${extension.byZh}决定${how.zh}（${extension.conditionZh}）${whole.zh}，届满于${until.zh}`,
    en: `${on.en} ${how.en} by ${extension.by} (${extension.condition})${whole.en}: ends at ${until.en}`,
    at: event.at,
    due: end,
    basis: extension.basis,
    eventId: event.id ?? null,
  }
}

const grantText = (mode: Extension['mode'], size: Span): Text =>
  mode === 'to'
    ? { zh: `延长至${spanText(size).zh}`, en: `extended to ${spanText(size).en}` }
    : { zh: `延长${spanText(size).zh}`, en: `extended by ${spanText(size).en}` }

/** What an extension is called: 延长至 or 延长 with its length or range. */
export function extensionName({ mode, length, minLength, plusDays, unit }: Extension): Text {
  const verb = mode === 'to' ? { zh: '延长至', en: 'extension to' } : { zh: '延长', en: 'extension by' }
  if (length === null) return { zh: `${verb.zh}（期限由决定确定）`, en: `${verb.en} what the decision says` }
  const most = spanText(addSpans(spanOf(length, unit), spanOf(plusDays ?? 0, 'day')))
  if (minLength === undefined) return { zh: verb.zh + most.zh, en: `${verb.en} ${most.en}` }
  return { zh: `${verb.zh}${spanText(spanOf(minLength, unit)).zh}至${most.zh}`, en: `${verb.en} ${minLength} to ${most.en}` }
}
