import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const FONT = join(import.meta.dirname, '../pdf/fonts/NotoSerifSC-Regular.ttf')
/** Grows with every change to what is unpacked. */
const LAYOUT = 2

const version = (): string => {
  const manifest = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
  const found = /"version":\s*"([^"]+)"/.exec(readFileSync(manifest, 'utf8'))?.[1]
  if (found === undefined) throw new Error('the browser package has no version')
  return found
}

/**
 * Unpacks the browser with its own system libraries and our font for Chinese, once per version: into a folder of its own that is
 * then renamed, so that nobody sees it half unpacked. The package fixes its places by its environment as soon as it is imported, so a
 * process of its own does that.
 */
async function unpackBrowser(): Promise<string> {
  const place = join(tmpdir(), `anlian-chromium-${version()}-${LAYOUT}`)
  if (existsSync(place)) return place
  const making = mkdtempSync(`${place}-`)
  const env = { TMPDIR: making, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unpack.ts')], { env })
  copyFileSync(FONT, join(making, 'fonts', 'NotoSerifSC-Regular.ttf'))
  writeFileSync(join(making, 'fonts', 'fonts.conf'), fontSettings(join(place, 'fonts'), join(place, 'font-cache')))
  try {
    renameSync(making, place)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(place)) throw error
  }
  return place
}

/** The package's own settings name a folder that is not this one, and no font with Chinese signs. */
const fontSettings = (fonts: string, cache: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${cache}</cachedir>
  <alias binding="weak"><family>SimSun</family><prefer><family>Noto Serif SC</family></prefer></alias>
  <match target="pattern">
    <test name="lang" compare="contains"><string>zh</string></test>
    <edit name="family" mode="append" binding="weak"><string>Noto Serif SC</string></edit>
  </match>
</fontconfig>
`

/** Starts a browser without a window. It runs on any machine with Node: its libraries and a font for Chinese come with it. */
export async function launchBrowser(): Promise<Browser> {
  const place = await unpackBrowser()
  return await chromium.launch({
    executablePath: join(place, 'chromium'),
    args: ['--no-sandbox'],
    env: {
      HOME: place,
      // Without it file names in Chinese cannot be opened.
      LANG: 'C.UTF-8',
      FONTCONFIG_PATH: join(place, 'fonts'),
      LD_LIBRARY_PATH: join(place, 'al2023', 'lib'),
    },
  })
}
