import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

const ROOT = join(import.meta.dirname, '..')

/**
 * The page that checks certificates without any network, as one file: `verify-offline.html` beside the build. The command line
 * puts the platform's keys where it says `__KEYS__`.
 */
export function offlinePage(): Plugin {
  return {
    name: 'offline-page',
    apply: 'build',
    async generateBundle() {
      const script = await bundled(join(ROOT, 'src/verify/offline.ts'))
      const style = readFileSync(join(ROOT, 'src/verify/verify.css'), 'utf8')
      this.emitFile({ type: 'asset', fileName: 'verify-offline.html', source: page(style, script) })
    },
  }
}

async function bundled(entry: string): Promise<string> {
  const made = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    build: { write: false, target: 'chrome88', copyPublicDir: false, lib: { entry, formats: ['iife'], name: 'verify' } },
  })
  for (const one of Array.isArray(made) ? made : [made])
    if ('output' in one) for (const part of one.output) if (part.type === 'chunk') return part.code
  throw new Error('the page without network was not built')
}

/** Nothing may be loaded or sent, whatever the page is given. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"

const page = (style: string, script: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>羁押文书离线核验 · 案联</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>羁押文书离线核验 <small>Verify a custody document without network</small></h1>
<section id="verdict" aria-live="polite"></section>
<div id="drop" class="drop">
<label for="file">把 PDF 拖到这里，或者选择文件 <small>drop or choose a PDF</small></label>
<input id="file" type="file" accept="application/pdf,.pdf">
</div>
<form id="ask">
<label for="code">二维码内容或者网址 <small>content of the code</small></label>
<textarea id="code" rows="4" spellcheck="false" autocomplete="off"></textarea>
<button type="submit">核验 Verify</button>
</form>
<p class="note">文件不离开您的设备，本页不联网。</p>
</main>
<script type="application/json" id="keys">__KEYS__</script>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`
