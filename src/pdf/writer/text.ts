/** A text string object for titles and labels: UTF-16BE with its byte order mark, in hex. */
export function textString(text: string): string {
  return `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`
}
