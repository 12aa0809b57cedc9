/** A short message to one person. `id` stays the same however often it is sent: the other side drops what it has. */
export type Message = { readonly id: string; readonly to: string; readonly subject: string; readonly text: string }

/** `refused`: the other side will never take this message; anything thrown is an outage and is tried again. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly refused: string }

export type ChannelName = 'email' | 'sms' | 'wecom'

/** One way out of the platform. A way that is not configured is not there. */
export type Channel = { readonly name: ChannelName; send(message: Message): Promise<Sent>; close(): void }
