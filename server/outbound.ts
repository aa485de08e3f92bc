/**
 * The only door to the outside: fetch over http(s) with a total time limit and a size limit, without
 * redirects, and never to an address that is not public unless the operator allows it (threat row 23).
 * What speaks another protocol asks here for the address it may connect to.
 */
import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Agent, buildConnector, RequestInit as UndiciInit, Response as UndiciResponse } from 'undici'

/** Why a call was not made or its answer not taken. */
export type OutboundKind = 'forbidden_address' | 'timeout' | 'too_large' | 'redirect' | 'network'

/** The message names the host and never the path or the query: those carry codes and secrets. */
export class OutboundRefusal extends Error {
  readonly kind: OutboundKind
  constructor(kind: OutboundKind, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'OutboundRefusal'
    this.kind = kind
  }
}

/** Every address a name stands for. */
export type Resolve = (host: string) => Promise<string[]>

export type OutboundOptions = {
  /** What is allowed although it is not public: `host`, `host:port`, an address, a CIDR range, or `*`. */
  allow: string[]
  /** From the call to the last byte of the body. */
  timeoutMs?: number
  /** Of the body, after decompression: a small bomb is as bad as a large answer. */
  maxBytes?: number
  /** What is beyond `maxBytes` is left unread, and no refusal: for whoever asks for the status alone. */
  cut?: boolean
  /** Another way to resolve names; tests use it. */
  resolve?: Resolve
}

export type Outbound = {
  fetch: typeof fetch
  /** An address of the host that may be called. It is to be connected to as it is: the name, asked again, could lead elsewhere. */
  reach(host: string, port: number): Promise<string>
  close(): Promise<void>
}

type Address = ReturnType<typeof ipaddr.parse>
type Allowance = { any?: true; host?: string; range?: [Address, number]; port?: number }

/** True for what is reachable by everyone anyway: everything else could be a door into the operator's network. */
export function isPublicAddress(text: string): boolean {
  // A zone (`fe80::1%eth0`) exists only for addresses that are not public; anything unreadable is refused too.
  if (isIP(text) === 0 || text.includes('%')) return false
  const address = ipaddr.parse(text)
  if (address.kind() === 'ipv4') return address.range() === 'unicast'
  const v6 = address as ipaddr.IPv6
  const bytes = v6.toByteArray()
  // ::ffff:0:0/96 and NAT64's well-known prefix (RFC 6052) are IPv4 addresses in another dress: judged as such.
  const dressed = v6.isIPv4MappedAddress() || v6.match(ipaddr.IPv6.parse('64:ff9b::'), 96)
  if (dressed) return new ipaddr.IPv4(bytes.slice(12)).range() === 'unicast'
  // Only 2000::/3 is global unicast (RFC 4291 section 2.4); 6to4, Teredo, documentation and so on are not 'unicast'.
  return (bytes[0]! & 0xe0) === 0x20 && v6.range() === 'unicast'
}

/** Whether the entry says anything. One that does not must stop the start (config.ts), not silently allow nothing. */
export const isAllowance = (entry: string): boolean => parseAllowance(entry) !== undefined

export function readAllowance(entry: string): Allowance {
  const it = parseAllowance(entry)
  if (!it) throw new Error(`outbound allow list: "${entry}" is neither host, host:port, address, CIDR range nor *`)
  return it
}

function parseAllowance(entry: string): Allowance | undefined {
  if (entry === '*') return { any: true }
  if (ipaddr.isValidCIDR(entry)) return { range: ipaddr.parseCIDR(entry) }
  if (isIP(entry) !== 0) return { range: single(entry) }
  const [, bracketed, plain, digits] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(entry) ?? []
  const host = bracketed ?? plain
  if (!host || (bracketed && isIP(bracketed) !== 6) || Number(digits ?? 1) > 65535 || Number(digits ?? 1) === 0) return undefined
  const port = digits ? { port: Number(digits) } : {}
  return isIP(host) !== 0 ? { range: single(host), ...port } : { host: plainHost(host), ...port }
}

const single = (address: string): [Address, number] => [ipaddr.parse(address), isIP(address) === 6 ? 128 : 32]

const plainHost = (host: string) => host.toLowerCase().replace(/\.$/, '')

function isAllowed(allowances: Allowance[], host: string, port: number, address: string): boolean {
  if (isPublicAddress(address)) return true
  const real = isIP(address) === 0 ? undefined : ipaddr.process(address)
  return allowances.some((it) => {
    if (it.any) return true
    if (it.port !== undefined && it.port !== port) return false
    if (it.host !== undefined) return it.host === plainHost(host)
    return it.range !== undefined && real !== undefined && real.kind() === it.range[0].kind() && real.match(it.range)
  })
}

const forbidden = (host: string, address: string) =>
  new OutboundRefusal('forbidden_address', `${host} is at ${address}, which is not a public address and not in the allow list`)

const resolveBySystem: Resolve = async (host) => (await systemLookup(host, { all: true })).map((it) => it.address)

/** Every address of the host. One forbidden among several forbids the name: which of them is taken would be chance. */
type FindAddresses = (host: string, port: number) => Promise<[string, ...string[]]>

const guardAddresses =
  (allowances: Allowance[], resolve: Resolve): FindAddresses =>
  async (host, port) => {
    const [first, ...others] = isIP(host) === 0 ? await resolve(host) : [host]
    if (first === undefined) throw new Error(`${host} has no address`)
    const bad = [first, ...others].find((it) => !isAllowed(allowances, host, port, it))
    if (bad !== undefined) throw forbidden(host, bad)
    return [first, ...others]
  }

