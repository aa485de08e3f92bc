/** What a receiver is told to paste takes what we send, and nothing else. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { pathToFileURL } from 'node:url'
import { readKey, signatureOf, signedHeaders } from '../signing.ts'
import { snippets } from '../../web/console/webhooks/snippets.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const key = readKey(SECRET) as Buffer

test('the example of the specification', () => {
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', body: '{"test": 2432232314}' }
  assert.equal(signatureOf(key, message), 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('a key that is too short, or no base64, is none', () => {
  for (const secret of ['whsec_', 'whsec_AAAA', 'whsec_not base64 at all, but long', 'short', 'whsec_===================='])
    assert.equal(readKey(secret), undefined, secret)
  assert.equal(readKey('any other text, as it is')?.toString(), 'any other text, as it is')
})

for (const { key: name, text } of snippets) {
  test(`the snippet for ${name} tells ours from others’`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'bowline-snippet-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'receiver.mts')
    writeFileSync(file, text)
    process.env['WEBHOOK_SECRET'] = SECRET
    const { isFromBowline } = (await import(pathToFileURL(file).href)) as {
      isFromBowline(headers: unknown, body: string, secret: string): unknown
    }
    const check = async (headers: Record<string, string>, body: string) =>
      isFromBowline(name === 'web' ? new Headers(headers) : headers, body, SECRET)
    const body = '{"type":"user.bound","who":"王芳"}'
    const other = Buffer.alloc(32, 7)
    const at = Date.now()
    const good = signedHeaders([key], { id: 'm1', at, body })
    assert.equal(await check(good, body), true)
    assert.equal(await check(signedHeaders([other, key], { id: 'm1', at, body }), body), true)
    assert.equal(await check(signedHeaders([other], { id: 'm1', at, body }), body), false)
    assert.equal(await check(good, `${body} `), false)
    assert.equal(await check({ ...good, 'webhook-id': 'm2' }, body), false)
    assert.equal(await check(signedHeaders([key], { id: 'm1', at: at - 301_000, body }), body), false)
    assert.equal(await check({ ...good, 'webhook-signature': good['webhook-signature']!.replace('v1,', 'v2,') }, body), false)
    assert.equal(await check({ ...good, 'webhook-signature': '' }, body), false)
  })
}

test('docs/webhooks.md shows the same', () => {
  const paper = readFileSync(join(import.meta.dirname, '../../docs/webhooks.md'), 'utf8')
  assert.ok(paper.includes(snippets[0]?.text ?? 'nothing'))
})
