/** Network addresses: who is really calling, and whether a list allows it. */
import ipaddr from 'ipaddr.js'

const parse = (text: string) => {
  try {
    return ipaddr.process(text.trim())
  } catch {
    return undefined
  }
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
    const next = parse(chain.pop() as string)
    if (!next) break
    address = next.toString()
  }
  return address
}
