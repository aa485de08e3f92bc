/** What a fault of Nodemailer or of the mail server means: whose it is, and whether the next message could fare better. */
import { GatewayRefusal } from './gateway.ts'

type Fault = Error & {
  code?: string
  originalCode?: string
  command?: string
  response?: string
  responseCode?: number
  /** With a fault of a certificate: the whole of it. */
  cert?: object
  /** Of what `reach` throws. */
  kind?: string
}

/** What is wrong with a certificate, by the setting that could be to blame. */
const certificates: Record<string, string> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'ca',
  UNABLE_TO_GET_ISSUER_CERT: 'ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ca',
}
/** TLS was begun with somebody who does not speak it. */
const NOT_TLS = /^(EPROTO|ERR_SSL_.*)$/

export function explain(reason: unknown): GatewayRefusal {
  if (reason instanceof GatewayRefusal) return reason
  const it = (reason instanceof Error ? reason : new Error('unknown')) as Fault
  const code = it.responseCode ?? 0
  const said = codesOf(it.response)
  const misconfigured = (setting: string, detail: string) => new GatewayRefusal('misconfigured', detail + said, causeOf(it), setting)
  const unreachable = (detail: string) => new GatewayRefusal('unreachable', detail + said, causeOf(it))
  const rejected = (detail: string) => new GatewayRefusal('rejected', detail + said, causeOf(it))

  if (it.kind === 'forbidden_address') return misconfigured('host', it.message)
  if (it.code === 'EAUTH') {
    if (code >= 400 && code < 500) return unreachable('the mail server cannot check the password now')
    // RFC 4954 section 6: too weak a mechanism, or encryption required for it.
    if (code === 534 || code === 538) return misconfigured('security', 'the mail server wants to be spoken to in another way')
    return code === 535 ? misconfigured('password', 'the mail server refused user and password') : misconfigured('user', 'no login there')
  }
  const lower = it.originalCode ?? it.code ?? ''
  const setting = certificates[lower]
  if (setting) return misconfigured(setting, `the certificate of the mail server is not good (${lower})`)
  if (NOT_TLS.test(lower)) return misconfigured('security', 'the mail server does not speak TLS on this port')
  if (it.code === 'ETLS' || (it.command === 'EHLO' && code >= 500)) {
    return code >= 500 ? misconfigured('security', 'the mail server does not offer STARTTLS') : unreachable('no TLS with the mail server')
  }
  if (it.code === 'EENVELOPE' || it.code === 'EMESSAGE') {
    if (code >= 400 && code < 500) return unreachable('the mail server asks to come again later')
    if (code === 530) return misconfigured('user', 'the mail server wants a login')
    if (it.command === 'MAIL FROM' && code >= 500) return misconfigured('from', 'the mail server refused the from address')
    return rejected(it.command === 'RCPT TO' ? 'the mail server refused the receiver' : 'the mail server refused the message')
  }
  return unreachable(`the mail server cannot be reached or broke off (${lower || 'no code'})`)
}

/** The codes of what the server said (RFC 5321, RFC 3463), never its sentence: that one quotes people. */
function codesOf(response: string | undefined): string {
  const codes = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3}\b)?/.exec(response ?? '')?.[0]
  return codes ? ` (${codes.replace('-', ' ')})` : ''
}

/** The error itself goes into the log only when it comes from the socket: what a server answers may name the receiver. */
const causeOf = (it: Fault) => (it.response || it.cert || ['EENVELOPE', 'EMESSAGE', 'EAUTH'].includes(it.code ?? '') ? undefined : it)
