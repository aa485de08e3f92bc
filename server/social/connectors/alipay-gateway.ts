/**
 * The gateway of Alipay: one address for everything, told apart by `method`; signed parameters there, a signed object back.
 */
import { sign, verify } from 'node:crypto'
import type { Keys } from './alipay-keys.ts'
import { address, askJson, type Json } from './ask.ts'
import { ConnectorRefusal, type Outside, refuse, type Refusal } from './connector.ts'

export const GATEWAY = 'https://openapi.alipay.com'

export type GatewaySettings = { app_id: string; api_url?: string }

/** Detailed codes (sub_code) of the gateway and of the two interfaces; for the rest the code decides. */
const ERRORS = new Map<string, [Refusal, string?]>([
  ['isv.code-invalid', ['expired']],
  ['aop.invalid-auth-token', ['expired']],
  ['aop.auth-token-time-out', ['expired']],
  ['isv.missing-app-id', ['misconfigured', 'app_id']],
  ['isv.invalid-app-id', ['misconfigured', 'app_id']],
  ['isv.not-online-app', ['misconfigured', 'app_id']],
  ['isv.invalid-signature', ['misconfigured', 'private_key']],
  ['isv.missing-signature-key', ['misconfigured', 'private_key']],
  ['isv.missing-signature-config', ['misconfigured', 'private_key']],
  ['isv.missing-app-cert-sn', ['misconfigured', 'key_mode']], // the application is in certificate mode
  ['isv.app-cert-expired', ['misconfigured', 'app_cert']],
  ['isv.app-cert-not-exist', ['misconfigured', 'app_cert']],
  ['isv.invalid-app-cert-sn', ['misconfigured', 'app_cert']],
  ['isv.missing-alipay-root-cert-sn', ['misconfigured', 'alipay_root_cert']],
  ['isv.invalid-alipay-root-cert-sn', ['misconfigured', 'alipay_root_cert']],
  ['isv.alipay-cert-not-exist', ['misconfigured', 'alipay_root_cert']],
  ['isv.missing-encrypt-key', ['misconfigured', 'aes_key']],
  ['isv.invalid-encrypt', ['misconfigured', 'aes_key']],
])

const CODES = new Map<unknown, Refusal>([
  ['20000', 'unreachable'], // service unavailable
  ['40001', 'misconfigured'], // a parameter is missing
  ['40002', 'misconfigured'], // a parameter is wrong, and it was not the auth code
  ['40005', 'unreachable'], // called too often
  ['40006', 'misconfigured'], // the application may not use this interface
])

export function readError(body: Json, step: string): ConnectorRefusal {
  // my.getPhoneNumber writes them the other way.
  const written = body['sub_code'] ?? body['subCode']
  const subCode = typeof written === 'string' && /^[A-Za-z0-9_.-]{1,100}$/.test(written) ? written : undefined
  const code = typeof body['code'] === 'string' && /^\d{5}$/.test(body['code']) ? body['code'] : undefined
  if (subCode === undefined && code === undefined) return new ConnectorRefusal('unreachable', `alipay ${step}: an error without a code`)
  const [refusal, setting] = ERRORS.get(subCode ?? '') ?? [CODES.get(code) ?? 'denied']
  return new ConnectorRefusal(refusal, `alipay ${step}: ${code ?? 'no code'} ${subCode ?? ''}`.trim(), undefined, setting)
}

/** Strings, brackets, commas, colons, and what is neither. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g

/** The text of a member of a JSON object, as it stands there: what Alipay signs is bytes, not values. */
export function findMember(json: string, name: string): string | undefined {
  let [depth, end, start, key, found]: [number, number, number, string, string | undefined] = [0, 0, -1, '', undefined]
  for (const { 0: token, index } of json.matchAll(TOKENS)) {
    if (token === '}' || token === ']') depth--
    if (start >= 0 && ((depth === 1 && token === ',') || (depth === 0 && token === '}'))) {
      if (JSON.parse(key) === name) found = json.slice(start, end).trim()
      start = -1
    } else if (depth === 1 && start < 0 && token === ':') start = index + 1
    else if (depth === 1 && start < 0 && token.startsWith('"')) key = token
    if (token === '{' || token === '[') depth++
    end = index + token.length
  }
  return found
}

/** Beijing time, whatever time zone this server is in. */
const timestamp = (now: number) => new Date(now + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

/** The parameters in the order of their names, those without a value left out. */
const contentOf = (parameters: Record<string, string>) =>
  Object.entries(parameters)
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** Remembers what was answered, to the letter. */
function listenTo(outside: Outside) {
  const heard = { written: '' }
  const fetch: Outside['fetch'] = async (...asked) => {
    const answer = await outside.fetch(...asked)
    heard.written = await answer.clone().text()
    return answer
  }
  return { heard, outside: { ...outside, fetch } }
}

export type Answer = { body: Json; error?: ConnectorRefusal; signature: 'right' | 'wrong' | 'absent' | 'of another certificate' }

export async function askGateway(
  settings: GatewaySettings,
  keys: Keys,
  outside: Outside,
  method: string,
  form: Record<string, string>,
): Promise<Answer> {
  const step = method.replace('alipay.', '')
  const common = {
    app_id: settings.app_id,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: timestamp(outside.now()),
    version: '1.0',
    ...(keys.numbers && { app_cert_sn: keys.numbers.app, alipay_root_cert_sn: keys.numbers.root }),
  }
  const signed = sign('sha256', Buffer.from(contentOf({ ...common, ...form })), keys.own).toString('base64')
  // What is not secret in the address, as in Alipay's own kits: the charset must be known before the form is read.
  const url = address(settings.api_url ?? GATEWAY, '/gateway.do', { ...common, sign: signed })
  const ear = listenTo(outside)
  const { body: envelope } = await askJson(ear.outside, `alipay ${step}`, url, { method: 'POST', body: new URLSearchParams(form) })

  const content = findMember(ear.heard.written, `${method.replaceAll('.', '_')}_response`)
  const written = content ?? findMember(ear.heard.written, 'error_response')
  if (written === undefined || !written.startsWith('{')) return refuse('unreachable', `alipay ${step}: neither an answer nor an error`)
  const body = JSON.parse(written) as Json
  // An answer that went well has code 10000 or, of alipay.system.oauth.token, none.
  const well = content !== undefined && (body['code'] === undefined || body['code'] === '10000')
  return { body, ...(!well && { error: readError(body, step) }), signature: judge(envelope, written, keys) }
}

function judge(envelope: Json, written: string, keys: Keys): Answer['signature'] {
  const number = envelope['alipay_cert_sn']
  if (keys.numbers && typeof number === 'string' && number !== '' && number !== keys.numbers.alipay) return 'of another certificate'
  const signed = envelope['sign']
  if (typeof signed !== 'string' || signed === '') return 'absent'
  return verify('sha256', Buffer.from(written), keys.alipay, Buffer.from(signed, 'base64')) ? 'right' : 'wrong'
}
