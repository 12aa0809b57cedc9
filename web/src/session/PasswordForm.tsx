import { Button, Input } from 'antd'
import { useState } from 'react'
import { FormField } from '../forms/FormField.tsx'
import { useLang } from '../i18n/use-lang.ts'

export function PasswordForm({ busy, onSubmit }: { busy: boolean; onSubmit: (login: string, password: string) => void }) {
  const { t } = useLang()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  return (
    <form
      className="panel stack sign-in-form"
      onSubmit={event => {
        event.preventDefault()
        if (login !== '' && password !== '' && !busy) onSubmit(login, password)
      }}
    >
      <FormField id="login" label={t('session.login')}>
        <Input id="login" autoComplete="username" value={login} onChange={event => setLogin(event.target.value.trim())} />
      </FormField>
      <FormField id="password" label={t('session.password')}>
        <Input
          id="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={event => setPassword(event.target.value)}
        />
      </FormField>
      <Button type="primary" htmlType="submit" loading={busy} block>
        {t('session.signIn')}
      </Button>
    </form>
  )
}
