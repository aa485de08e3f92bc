/** The first start, as an operator sees it: a link on the screen and nowhere else, until somebody owns the server. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { createPlace } from '../server/testing.ts'
import { startProcess } from './process.ts'

const links = (said: string) => [...said.matchAll(/^ {2}(http\S+\/console\/first-run)#token=(\w{43})$/gm)]

test('npm start prints a link until there is an owner, and no line of the log has it', async () => {
  const place = await createPlace()
  const env = { ...place.env, BOWLINE_LOG_LEVEL: 'debug' }
  try {
    const first = await startProcess(env)
    for (let i = 0; i < 200 && links(first.said()).length === 0; i++) await new Promise((resume) => setTimeout(resume, 25))
    const [[, page, token = ''] = []] = links(first.said())
    assert.equal(page, `${first.url}/console/first-run`)
    const reply = await fetch(`${first.url}/api/v2/admin/first-run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, email: 'alice@example.com', name: 'Alice', password: 'Stapler-Kiwi-42' }),
    })
    assert.equal(reply.status, 200, await reply.clone().text())
    const [cookie = ''] = (reply.headers.get('set-cookie') ?? '').split(';')
    const session = await fetch(`${first.url}/api/v2/admin/session`, { headers: { cookie } })
    assert.equal(session.status, 200)
    assert.equal(await first.stop(), 0)
    const log = first
      .said()
      .split('\n')
      .filter((it) => it.startsWith('{'))
    assert.ok(log.some((it) => it.includes('/api/v2/admin/first-run')))
    for (const secret of [token, 'Stapler-Kiwi-42', cookie.split('=')[1] ?? '']) assert.ok(!log.join('\n').includes(secret))

    const second = await startProcess(env)
    // Whatever the start prints comes at once; a request later it would be there.
    assert.equal((await fetch(`${second.url}/api/v2/admin/session`, { headers: { cookie } })).status, 200)
    assert.equal(await second.stop(), 0)
    assert.deepEqual(links(second.said()), [])
  } finally {
    await place.remove()
  }
})
