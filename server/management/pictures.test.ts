import assert from 'node:assert/strict'
import test from 'node:test'
import { exportBlueprint } from '../blueprint/index.ts'
import { bench } from '../testing.ts'
import { acts, faultsOf, manage, refusedBy, silent } from './management.double.ts'

const address = (kind: string, bytes: Buffer) => `data:image/${kind};base64,${bytes.toString('base64')}`
const sized = (beginning: string, bytes: number) =>
  Buffer.concat([Buffer.from(beginning, 'latin1'), Buffer.alloc(bytes - beginning.length, 7)])
const PNG = '\x89PNG\r\n\x1a\n'
const WEBP = 'RIFF\x00\x00\x00\x00WEBP'
const good = address('png', sized(PNG, 100))

test('a source has a picture of its own, told by its bytes and kept small', async (t) => {
  await using b = await bench()
  const admin = await manage(b)
  const put = (logo: unknown) => admin('PUT', '/api/v2/admin/sources/sandbox', { logo })
  for (const logo of [good, address('jpeg', sized('\xff\xd8\xff\xe0', 50)), address('webp', sized(WEBP, 16 * 1024)), '']) {
    const reply = await put(logo)
    assert.deepEqual([reply.status, reply.body['logo']], [200, logo], reply.text.slice(0, 200))
  }
  const rows: [name: string, logo: unknown, fault: RegExp][] = [
    ['bytes of another kind', address('png', sized(WEBP, 50)), /called png, and its bytes are webp/],
    ['no picture', address('png', Buffer.from('<html>')), /not those of a png picture/],
    ['a document with scripts', address('svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), /PNG, JPEG or WebP/],
    ['one that moves', address('gif', sized('GIF89a', 50)), /PNG, JPEG or WebP/],
    ['an address elsewhere', 'https://evil.example/x.png', /PNG, JPEG or WebP/],
    ['a document', 'data:text/html;base64,PGI+', /PNG, JPEG or WebP/],
    ['more after it', `${good}" onerror="x`, /PNG, JPEG or WebP/],
    ['too large', address('png', sized(PNG, 16 * 1024 + 3)), /at most 16 KB/],
    ['a number', 5, /./],
  ]
  for (const [name, logo, fault] of rows) {
    await t.test(name, async () => {
      await silent(b, async () => {
        const reply = await put(logo)
        if (typeof logo === 'string') assert.match(faultsOf(reply)['logo'] ?? '', fault)
        else refusedBy(reply, 'paramInvalid')
      })
    })
  }
})

test('the trail knows that it changed, shortened; a source is made with one, and a blueprint gives it back', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const large = address('webp', sized(WEBP, 9000))
  const made = await admin('POST', '/api/v2/admin/sources', { id: 'second', connector: 'sandbox', logo: large })
  assert.deepEqual([made.status, made.body['logo']], [201, large])
  await admin('PUT', '/api/v2/admin/sources/second', { name: 'Second' })
  assert.equal((await admin('GET', '/api/v2/admin/sources/second')).body['logo'], large, 'what is not said stays')
  const [create] = await acts(b)
  assert.ok(String(create?.after?.['logo']).length < 2100)
  assert.ok((await exportBlueprint(b.ctx)).includes(large))
})

test('an application’s logo: fifty kilobytes of a picture fit through the door', async () => {
  await using b = await bench()
  const admin = await manage(b)
  const path = `/api/v2/admin/apps/${b.clientId}`
  const hosted = (logo: string) => admin('PUT', path, { settings: { hosted: { logo } } })
  const large = address('png', sized(PNG, 50 * 1024))
  const reply = await hosted(large)
  assert.equal(reply.status, 200, reply.text.slice(0, 200))
  assert.equal((reply.body['settings'] as { hosted: { logo: string } }).hosted.logo, large)
  await silent(b, async () => {
    assert.match(faultsOf(await hosted(address('png', sized(PNG, 50 * 1024 + 3))))['settings.hosted.logo'] ?? '', /at most 50 KB/)
    assert.match(faultsOf(await hosted(address('gif', sized(PNG, 50))))['settings.hosted.logo'] ?? '', /its bytes are png/)
  })
})
