import { Modal } from 'antd'
import { useState } from 'react'
import { useLang } from '../i18n/use-lang.ts'
import { keysHere, useKeys } from './keys.ts'

/** `?` shows the keys valid here. */
export function KeysHelp() {
  const { t } = useLang()
  const [open, setOpen] = useState(false)
  useKeys([{ key: '?', label: t('keys.help'), run: () => setOpen(true) }])
  return (
    <Modal open={open} title={t('keys.title')} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
      <dl className="keys">
        {keysHere().map(({ key, label }) => (
          <div key={key + label}>
            <dt>
              <kbd>{KEY_NAMES[key] ?? key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}

const KEY_NAMES: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowDown: '↓',
  ArrowUp: '↑',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
}
