/** The API as an OpenAPI 3.1 document, written from what the endpoints themselves say. */
import { basename } from 'node:path'
import type { TSchema } from 'typebox'
import { catalogue, errorText } from './errors.ts'
import type { AppEndpoint, Caller, Endpoint } from './http.ts'
import type { AdminEndpoint } from './http-admin.ts'

type Json = Record<string, unknown>

const text = (description: string, example: string) => ({ schema: { type: 'string' }, description, example })
const header = (name: string, required: boolean, said: object) => ({ name, in: 'header', required, ...said })

/** The headers of the published API, by the name they have in this document. */
const parameters = {
  system: header('X-operating-sys-version', true, text("Version of the caller's operating system.", 'Android 10')),
  fingerprint: header(
    'X-device-fingerprint',
    true,
    text("Fingerprint of the caller's device. State tokens, sessions and tickets are good on this device only.", '156aysdna213sac'),
  ),
  deviceAddress: header(
    'X-device-ip',
    false,
    text('Accepted as published, and used for nothing: a caller can write what it likes.', '10.10.10.1'),
  ),
  agent: header('X-agent', true, text('User agent.', 'Mozilla/5.0 (Linux; Android 10; Redmi K30)')),
  language: header('X-L', false, text("Language of messages: en, zh-CN or zh-TW; zh is zh-CN. Absent: the tenant's.", 'zh')),
  clientId: header(
    'X-client-id',
    true,
    text("The application's client_id; for an ISV application the client_id of its template.", 'DRrYIqauawN0I8myTMoDTPys6ezGZxnm'),
  ),
  tenantId: header(
    'X-tenant-id',
    false,
    text('The tenant. Required when the client_id is that of an ISV template.', '08f770f51f80d2f40f38c00cb199fd21'),
  ),
  stateToken: header('X-state-token', true, text('The state_token of the step before.', 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...')),
  stateTokenIfAny: header(
    'X-state-token',
    false,
    text('The state_token of the step before, if there was one.', 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...'),
  ),
  sessionToken: header('session-token', true, text('The session_token; X-session-token is taken too.', 'btsiBjx85prcZu6I6Ki057Tmw3nSF2VO')),
}

const device = ['system', 'fingerprint', 'deviceAddress', 'agent', 'language', 'clientId', 'tenantId'] as const
const carried: Record<Caller, readonly (keyof typeof parameters)[]> = {
  app: device,
  session: device,
  server: ['language', 'tenantId'],
  admin: ['language', 'tenantId'],
  anyone: [],
}

const securitySchemes = {
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'X-signature',
    description:
      'base64 of `session_token=…&timestamp=…&nonce=…`, encrypted with the RSA key of /api/v2/sdk/public-key (OAEP, SHA-256; MGF1 with SHA-256 or SHA-1). timestamp: milliseconds, at most five minutes off; nonce: new for every call.',
  },
  idToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The id_token of a session that is alive.' },
  accessToken: { type: 'http', scheme: 'bearer', description: 'The access_token of /api/v2/tenant/token.' },
  console: {
    type: 'apiKey',
    in: 'cookie',
    name: 'bowline_admin',
    description:
      'An administrator signed in to the console; whatever is no GET needs the header X-CSRF-token of /api/v2/admin/session too.',
  },
  client: { type: 'http', scheme: 'basic', description: 'client_id and client_secret; both may stand in the form instead.' },
}

const failure = (name: 'codeWrong' | 'systemError', blanks: Record<string, string | number>) => ({
  error_code: catalogue[name].code,
  error_msg: errorText(name, 'en', blanks),
})
const content = (name: string, example: object) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` }, example } })
const answered = (name: string) => ({ $ref: `#/components/responses/${name}` })

const schemas = {
  Failure: {
    type: 'object',
    required: ['error_code', 'error_msg'],
    properties: {
      error_code: { type: 'string', description: 'One of docs/errors.md; never renumbered.' },
      error_msg: { type: 'string', description: 'What to do next, in the language of X-L.' },
      faults: {
        type: 'array',
        description: 'Of the management API, where settings were sent: everything that is wrong with them, by path.',
        items: { type: 'object', required: ['path', 'fault'], properties: { path: { type: 'string' }, fault: { type: 'string' } } },
      },
    },
  },
  OAuthFailure: {
    type: 'object',
    description: 'The words of RFC 6749 and RFC 6750: told when the access token is not good.',
    required: ['error', 'error_description'],
    properties: { error: { type: 'string' }, error_description: { type: 'string' } },
  },
}

const oauthFailure = { error: 'invalid_token', error_description: errorText('accessTokenInvalid', 'en', {}) }
const responses = {
  Refused: { description: 'Refused; the code says why.', content: content('Failure', failure('codeWrong', { left: 4 })) },
  RefusedServer: {
    description: 'Refused; an access token that is not good is told in the words of OAuth.',
    content: {
      'application/json': {
        schema: { oneOf: [{ $ref: '#/components/schemas/Failure' }, { $ref: '#/components/schemas/OAuthFailure' }] },
        examples: { refused: { value: failure('codeWrong', { left: 4 }) }, token: { value: oauthFailure } },
      },
    },
  },
  Broken: {
    description: 'A fault of the server; the log knows the request by its id.',
    content: content('Failure', failure('systemError', { requestId: '3f0c…' })),
  },
}

/** Requests and answers as the published page of a call shows them. */
const examples: Record<string, { body: object; reply: object }> = {
  '/api/v2/sdk/social/bind': {
    body: { mobile: '12345678901', verify_code: '123456' },
    reply: { session_token: 'bts******2VO', expire: 604_800, status: 'SUCCESS' },
  },
}

const security: Record<Caller, object[]> = {
  app: [],
  session: [{ signature: [] }, { idToken: [] }],
  server: [{ accessToken: [] }],
  admin: [{ accessToken: [] }, { console: [] }],
  anyone: [],
}

function requestBody(it: AppEndpoint | AdminEndpoint): Json {
  if (!it.body) return {}
  const type = 'form' in it && it.form ? 'application/x-www-form-urlencoded' : 'application/json'
  const example = examples[it.url]?.body
  return { requestBody: { required: true, content: { [type]: { schema: it.body, ...(example && { example }) } } } }
}

function success(it: Endpoint, reply: TSchema | undefined): Json {
  if (it.caller === 'anyone') return { description: 'Answered.' }
  if (!reply) return { description: 'Done; the body is empty.' }
  const example = examples[it.url]?.reply
  return { description: 'Done.', content: { 'application/json': { schema: reply, ...(example && { example }) } } }
}

function inQuery(it: Endpoint): Json[] {
  if (it.caller !== 'admin' || !it.query) return []
  const needed = new Set(it.query.required)
  return Object.entries(it.query.properties).map(([name, schema]) => ({ name, in: 'query', required: needed.has(name), schema }))
}

/** Who may: of an administrator the least role, of an application the permission of its token. */
function said(it: Endpoint): string {
  const who =
    it.caller === 'admin' && it.role !== 'anyone'
      ? `Least role: ${it.role}. ${it.grant ? `Permission of an access token: ${it.grant}.` : 'No access token is good for this.'}`
      : ''
  return [it.developmentOnly ? 'Development mode only.' : '', who].filter(Boolean).join(' ')
}

function operation(room: string, it: Endpoint, url: string): Json {
  const names = [
    ...carried[it.caller],
    ...(it.caller === 'anyone' || it.caller === 'admin' || !it.needsState
      ? []
      : it.needsState === true
        ? (['stateToken'] as const)
        : (['stateTokenIfAny'] as const)),
    ...(it.caller === 'app' && basename(it.url) === 'id-token' ? (['sessionToken'] as const) : []),
  ]
  const inPath = [...url.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  const listed = [...names.map((name) => ({ $ref: `#/components/parameters/${name}` })), ...inPath, ...inQuery(it)]
  const proof =
    it.caller === 'admin' && it.role === 'anyone' ? [] : it.caller === 'server' && it.form ? [{ client: [] }, {}] : security[it.caller]
  return {
    operationId: `${it.method.toLowerCase()}_${url.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_/, '')}`,
    tags: [room],
    summary: it.about,
    ...(said(it) && { description: said(it) }),
    ...(listed.length && { parameters: listed }),
    ...(it.caller !== 'anyone' && requestBody(it)),
    responses: {
      [it.caller === 'admin' ? (it.status ?? 200) : 200]: success(it, it.reply),
      ...(it.caller !== 'anyone' && { 400: answered(it.caller === 'server' || it.caller === 'admin' ? 'RefusedServer' : 'Refused') }),
      500: answered('Broken'),
    },
    ...(proof.length && { security: proof }),
  }
}

/** `rooms`: the endpoints of each, and what it is in one sentence. */
export function writeOpenapi(version: string, rooms: { name: string; about: string; endpoints: Endpoint[] }[]): string {
  const paths: Record<string, Json> = {}
  for (const { name, endpoints } of rooms) {
    for (const it of endpoints) {
      for (const url of [it.url, ...(it.also ?? [])]) {
        const at = url.replace(/:(\w+)/g, '{$1}')
        paths[at] = { ...paths[at], [it.method.toLowerCase()]: operation(name, it, url) }
      }
    }
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Bowline',
      version,
      summary: 'A self-hosted customer identity server.',
      description:
        'Written by `npm run docs` from the endpoints themselves. Times on the wire are in seconds unless a field says otherwise.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:8420', description: 'As `npm start` listens.' }],
    tags: rooms.filter((it) => it.endpoints.length).map(({ name, about }) => ({ name, description: about })),
    paths,
    components: { parameters, securitySchemes, schemas, responses },
  }
  return JSON.stringify(document, null, 2) + '\n'
}
