import t from 'tap'
import { hashPassword, verifyPassword } from '../../src/identity/passwords.ts'

t.test('a password fits its own record only', async t => {
  const stored = await hashPassword('正确的密码-1')
  t.equal(await verifyPassword(stored, '正确的密码-1'), true)
  for (const wrong of ['正确的密码-2', '正确的密码-1 ', '', 'correct'])
    t.equal(await verifyPassword(stored, wrong), false, wrong || 'nothing')
})

t.test('the same password is stored differently each time, and never as it is', async t => {
  const [one, other] = await Promise.all([hashPassword('同一密码'), hashPassword('同一密码')])
  t.not(one, other)
  t.match(one, /^argon2id\$[\w+/=]{24}\$[\w+/=]{44}$/)
})

t.test('nobody’s record fits nothing, and neither does a broken one', async t => {
  t.equal(await verifyPassword(null, ''), false)
  const empty = `argon2id$${Buffer.alloc(16).toString('base64')}$`
  t.equal(await verifyPassword(empty, ''), false)
})
