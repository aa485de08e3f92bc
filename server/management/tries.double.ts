/** A source of a provider on this machine, and an owner in front of the console who tries it. */
import { after } from 'node:test'
import { type Console, createOwner, ok } from '../administrators/console.double.ts'
import { startOAuthDouble } from '../social/connectors/oauth2.double.ts'
import { bench, type Reply } from '../testing.ts'

export const ORIGIN = 'https://id.example.com'
export const SECRET = 'sesame-nobody-sees'
export const MOBILE = '+8615912345678'
const PERSON = { sub: 'person-1', name: 'Alice', email: 'ann@example.org', phone: { number: MOBILE, ok: true } }

export type Step = { step: string; state: string; fault: { refusal: string; text: string } | null } & Record<string, never>
export const stepsOf = ({ body }: Reply) => body['steps'] as Step[]
export const reached = (reply: Reply) => stepsOf(reply).map((it) => `${it.step} ${it.state}`)

export async function setUp(more: object = {}) {
  const b = await bench({ env: { BOWLINE_PUBLIC_URL: ORIGIN } })
  const callback = `${ORIGIN}/tenants/${b.tenant.id}/login/social/shop/callback`
  const double = await startOAuthDouble({ clientId: 'bowline', clientSecret: SECRET, redirectUris: [callback], now: () => b.clock.now })
  after(double.close)
  const settings = {
    client_id: 'bowline',
    client_secret: SECRET,
    authorization_url: `${double.url}/authorize`,
    token_url: `${double.url}/token`,
    userinfo_url: `${double.url}/me`,
    subject_attribute: 'sub',
    nickname_attribute: 'name',
    email_attribute: 'email',
    mobile_attribute: 'phone.number',
    mobile_verified_attribute: 'phone.ok',
  }
  await b.addSource({ id: 'shop', connector: 'oauth2', name: 'Shop', settings, ...more })
  const here = { 'x-tenant-id': b.tenant.id }
  const owner = await createOwner(b, here)
  const path = (id = 'shop') => `/sources/${id}/tries`
  const begin = async (c: Console = owner, id = 'shop') => ok(await c.post(path(id), {}, here)).body
  /** A moment later, so that the trail has an order. */
  async function answer(it: Record<string, unknown>, said: object, c: Console = owner, headers: Record<string, string> = here) {
    b.clock.now++
    return c.post(`${path()}/${it['try_id']}/answer`, said, headers)
  }
  const read = (it: Record<string, unknown>, c: Console = owner) => c.get(`${path()}/${it['try_id']}`, here)
  /** Where the browser is led from the page that providers lead back to. */
  async function comeBack(query: Record<string, string>) {
    const url = `/tenants/${b.tenant.id}/login/social/shop/callback?${new URLSearchParams(query)}`
    const { statusCode, headers } = await b.bowline.server.inject({ method: 'GET', url })
    if (statusCode !== 303) throw new Error(`the page that providers lead back to answered ${statusCode}`)
    return new URL(String(headers.location))
  }
  const agree = (it: Record<string, unknown>, person: object = PERSON) =>
    double.consent(String(it['url']), person as Record<string, unknown>)
  return {
    b,
    double,
    callback,
    owner,
    here,
    path,
    begin,
    answer,
    read,
    comeBack,
    agree,
    [Symbol.asyncDispose]: () => b[Symbol.asyncDispose](),
  }
}
