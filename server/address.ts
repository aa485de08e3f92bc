/** Network addresses: who is really calling, and whether a list allows it. */
import ipaddr from 'ipaddr.js'

const parse = (text: string) => {
  try {
    return ipaddr.process(text.trim())
  } catch {
    return undefined
  }
}

/** Most of them, and read without ado. */
const PLAIN = /^\d{1,3}(?:\.\d{1,3}){3}$/

/**
 * What a limit counts: an IPv4 address, or the /64 of an IPv6 one. Whoever has one of those has all 2^64 of it
 * (RFC 4291 section 2.5.4), so that a limit for single addresses would be none.
 */
export function networkOf(address: string): string {
  if (PLAIN.test(address)) return address
  const it = parse(address)
  if (it?.kind() !== 'ipv6') return it?.toString() ?? address
  const parts = (it as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16))
  return `${parts.join(':')}::/64`
}

/** An entry of X-Forwarded-For, with or without the port that some proxies add: 203.0.113.7:4711, [2001:db8::7]:4711. */
const parseHop = (text: string) => {
  const [, bare] = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text.trim()) ?? /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(text.trim()) ?? []
  return parse(bare ?? text)
}

/** Whether an address is in a list of addresses, CIDR ranges, or IPv4 addresses whose last octet is `*`. */
export function isListed(list: string[], address: string): boolean {
  const it = parse(address)
  if (!it) return false
  return list.some((entry) => {
    if (entry.endsWith('.*')) return it.kind() === 'ipv4' && it.toString().startsWith(entry.slice(0, -1))
    if (!entry.includes('/')) return parse(entry)?.toString() === it.toString()
    if (!ipaddr.isValidCIDR(entry)) return false
    const [range, bits] = ipaddr.parseCIDR(entry)
    return range.kind() === it.kind() && it.match(range as never, bits)
  })
}

/**
 * The caller's address: the socket's, unless that is a trusted proxy; then the last entry of
 * X-Forwarded-For that is not one of ours. What the caller wrote in front of it is never believed.
 */
export function clientAddress(trusted: string[], socket: string, forwarded: string): string {
  if (trusted.length === 0) return socket.startsWith('::ffff:') ? socket.slice(7) : socket
  let address = parse(socket)?.toString() ?? socket
  const chain = forwarded.split(',').filter(Boolean)
  while (chain.length && isListed(trusted, address)) {
    const next = parseHop(chain.pop() as string)
    if (!next) break
    address = next.toString()
  }
  return address
}