/**
 * The check sits where the socket is opened: the address that is checked is the address that is connected
 * to, so a name cannot point elsewhere between the two (DNS rebinding).
 */
function guardedConnector(
  build: typeof buildConnector,
  allowances: Allowance[],
  findAddresses: FindAddresses,
  timeoutMs: number,
): buildConnector.connector {
  return (options, callback) => {
    const host = options.hostname
    const port = Number(options.port || (options.protocol === 'https:' ? 443 : 80))
    if (isIP(host) !== 0 && !isAllowed(allowances, host, port, host)) return callback(forbidden(host, host), null)
    const lookup: LookupFunction = (name, { all }, done) => {
      findAddresses(name, port).then(
        (addresses) => {
          if (!all) return done(null, addresses[0], isIP(addresses[0]))
          done(
            null,
            addresses.map((address) => ({ address, family: isIP(address) })),
          )
        },
        (cause: Error) => done(cause, []),
      )
    }
    // Without HTTP/2: nothing here needs it, and one connection then never serves two names.
    build({ timeout: timeoutMs, allowH2: false, lookup } as buildConnector.BuildOptions)(options, callback)
  }
}

/** The refusal may be hidden under one or two layers of "fetch failed". */
function findRefusal(error: unknown): OutboundRefusal | undefined {
  for (let it = error, depth = 0; it instanceof Error && depth < 5; it = it.cause, depth++) {
    if (it instanceof OutboundRefusal) return it
  }
  return undefined
}

export function createOutbound(options: OutboundOptions): Outbound {
  const { timeoutMs = 5_000, maxBytes = 1024 * 1024, cut = false, resolve = resolveBySystem } = options
  const allowances = options.allow.map(readAllowance)
  const findAddresses = guardAddresses(allowances, resolve)
  // Loaded with the first call: a server that calls nobody does not carry it.
  let opened: Promise<{ agent: Agent; send: typeof import('undici').fetch }> | undefined
  const open = async () => {
    const undici = await import('undici')
    const agent = new undici.Agent({
      connect: guardedConnector(undici.buildConnector, allowances, findAddresses, timeoutMs),
      connections: 128,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    })
    return { agent, send: undici.fetch }
  }

  const guarded: typeof fetch = async (input, init) => {
    // One spelling for the three a caller may use; `new Request` also reads the weird forms of an address.
    let request: Request
    try {
      request = new Request(input, init)
    } catch {
      // The error of `new Request` holds the whole address: it is not passed on.
      throw new OutboundRefusal('network', 'not a request that can be sent')
    }
    const { protocol, host } = new URL(request.url)
    if (protocol !== 'http:' && protocol !== 'https:') {
      throw new OutboundRefusal('forbidden_address', `${protocol} is not spoken here, only http: and https:`)
    }
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), timeoutMs)
    try {
      const body = request.body === null ? null : await request.arrayBuffer()
      const { agent, send } = await (opened ??= open())
      const answer = await send(request.url, {
        method: request.method,
        headers: [...request.headers],
        body,
        redirect: 'manual',
        signal: AbortSignal.any([request.signal, late.signal]),
        dispatcher: agent,
      } satisfies UndiciInit)
      return await readAnswer(answer, host, maxBytes, cut)
    } catch (error) {
      const refusal = findRefusal(error)
      if (refusal) throw refusal
      if (late.signal.aborted) throw new OutboundRefusal('timeout', `${host} did not answer within ${timeoutMs} ms`)
      // The caller gave up by itself: that is its own error, as with any fetch.
      if (request.signal.aborted) throw request.signal.reason
      throw new OutboundRefusal('network', `${host} cannot be reached or broke off`, error)
    } finally {
      clearTimeout(timer)
    }
  }

  const reach: Outbound['reach'] = async (host, port) => {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => reject(new OutboundRefusal('timeout', `the name ${host} was not resolved within ${timeoutMs} ms`)),
      timeoutMs,
    )
    try {
      return (await Promise.race([findAddresses(host, port), late]))[0]
    } catch (error) {
      throw error instanceof OutboundRefusal ? error : new OutboundRefusal('network', `the name ${host} cannot be resolved`, error)
    } finally {
      clearTimeout(timer)
    }
  }

  return { fetch: guarded, reach, close: async () => (await opened)?.agent.destroy() }
}

/** Reads the whole body before the caller sees anything: both limits then hold for every caller by themselves. */
async function readAnswer(answer: UndiciResponse, host: string, maxBytes: number, cut: boolean): Promise<Response> {
  // A redirect would be a second request to an address somebody else chose.
  if ([301, 302, 303, 307, 308].includes(answer.status)) {
    await answer.body?.cancel()
    throw new OutboundRefusal('redirect', `${host} answered with a redirect (${answer.status}), which is not followed`)
  }
  const tooLarge = () => new OutboundRefusal('too_large', `${host} answered with more than ${maxBytes} bytes`)
  const headers = new Headers([...answer.headers])
  const parts: Uint8Array[] = []
  let size = 0
  if (answer.body) {
    for await (const part of answer.body as AsyncIterable<Uint8Array>) {
      size += part.byteLength
      // Leaving the loop cancels the body and with it the connection.
      if (size > maxBytes && !cut) throw tooLarge()
      if (size > maxBytes) break
      parts.push(part)
    }
  }
  // The body is decompressed by now.
  headers.delete('content-encoding')
  headers.delete('content-length')
  const body = answer.body ? Buffer.concat(parts) : null
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers })
}
