import { A4, type Canvas, FONT_NAME } from './canvas.ts'
import { writeClassic } from './classic.ts'
import type { PdfFont } from './font.ts'
import { textString } from './text.ts'

/** Joins drawn pages to a file with its font and title. The same pages give the same bytes. */
export function assemble(pages: readonly Canvas[], font: PdfFont, title: string): Uint8Array {
  let last = 3
  const next = (): number => ++last
  const fontObjects = font.objects(next)
  const numbers = pages.map(() => ({ page: next(), content: next() }))
  const kids = numbers.map(({ page }) => `${page} 0 R`).join(' ')
  const drawn = pages.flatMap((canvas, i) => {
    const { page = 0, content = 0 } = numbers[i] ?? {}
    return [
      {
        num: page,
        text:
          `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${A4.width} ${A4.height}]/Contents ${content} 0 R` +
          `/Resources<</Font<<${FONT_NAME} ${fontObjects[0]?.num} 0 R>>>>>>`,
      },
      { num: content, text: '', data: canvas.content },
    ]
  })
  return writeClassic([
    { num: 1, text: '<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>' },
    { num: 2, text: `<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>` },
    { num: 3, text: `<</Title${textString(title)}/Producer(anlian)>>` },
    ...fontObjects,
    ...drawn,
  ])
}
