/** What openid-client found wrong, in our four words. Nothing of the provider's answer is handed on. */
import { ConnectorRefusal, refuse, type Refusal } from './connector.ts'
import { oauthErrors } from './oauth2.ts'

export type Step = 'discovery' | 'token' | 'userinfo'

/** By its code. Of the token and userinfo steps `denied` is whatever does not prove who this is. */
const FAULTS: Record<Step, Map<string | undefined, Refusal>> = {
  // The document is of another issuer, incomplete, or leads to plain http: the issuer of the settings is wrong.
  discovery: new Map([
    ['OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', 'misconfigured'],
    ['OAUTH_MISSING_SERVER_METADATA', 'misconfigured'],
    ['OAUTH_INVALID_SERVER_METADATA', 'misconfigured'],
    ['OAUTH_HTTP_REQUEST_FORBIDDEN', 'misconfigured'],
  ]),
  token: new Map([
    ['OAUTH_INVALID_RESPONSE', 'denied'],
    ['OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'denied'],
    ['OAUTH_JWT_TIMESTAMP_CHECK_FAILED', 'denied'],
    ['OAUTH_KEY_SELECTION_FAILED', 'denied'],
    ['OAUTH_UNSUPPORTED_OPERATION', 'denied'],
    ['OAUTH_MISSING_SERVER_METADATA', 'misconfigured'],
    ['OAUTH_INVALID_SERVER_METADATA', 'misconfigured'],
    ['OAUTH_HTTP_REQUEST_FORBIDDEN', 'misconfigured'],
  ]),
  userinfo: new Map([
    ['OAUTH_INVALID_RESPONSE', 'denied'],
    ['OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', 'denied'],
    ['OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'denied'],
    ['OAUTH_KEY_SELECTION_FAILED', 'denied'],
    ['OAUTH_HTTP_REQUEST_FORBIDDEN', 'misconfigured'],
  ]),
}

/** The same code stands for "no such answer" (the fault then holds the body) and for "an id_token that does not hold". */
const isShapeless = (code: string | undefined, cause: unknown): boolean => {
  const fault = (cause as { cause?: unknown } | undefined)?.cause
  return code === 'OAUTH_INVALID_RESPONSE' && typeof fault === 'object' && fault !== null && 'body' in fault
}

const ofStatus = (step: Step, status: number): Refusal => {
  if (step === 'userinfo' && (status === 401 || status === 403)) return 'denied'
  // Nobody's document is there, so it is the issuer that is wrong.
  return step === 'discovery' && status >= 400 && status < 500 && status !== 429 ? 'misconfigured' : 'unreachable'
}

/**
 * No cause is handed on but that of the network: openid-client puts whole answers, claims and codes there.
 * `code` and `error` are names out of fixed lists.
 */
export function refuseFor(step: Step, fault: unknown): never {
  if (fault instanceof ConnectorRefusal) throw fault
  const { code, cause, error, status } = fault as { code?: string; cause?: unknown; error?: unknown; status?: number }
  if (cause instanceof ConnectorRefusal) throw cause
  if (code === 'OAUTH_RESPONSE_BODY_ERROR') {
    const known = oauthErrors.get(error)
    const other = Number(status) >= 500 || status === 429 ? 'unreachable' : 'denied'
    return refuse(known ?? other, `oidc ${step}: HTTP ${status}, ${known ? String(error) : 'an error of another kind'}`)
  }
  // A challenge at the token endpoint concerns our client, at the userinfo endpoint the person's token.
  if (code === 'OAUTH_WWW_AUTHENTICATE_CHALLENGE') {
    return refuse(step === 'userinfo' ? 'denied' : 'misconfigured', `oidc ${step}: HTTP ${status} with a challenge`)
  }
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') {
    const { status } = cause as Response
    return refuse(ofStatus(step, status), `oidc ${step}: HTTP ${status}`)
  }
  const refusal = isShapeless(code, cause) ? 'unreachable' : FAULTS[step].get(code)
  if (refusal) return refuse(refusal, `oidc ${step}: ${code}`)
  const { kind } = (cause ?? fault) as { kind?: unknown }
  if (typeof kind !== 'string') return refuse('unreachable', `oidc ${step}: no answer, or none that makes sense (${code ?? 'no code'})`)
  return refuse(kind === 'forbidden_address' ? 'misconfigured' : 'unreachable', `oidc ${step}: no answer (${kind})`, cause)
}
