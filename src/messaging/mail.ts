import { createTransport } from 'nodemailer'
import type { Channel, Sent } from './channel.ts'

const WAIT_MS = 10_000

/** E-mail over SMTP. `url` may hold a password and is never logged; `from` is the platform's own address. */
export function openMail(url: string, from: string): Channel {
  const domain = from.split('@').at(-1)?.replace(/>$/, '') ?? 'localhost'
  const transport = createTransport({ url, connectionTimeout: WAIT_MS, greetingTimeout: WAIT_MS, socketTimeout: WAIT_MS })
  return {
    name: 'email',
    async send({ id, to, subject, text }) {
      try {
        await transport.sendMail({
          messageId: `<${id}@${domain}>`,
          from,
          to,
          subject,
          text,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return { ok: true }
      } catch (error) {
        return refusalOf(error)
      }
    },
    close: () => transport.close(),
  }
}

/** A server that takes neither address nor text says so with a code of 500 and more; all else is an outage. */
function refusalOf(error: unknown): Sent {
  const isAboutMessage = error instanceof Error && 'code' in error && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE')
  const code = error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0
  if (isAboutMessage && code >= 500) return { ok: false, refused: `smtp-${code}` }
  throw new Error('the mail server did not take the message', { cause: error })
}
