import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

/** Copies the character maps, standard fonts and decoders of pdf.js beside the build: nothing is fetched from elsewhere. */
export function pdfAssets(): Plugin {
  let outDir = ''
  return {
    name: 'pdf-assets',
    apply: 'build',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir)
    },
    closeBundle() {
      const from = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
      const to = join(outDir, 'pdfjs')
      for (const folder of ['cmaps', 'standard_fonts']) cpSync(join(from, folder), join(to, folder), { recursive: true })
      mkdirSync(join(to, 'decoders'), { recursive: true })
      // WebAssembly needs a script permission our policy does not give; the plain decoders do the same work.
      for (const file of readdirSync(join(from, 'wasm'))) {
        if (file.endsWith('_nowasm_fallback.js') || /^LICENSE_.*(JBIG2|OPENJPEG)$/.test(file)) {
          cpSync(join(from, 'wasm', file), join(to, 'decoders', file))
        }
      }
    },
  }
}
