/** The console in a browser, as far as a server can tell: it keeps one cookie and the CSRF token, and says where its calls come from. */
import assert from 'node:assert/strict'
import type { Role } from '../context.ts'
import { catalogue, type ErrorName } from '../errors.ts'
import { createPasskey, type Passkey, readBase32, totp } from '../mfa/authenticator.double.ts'
import type { Bench, Reply } from '../testing.ts'
import { createFirstRunLink } from './index.ts'

export const PASSWORD = 'Stapler-Kiwi-42'
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
export type Console = ReturnType<typeof createConsole>

/** `const c = createConsole(b)`; nobody is signed in. A header set to '' is left out. */
export function createConsole(b: Bench, always: Record<string, string> = {}) {
  const held = { cookie: '', csrf: '' }
  async function call(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const all = {
      'sec-fetch-site': 'same-origin',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
      cookie: held.cookie,
      ...(method !== 'GET' && { 'x-csrf-token': held.csrf }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...always,
      ...headers,
    }
    const answer = await b.bowline.server.inject({
      method,
      url: path.startsWith('/api/') ? path : `/api/v2/admin${path}`,
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const set = answer.headers['set-cookie']
    if (typeof set === 'string') held.cookie = set.split(';')[0] ?? ''
    const isJson = String(answer.headers['content-type']).includes('json')
    const said = isJson ? (answer.json() as Record<string, unknown>) : {}
    if (typeof said['csrf_token'] === 'string') held.csrf = said['csrf_token']
    return { status: answer.statusCode, body: said, headers: answer.headers, text: answer.body }
  }
  return {
    held,
    call,
    get: (path: string, headers?: Record<string, string>) => call('GET', path, undefined, headers),
    post: (path: string, body: unknown = {}, headers?: Record<string, string>) => call('POST', path, body, headers),
    put: (path: string, body: unknown, headers?: Record<string, string>) => call('PUT', path, body, headers),
    remove: (path: string, headers?: Record<string, string>) => call('DELETE', path, undefined, headers),
    signIn: (email: string, password = PASSWORD) => call('POST', '/session', { email, password }),
    /** Who this is, by the server's word. */
    async self() {
      const reply = await call('GET', '/session')
      assert.equal(reply.status, 200, reply.text)
      return reply.body['administrator'] as {
        id: string
        email: string
        name: string
        role: Role
        factors: string[]
        language: string | null
      }
    },
  }
}

export const tokenOf = (link: unknown): string => /#token=(\w+)$/.exec(String(link))?.[1] ?? ''

/** The first owner, alice, signed in. */
export async function createOwner(b: Bench, always: Record<string, string> = {}): Promise<Console> {
  const c = createConsole(b, always)
  const token = tokenOf(await createFirstRunLink(b.ctx))
  ok(await c.post('/first-run', { token, email: 'alice@example.com', name: 'Alice', password: PASSWORD }))
  return c
}

/** Somebody an owner invites, signed in. */
export async function invite(b: Bench, owner: Console, email: string, role: Role): Promise<Console> {
  const invited = await owner.post('/administrators', { email, role })
  assert.equal(invited.status, 201, invited.text)
  const c = createConsole(b)
  ok(await c.post('/invitation', { token: tokenOf(invited.body['link']), name: email.split('@')[0], password: PASSWORD }))
  return c
}

export function ok(reply: Reply): Reply {
  assert.ok(reply.status < 300, reply.text)
  return reply
}

/** Refused with this row of the table, and nothing else said. */
export function refused(reply: Reply, name: ErrorName): void {
  const { code, status } = catalogue[name]
  assert.deepEqual([reply.body['error_code'], reply.status], [code, status], reply.text)
  assert.deepEqual(Object.keys(reply.body), ['error_code', 'error_msg'])
}

/** Refused, and nothing is different from before but the rows of these tables. */
export async function refusedSilently(b: Bench, name: ErrorName, call: () => Promise<Reply>, writes: string[] = []): Promise<void> {
  const before = await b.snapshot()
  refused(await call(), name)
  const after = await b.snapshot()
  const changed = Object.keys(after).filter((it) => after[it] !== before[it])
  assert.deepEqual(changed.toSorted(), writes.toSorted(), `what ${name} wrote`)
}

/** Sets up an authenticator app; answers what makes its codes. */
export async function addTotp(b: Bench, c: Console): Promise<() => string> {
  const begun = ok(await c.post('/me/totp'))
  const secret = readBase32(String(begun.body['secret']))
  // The code of half a minute ago: the one of now is still good for a sign-in.
  ok(await c.post('/me/totp/confirm', { code: totp(secret, b.clock.now - 30_000) }))
  return () => totp(secret, b.clock.now)
}

/** Sets up a passkey; answers it, and the id it is listed under. */
export async function addPasskey(c: Console, origin: string, given: { counts?: boolean } = {}): Promise<{ passkey: Passkey; id: string }> {
  const passkey = createPasskey(origin, given)
  const asked = ok(await c.post('/me/passkeys/options'))
  const credential = passkey.create(asked.body['options'] as never)
  const kept = ok(await c.post('/me/passkeys', { credential, name: 'Laptop' }))
  return { passkey, id: String(kept.body['id']) }
}
