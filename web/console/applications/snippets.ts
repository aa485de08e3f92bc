/** The first two calls of the bind journey, in four languages, with an application's own values: to be pasted and run. */
type Values = { origin: string; clientId: string; source: string }

const headers = ({ clientId }: Values): [string, string][] => [
  ['X-operating-sys-version', 'Android 10'],
  ['X-device-fingerprint', '156aysdna213sac'],
  ['X-agent', 'Example/1.0'],
  ['X-client-id', clientId],
]

function curl(it: Values): string {
  const lines = headers(it).map(([name, value]) => `  -H '${name}: ${value}' \\`)
  return `# 1. Sign in with a social account: an unknown one answers SOCIAL_BIND and a state_token
curl '${it.origin}/api/v2/sdk/login/social' \\
${lines.join('\n')}
  -H 'Content-Type: application/json' \\
  -d '{"source":"${it.source}","code":"CODE_FROM_THE_PROVIDER"}'

# 2. After sms/send: bind it to the number's holder, and log in
curl '${it.origin}/api/v2/sdk/social/bind' \\
${lines.join('\n')}
  -H 'X-state-token: STATE_TOKEN' \\
  -H 'Content-Type: application/json' \\
  -d '{"mobile":"13800138000","verify_code":"123456"}'
`
}

const typescript = ({ origin, clientId, source }: Values): string => `import { createBowline, keepFingerprint } from '@bowline/client'

const bowline = createBowline({
  baseUrl: '${origin}',
  clientId: '${clientId}',
  device: { system: 'Web', fingerprint: await keepFingerprint(localStorage), agent: navigator.userAgent },
})

const login = await bowline.post('/login/social', { source: '${source}', code })
if (login.status === 'SOCIAL_BIND') {
  const { state_token } = login
  await bowline.post('/sms/send', { mobile, type: 'BIND_MOBILE_SMS', captcha_token }, { state_token })
  const bound = await bowline.post('/social/bind', { mobile, verify_code }, { state_token })
}
`

function kotlin(it: Values): string {
  const lines = headers(it).map(([name, value]) => `    .header("${name}", "${value}")`)
  return `val json = "application/json".toMediaType()

fun call(path: String, body: JSONObject, stateToken: String? = null): JSONObject {
  val request = Request.Builder().url("${it.origin}/api/v2/sdk/" + path)
${lines.join('\n')}
    .apply { stateToken?.let { header("X-state-token", it) } }
    .post(body.toString().toRequestBody(json))
    .build()
  return OkHttpClient().newCall(request).execute().use { JSONObject(it.body!!.string()) }
}

val login = call("login/social", JSONObject(mapOf("source" to "${it.source}", "code" to code)))
if (login.getString("status") == "SOCIAL_BIND") {
  val state = login.getString("state_token")
  call("sms/send", JSONObject(mapOf("mobile" to mobile, "type" to "BIND_MOBILE_SMS", "captcha_token" to captcha)), state)
  val bound = call("social/bind", JSONObject(mapOf("mobile" to mobile, "verify_code" to code)), state)
}
`
}

function swift(it: Values): string {
  const lines = headers(it).map(([name, value]) => `  request.setValue("${value}", forHTTPHeaderField: "${name}")`)
  return `func call(_ path: String, _ body: [String: String], state: String? = nil) async throws -> [String: Any] {
  var request = URLRequest(url: URL(string: "${it.origin}/api/v2/sdk/" + path)!)
  request.httpMethod = "POST"
${lines.join('\n')}
  request.setValue("application/json", forHTTPHeaderField: "Content-Type")
  if let state { request.setValue(state, forHTTPHeaderField: "X-state-token") }
  request.httpBody = try JSONEncoder().encode(body)
  let (data, _) = try await URLSession.shared.data(for: request)
  return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
}

let login = try await call("login/social", ["source": "${it.source}", "code": code])
if login["status"] as? String == "SOCIAL_BIND", let state = login["state_token"] as? String {
  _ = try await call("sms/send", ["mobile": mobile, "type": "BIND_MOBILE_SMS", "captcha_token": captcha], state: state)
  let bound = try await call("social/bind", ["mobile": mobile, "verify_code": code], state: state)
}
`
}

export const snippets: { key: string; label: string; write(values: Values): string }[] = [
  { key: 'curl', label: 'curl', write: curl },
  { key: 'typescript', label: 'TypeScript', write: typescript },
  { key: 'kotlin', label: 'Kotlin', write: kotlin },
  { key: 'swift', label: 'Swift', write: swift },
]
