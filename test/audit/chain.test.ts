import fc from 'fast-check'
import t from 'tap'
import { type AuditFacts, type BrokenLink, brokenLink, nextLink, type StoredLink } from '../../src/audit/chain.ts'
import { sha256, sm3 } from '../../src/crypto/digest.ts'

const facts: AuditFacts = {
  action: 'dossier.viewed',
  outcome: 'done',
  actor: '6d0b1e5e-0000-4000-8000-000000000001',
  agency: '350503-PSB',
  roles: ['PO'],
  target: '6d0b1e5e-0000-4000-8000-000000000002',
  requestId: 'request',
  address: null,
}

function aChain(length: number, chain = 'case:1'): StoredLink[] {
  const links: StoredLink[] = []
  for (let index = 0; index < length; index++) {
    const link = nextLink(chain, links.at(-1) ?? null, new Date(Date.UTC(2026, 2, 10, 8, 30, index)), { ...facts, details: { index } })
    links.push({ ...link, at: new Date(link.at) })
  }
  return links
}

/** As the verifier walks: each link after the one that stands before it. */
const broken = (links: readonly StoredLink[]): BrokenLink[] =>
  links.flatMap((link, index) => brokenLink(link, links[index - 1] ?? null) ?? [])
const lengths = fc.integer({ min: 2, max: 12 })

t.test('an untouched chain has nothing wrong', async t => {
  t.same(broken(aChain(20)), [])
})

t.test('one changed character is found, and named at its place', async t => {
  fc.assert(
    fc.property(lengths, fc.nat(), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (length, which, where, char) => {
      const links = aChain(length)
      const at = which % length
      const link = links[at]
      if (link === undefined) return false
      const place = where % link.body.length
      const body = link.body.slice(0, place) + char + link.body.slice(place + 1)
      if (body === link.body) return true
      links[at] = { ...link, body }
      return broken(links).some(({ seq, why }) => seq === link.seq && why === 'hash')
    }),
  )
  t.pass('in any link, at any place')
})

t.test('a link rewritten with its own digests breaks the one that follows', async t => {
  fc.assert(
    fc.property(lengths, fc.nat(), (length, which) => {
      const links = aChain(length)
      const at = which % (length - 1)
      const link = links[at]
      if (link === undefined) return false
      const body = link.body.replace('done', 'gone')
      links[at] = { ...link, body, hash: sha256(body), sm3: sm3(body) }
      return broken(links).some(({ seq, why }) => seq === link.seq + 1 && why === 'previous')
    }),
  )
  t.pass('in any link but the last, which only a witness can prove')
})

t.test('a digest exchanged by itself is found, of either kind', async t => {
  const [first, second] = aChain(2)
  if (!first || !second) return t.fail('a chain of two')
  t.match(broken([first, { ...second, hash: first.hash }]), [{ seq: 2, why: 'hash' }])
  t.match(broken([first, { ...second, sm3: first.sm3 }]), [{ seq: 2, why: 'sm3' }])
})

t.test('a removed link is found where the gap is', async t => {
  fc.assert(
    fc.property(lengths, fc.nat(), (length, which) => {
      const at = which % (length - 1)
      const links = aChain(length).toSpliced(at, 1)
      return broken(links).some(({ seq, why }) => seq === at + 2 && why === 'sequence')
    }),
  )
  t.pass('anywhere but at the end, which only a witness can prove')
})

t.test('two links that changed places are found', async t => {
  fc.assert(
    fc.property(lengths, fc.nat(), fc.nat(), (length, one, other) => {
      const [a, b] = [one % length, other % length]
      const links = aChain(length)
      const [first, second] = [links[a], links[b]]
      if (a === b || !first || !second) return true
      const swapped = links.with(a, second).with(b, first)
      const renumbered = links.with(a, { ...second, seq: first.seq }).with(b, { ...first, seq: second.seq })
      return broken(swapped).length > 0 && broken(renumbered).some(({ why }) => why === 'place')
    }),
  )
  t.pass('whether their numbers go with them or not')
})

t.test('a link of another chain, an inserted one and a changed time are found', async t => {
  const [first, second, third] = aChain(3)
  const [stranger] = aChain(1, 'case:2')
  if (!first || !second || !third || !stranger) return t.fail('three links and one')
  t.match(broken([first, { ...stranger, chain: 'case:1', seq: 2 }]), [{ seq: 2, why: 'place' }])
  t.ok(broken([first, second, second, third]).length > 0, 'one stands twice')
  t.match(broken([first, { ...second, at: new Date(second.at.getTime() + 1) }, third]), [{ seq: 2, why: 'time' }])
})

t.test('a chain begins with its first link', async t => {
  const [, second, third] = aChain(3)
  if (!second || !third) return t.fail('three links')
  t.match(broken([second, third]), [{ seq: 2, why: 'sequence' }])
})
