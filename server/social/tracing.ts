/** A provider is asked as in a sign-in, and what was asked of it is written down: addresses and names, never a value or a secret. */
import { createHash } from 'node:crypto'
import type { Ground } from '../context.ts'
import { type Connector, ConnectorRefusal, type Outside, type Profile, type Proof, type Refusal } from './connectors/connector.ts'
import { oauthErrors } from './connectors/oauth2.ts'
import type { SourceFault } from './check.ts'
import type { Offered } from './sources.ts'

/** `status` is missing where no answer came; `attributes` are the names in it, by their paths. */
export type Asked = { method: string; address: string; status?: number; attributes: string[] }
type Traced<T> = { asked: Asked[]; exchanged: boolean } & ({ fault: SourceFault } | { value: T })

/** In milliseconds, for all questions together: somebody sits and waits, and a request lasts thirty seconds. */
const LONGEST = 20_000
const MOST_NAMES = 60
const DEEPEST = 4
const LONGEST_TEXT = 300

/** The page to open; no value where the provider has none. */
export async function traceAuthorize(ctx: Ground, { source, connector }: Offered, promised: Promised): Promise<Traced<string | undefined>> {
  const codeChallenge = createHash('sha256').update(promised.codeVerifier).digest('base64url')
  const input = { redirectUri: promised.redirectUri, state: promised.state, nonce: promised.nonce, codeChallenge }
  return trace(ctx, connector, source.settings, '', async (outside) => connector.authorizeUrl?.(source.settings, input, outside))
}
type Promised = { redirectUri: string; state: string; nonce: string; codeVerifier: string }

/** Who it is. */
export const traceIdentify = (ctx: Ground, { source, connector }: Offered, proof: Proof): Promise<Traced<Profile>> =>
  trace(ctx, connector, source.settings, proof.code, (outside) => connector.identify(source.settings, proof, outside))

/** The number, of a provider that knows no more. */
export const traceNumber = (ctx: Ground, { source, connector }: Offered, { code }: Proof): Promise<Traced<string | undefined>> =>
  trace(ctx, connector, source.settings, code, async (outside) => connector.readMobile?.(source.settings, { code }, outside))

/** What a provider's page answers instead of a code (RFC 6749 section 4.1.2.1). Both came through a browser. */
export const faultOfPage = (error: string | undefined, words: string | undefined): SourceFault => {
  if (error === undefined) return { refusal: 'denied', text: 'the provider came back without a code' }
  const told = words ? `${error}: ${words}` : error
  return { refusal: oauthErrors.get(error) ?? 'denied', text: told.slice(0, LONGEST_TEXT) }
}

/** `exchanged`: the request that carried the code was taken, and more was asked after it. */
async function trace<T>(
  ctx: Ground,
  connector: Connector,
  settings: Record<string, unknown>,
  code: string,
  ask: (outside: Outside) => Promise<T>,
): Promise<Traced<T>> {
  const asked: Asked[] = []
  const reading: Promise<void>[] = []
  const late = AbortSignal.timeout(LONGEST)
  let carried: Asked | undefined
  const fetch: typeof ctx.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const one: Asked = { method: (init?.method ?? 'GET').toUpperCase(), address: url.origin + url.pathname, attributes: [] }
    asked.push(one)
    if (code && carries(url, init?.body, code)) carried = one
    const answer = await ctx.fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, late]) : late })
    one.status = answer.status
    reading.push(readNames(answer.clone(), one))
    return answer
  }
  const done = async () => {
    await Promise.all(reading)
    const exchanged = carried?.status !== undefined && carried.status < 300 && asked.at(-1) !== carried
    return { asked, exchanged }
  }
  try {
    const value = await ask({ fetch, now: ctx.now })
    return { ...(await done()), value }
  } catch (reason) {
    if (!(reason instanceof ConnectorRefusal)) throw reason
    const { setting, refusal, message } = reason as { setting?: string; refusal: Refusal; message: string }
    const text = hideSecrets(message, connector, settings).slice(0, LONGEST_TEXT)
    return { ...(await done()), fault: { refusal, text, ...(setting && { setting }) } }
  }
}

/** As a form, JSON or an address has it. */
function carries(url: URL, body: unknown, code: string): boolean {
  const sent = `${url.search} ${typeof body === 'string' || body instanceof URLSearchParams ? String(body) : ''}`
  const ways = [code, encodeURIComponent(code), new URLSearchParams({ '': code }).toString().slice(1)]
  return ways.some((it) => sent.includes(it))
}

async function readNames(answer: Response, one: Asked): Promise<void> {
  try {
    collect(JSON.parse(await answer.text()), '', one.attributes)
  } catch {
    // No JSON, or cut off: whoever reads it for good says so.
  }
}

function collect(it: unknown, path: string, names: string[], depth = 0): void {
  if (typeof it !== 'object' || it === null || Array.isArray(it) || depth >= DEEPEST) return
  for (const [key, value] of Object.entries(it)) {
    // A key of another form is somebody's data.
    if (names.length >= MOST_NAMES || !/^[\w.:-]{1,64}$/.test(key)) continue
    const inner = typeof value === 'object' && value !== null && !Array.isArray(value)
    if (!inner) names.push(path + key)
    collect(value, `${path}${key}.`, names, depth + 1)
  }
}

/** No refusal of a connector holds one; should one ever, it stays here. */
export function hideSecrets(text: string, connector: Connector, settings: Record<string, unknown>): string {
  const rules = connector.settings.properties as Record<string, { format?: string }>
  const secrets = Object.entries(settings).filter(([name, it]) => rules[name]?.format === 'secret' && typeof it === 'string' && it)
  return secrets.reduce((it, [, secret]) => it.replaceAll(String(secret), '…').replaceAll(encodeURIComponent(String(secret)), '…'), text)
}
