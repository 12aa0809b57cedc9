import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { offlinePage } from './scripts/offline-page.ts'
import { pdfAssets } from './scripts/pdf-assets.ts'
import { woff2Only } from './scripts/woff2-only.ts'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [woff2Only(), react(), pdfAssets(), offlinePage()],
  // The component library lies beside another tool's older React: every import means the one of the screens.
  resolve: { dedupe: ['react', 'react-dom', 'scheduler'] },
  build: {
    target: 'chrome88',
    cssTarget: 'chrome88',
    // Inlined files become data: addresses, which the content security policy refuses.
    assetsInlineLimit: 0,
    // The page for everybody stands for itself: it is small and knows nothing of the application.
    rollupOptions: { input: [join(import.meta.dirname, 'index.html'), join(import.meta.dirname, 'verify.html')] },
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
