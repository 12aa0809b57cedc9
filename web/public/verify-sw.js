// Keeps the page that checks certificates, so that it opens where there is no network. Asked first is always the network.
const STORE = 'anlian-verify-1'

async function keepPage() {
  const store = await caches.open(STORE)
  const answer = await fetch('/verify', { cache: 'no-store' })
  const text = await answer.clone().text()
  await store.put('/verify', answer)
  const parts = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path)
  await store.addAll(parts)
}

async function fromNetworkOrStore(request) {
  try {
    return await fetch(request)
  } catch (error) {
    const { pathname } = new URL(request.url)
    const kept = await caches.match(request.mode === 'navigate' ? '/verify' : pathname)
    if (kept === undefined) throw error
    return kept
  }
}

self.addEventListener('install', event => event.waitUntil(keepPage().then(() => self.skipWaiting())))
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', event => {
  const { pathname } = new URL(event.request.url)
  // States are never answered from what was kept.
  if (event.request.method === 'GET' && !pathname.startsWith('/api/')) event.respondWith(fromNetworkOrStore(event.request))
})
