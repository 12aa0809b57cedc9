import type { Channel } from './channel.ts'
import { openMail } from './mail.ts'
import { openWebhook } from './webhook.ts'

export type MessagingConfig = {
  readonly smtpUrl: string | null
  readonly mailFrom: string | null
  readonly smsUrl: string | null
  readonly wecomUrl: string | null
}

/** The ways out that are configured. */
export function openChannels({ smtpUrl, mailFrom, smsUrl, wecomUrl }: MessagingConfig): Channel[] {
  return [
    ...(smtpUrl && mailFrom ? [openMail(smtpUrl, mailFrom)] : []),
    ...(smsUrl ? [openWebhook('sms', smsUrl)] : []),
    ...(wecomUrl ? [openWebhook('wecom', wecomUrl)] : []),
  ]
}
