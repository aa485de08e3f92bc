/** What a status of SMPP (section 5.1.3) or a fault of the line means: whose it is, and whether the next message could fare better. */
import { GatewayRefusal } from './gateway.ts'

/** The vendor is busy or unwell: another message may pass. */
const later = new Map([
  [0x05, 'is bound already, and takes no second bind'],
  [0x08, 'has a fault of its own'],
  [0x14, 'has a full queue'],
  [0x58, 'was sent too much at once'],
  [0x64, 'has a fault of its own for a while'],
])

/** A status that a setting is to blame for. */
const settingOf = new Map([
  [0x03, 'security'],
  [0x07, 'receipts'],
  [0x0a, 'sender'],
  [0x0e, 'password'],
  [0x0f, 'system_id'],
  [0x15, 'service_type'],
  [0x43, 'long_messages'],
  [0x48, 'source_ton'],
  [0x49, 'source_npi'],
  [0x50, 'destination_ton'],
  [0x51, 'destination_npi'],
  [0x53, 'system_type'],
  [0x62, 'expire'],
  [0xc1, 'long_messages'],
  [0x100, 'service_type'],
  [0x102, 'service_type'],
  [0x103, 'service_type'],
])

const hex = (status: number) => `0x${status.toString(16).padStart(8, '0')}`

export function explainBind(status: number): GatewayRefusal {
  const why = later.get(status)
  if (why) return new GatewayRefusal('unreachable', `the vendor ${why} (${hex(status)})`)
  // Bind failed: what most vendors say when they do not say which of the two is wrong.
  const setting = status === 0x0d ? 'password' : (settingOf.get(status) ?? 'system_id')
  return new GatewayRefusal('misconfigured', `the vendor refused the bind (${hex(status)})`, undefined, setting)
}

export function explainSubmit(status: number): GatewayRefusal {
  const why = later.get(status)
  if (why) return new GatewayRefusal('unreachable', `the vendor ${why} (${hex(status)})`)
  if (status === NOT_BOUND) return new GatewayRefusal('unreachable', `the vendor has forgotten the bind (${hex(status)})`)
  const setting = settingOf.get(status)
  if (setting) return new GatewayRefusal('misconfigured', `the vendor refused the message (${hex(status)})`, undefined, setting)
  return new GatewayRefusal('rejected', `the vendor refused the message (${hex(status)})`)
}

/** Incorrect bind status for the command. */
export const NOT_BOUND = 0x04

/** What is wrong with a certificate, by the setting that could be to blame. */
const certificates: Record<string, string> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'ca',
  UNABLE_TO_GET_ISSUER_CERT: 'ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ca',
}

export function explainLine(reason: unknown): GatewayRefusal {
  if (reason instanceof GatewayRefusal) return reason
  const it = (reason instanceof Error ? reason : new Error('unknown')) as Error & { code?: string; kind?: string; cert?: object }
  const code = it.code ?? ''
  // `reach`: the operator does not allow the address.
  if (it.kind === 'forbidden_address') return new GatewayRefusal('misconfigured', it.message, undefined, 'host')
  const setting = certificates[code] ?? (code.startsWith('ERR_OSSL_') ? 'ca' : undefined)
  if (setting) return new GatewayRefusal('misconfigured', `the certificate of the vendor is not good (${code})`, undefined, setting)
  if (/^(EPROTO|ERR_SSL_)/.test(code)) {
    return new GatewayRefusal('misconfigured', 'the vendor does not speak TLS on this port', it, 'security')
  }
  return new GatewayRefusal('unreachable', `the vendor cannot be reached or broke off (${code || it.message})`, it)
}
