import { useTranslation } from 'react-i18next'
import type { Bi } from '../api/types.ts'
import type { Lang } from '../ui/format.ts'

type WordGroup =
  | 'audit.why'
  | 'calendars.reason'
  | 'calendars.run'
  | 'calendars.states'
  | 'cards.refused'
  | 'cards.source'
  | 'cards.state'
  | 'case.numberNote'
  | 'case.procedure'
  | 'case.role'
  | 'connectors.direction'
  | 'connectors.kind'
  | 'connectors.state'
  | 'custodyIncidents.reason'
  | 'custodyPapers.holds'
  | 'custodyRegister.answer'
  | 'custodyRegister.reason'
  | 'deadline.state'
  | 'deadline.type'
  | 'explain.flag'
  | 'fastTrack.holds'
  | 'gate.levelName'
  | 'gate.state'
  | 'handOver.state'
  | 'integrity.severity'
  | 'import.phase'
  | 'lawyer.states'
  | 'letters.channels'
  | 'letters.delivery'
  | 'letters.kind'
  | 'case.relation'
  | 'letters.result'
  | 'period.kind'
  | 'period.state'
  | 'post.of'
  | 'roles'
  | 'service.name'
  | 'track.end'
  | 'track.mark'
  | 'track.state'
  | 'whatIf.change'
  | 'writeBack.state'

/**
 * `word` names a code of the server in the language shown, and shows the code where this release has no word for it.
 * Texts, the language shown, and a reader for the names that the server gives in both languages. */
export function useLang() {
  const { t, i18n } = useTranslation()
  const lang: Lang = i18n.language === 'en' ? 'en' : 'zh'
  const bi = (text: Bi): string => (lang === 'en' && text.en !== '' ? text.en : text.zh)
  const word = (group: WordGroup, code: string): string => {
    const found: unknown = i18n.getResource(lang, 'translation', `${group}.${code}`)
    return typeof found === 'string' ? found : code
  }
  return { t, lang, bi, word }
}
