import type { Plugin } from 'vite'

/** Every supported browser reads woff2, so the second copy of each font file is left out of the build. */
export function woff2Only(): Plugin {
  return {
    name: 'woff2-only',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@fontsource') || !id.includes('.css')) return null
      return code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '')
    },
  }
}
