/**
 * Alipay on this machine, written from its public protocol (opendocs.alipay.com: signing, public error codes,
 * alipay.system.oauth.token, alipay.user.info.share, my.getPhoneNumber): it checks what the gateway checks, in its
 * order (application, certificates, signature, parameters), and signs what it answers, with slashes escaped as Alipay escapes them.
 */
import { createCipheriv, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { after } from 'node:test'
import { issue, type Name } from './alipay-certificates.double.ts'
import { answerInTrouble, type Double, listen, readForm, type Trouble } from './testing.double.ts'

export type AlipayPerson = { user_id?: string; open_id?: string; nick_name?: string; avatar?: string }

type Pair = { privateKey: KeyObject; publicKey: KeyObject }

const pair = (): Pair => generateKeyPairSync('rsa', { modulusLength: 2048 })
/** Made once: keys take their time. */
export const keys = { app: pair(), alipay: pair(), stranger: pair() }

const YEAR = 365 * 24 * 3_600_000
const authority = (which: string): Name => [
  ['C', 'CN'],
  ['O', 'Example Financial'],
  ['OU', 'Certification Authority'],
  ['CN', `Example Financial Certification Authority ${which}`],
]
const time = { from: Date.now() - YEAR, until: Date.now() + YEAR }
const rootOf = (which: string, serial: bigint, more = {}) => {
  const { publicKey, privateKey } = keys.stranger
  return issue({ subject: authority(which), issuer: authority(which), serial, publicKey, issuerKey: privateKey, ...time, ...more })
}
const issuer = { issuer: authority('Class 1'), issuerKey: keys.stranger.privateKey }
const roots = [rootOf('R1', 0x20180430n), rootOf('R2', 0xff00aa11bb22cc33dd44ee55ff667788n)]
const sm2 = rootOf('SM2', 7n, { issuerKey: undefined })

export const certificates = {
  app: issue({
    subject: [['CN', '2088000000000000-2021000000000001']],
    serial: 0x20200518186203n,
    publicKey: keys.app.publicKey,
    ...issuer,
    ...time,
  }),
  alipay: issue({ subject: [['CN', '支付宝']], serial: 0x8020051418620n, publicKey: keys.alipay.publicKey, ...issuer, ...time }),
  /** What Alipay signs with after a change. */
  next: issue({ subject: [['CN', '支付宝']], serial: 0x8020051418621n, publicKey: keys.alipay.publicKey, ...issuer, ...time }),
  old: issue({
    subject: [['CN', 'old']],
    serial: 3n,
    publicKey: keys.app.publicKey,
    ...issuer,
    from: time.from - YEAR,
    until: time.from,
  }),
  /** Two that count and one, signed with SM2, that does not. */
  root: { pem: roots[0]?.pem + sm2.pem + roots[1]?.pem, number: `${roots[0]?.number}_${roots[1]?.number}` },
  otherRoot: rootOf('R3', 1n),
}

export type AlipayDouble = Double & {
  /** By method. */
  trouble: Map<string, Trouble>
  /** The methods that were asked for. */
  seen: string[]
  /** Makes it answer with this at a method, until deleted. */
  errors: Map<string, { code: string; msg: string; sub_code?: string }>
  /** How it signs; a forger has another key, and a broken gateway none. */
  signing: { key: KeyObject | undefined; number: string }
  /** The person agrees: the auth code the browser, the application or the mini-program brings back. */
  agree(person: AlipayPerson, scope?: 'auth_user' | 'auth_base'): string
  /** What my.getPhoneNumber gives the mini-program: the number, encrypted and signed. */
  tellMobile(content: object, aesKey: string, key?: KeyObject): { response: string; sign: string }
}

type Grant = { person: AlipayPerson; scope: string; until: number; used: boolean }
type Fault = { code: string; msg: string; sub_code?: string; sub_msg?: string }

const DAY = 24 * 3_600_000
const invalid = (sub_code: string): Fault => ({
  code: '40002',
  msg: 'Invalid Arguments',
  sub_code,
  sub_msg: '解决方案：https://open.alipay.com/api/errCheck',
})

export async function startAlipayDouble(options: {
  appId: string
  mode?: 'public_key' | 'certificate'
  now?(): number
}): Promise<AlipayDouble> {
  const { now = Date.now, mode = 'public_key' } = options
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, Grant>()
  const trouble = new Map<string, Trouble>()
  const errors = new Map<string, Fault>()
  const seen: string[] = []
  const signing: AlipayDouble['signing'] = { key: keys.alipay.privateKey, number: certificates.alipay.number }

  /** The gateway's own questions, before anybody behind it hears of the call. */
  function findFault(all: URLSearchParams): Fault | undefined {
    if (!all.get('app_id')) return { code: '40001', msg: 'Missing Required Arguments', sub_code: 'isv.missing-app-id' }
    if (all.get('app_id') !== options.appId) return invalid('isv.invalid-app-id')
    if (mode === 'certificate') {
      if (!all.get('app_cert_sn')) return invalid('isv.missing-app-cert-sn')
      if (all.get('app_cert_sn') !== certificates.app.number) return invalid('isv.app-cert-not-exist')
      if (all.get('alipay_root_cert_sn') !== certificates.root.number) return invalid('isv.invalid-alipay-root-cert-sn')
    }
    if (all.get('sign_type') !== 'RSA2') return invalid('isv.invalid-signature-type')
    const content = [...all].filter(([name, value]) => name !== 'sign' && value !== '').map(([name, value]) => `${name}=${value}`)
    const signed = Buffer.from(all.get('sign') ?? '', 'base64')
    if (!verify('sha256', Buffer.from(content.toSorted().join('&')), keys.app.publicKey, signed)) return invalid('isv.invalid-signature')
    if (all.get('charset')?.toLowerCase() !== 'utf-8') return invalid('isv.invalid-charset')
    if (all.get('version') !== '1.0') return invalid('isv.invalid-version')
    // Beijing time. How far off it may be is not written down: a quarter of an hour finds another time zone.
    const at = Date.parse(`${(all.get('timestamp') ?? '').replace(' ', 'T')}+08:00`)
    return Math.abs(at - now()) < 15 * 60_000 ? undefined : invalid('isv.invalid-timestamp')
  }

  const idsOf = ({ user_id, open_id }: AlipayPerson) => ({ ...(user_id && { user_id }), ...(open_id && { open_id }) })

  function exchange(all: URLSearchParams): object {
    if (all.get('grant_type') !== 'authorization_code') return { error_response: invalid('isv.grant-type-invalid') }
    const grant = grants.get(all.get('code') ?? '')
    if (!grant || grant.used || now() >= grant.until) {
      return { error_response: { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.code-invalid', sub_msg: '授权码code无效' } }
    }
    grant.used = true
    const access_token = `authusrB${randomBytes(16).toString('hex')}`
    tokens.set(access_token, { ...grant, until: now() + 15 * DAY })
    const rest = {
      auth_start: '2026-01-01 00:00:00',
      expires_in: 1_296_000,
      re_expires_in: 2_592_000,
      refresh_token: randomBytes(16).toString('hex'),
    }
    return { alipay_system_oauth_token_response: { access_token, ...rest, ...idsOf(grant.person) } }
  }

  function share(all: URLSearchParams): object {
    const name = 'alipay_user_info_share_response'
    const grant = tokens.get(all.get('auth_token') ?? '')
    if (!grant || now() >= grant.until) {
      return {
        [name]: { code: '20001', msg: 'Insufficient Token Permissions', sub_code: 'aop.invalid-auth-token', sub_msg: '无效的访问令牌' },
      }
    }
    if (grant.scope !== 'auth_user') {
      return { [name]: { code: '40006', msg: 'Insufficient Permissions', sub_code: 'isv.insufficient-user-permissions' } }
    }
    return { [name]: { code: '10000', msg: 'Success', ...grant.person } }
  }

  const server = await listen(async (request, reply) => {
    const url = new URL(request.url ?? '/', 'http://double')
    const all = new URLSearchParams([...url.searchParams, ...(await readForm(request))])
    const method = all.get('method') ?? ''
    seen.push(method)
    const instead = trouble.get(method)
    if (instead) return answerInTrouble(reply, instead)
    if (request.method !== 'POST' || url.pathname !== '/gateway.do') return void reply.writeHead(404).end()
    const fault = findFault(all) ?? errors.get(method)
    const name = `${method.replaceAll('.', '_')}_response`
    const known = { 'alipay.system.oauth.token': exchange, 'alipay.user.info.share': share }[method]
    const answer = fault ? { [name]: fault } : (known?.(all) ?? { error_response: invalid('isv.invalid-method') })
    const [[key, body] = ['', {}]] = Object.entries(answer) as [string, Fault][]
    const written = JSON.stringify(body).replaceAll('/', '\\/')
    // Whose signature would it be, for an application nobody knows?
    const { key: signer, number } = signing
    const signed =
      signer && body.sub_code !== 'isv.invalid-app-id' ? sign('sha256', Buffer.from(written), signer).toString('base64') : undefined
    const cert = mode === 'certificate' ? `,"alipay_cert_sn":"${number}"` : ''
    reply.writeHead(200, { 'content-type': 'text/html;charset=utf-8' })
    reply.end(`{"${key}":${written}${cert}${signed === undefined ? '' : `,"sign":"${signed}"`}}`)
  })

  return {
    ...server,
    trouble,
    errors,
    seen,
    signing,
    agree(person, scope = 'auth_user') {
      const code = randomBytes(16).toString('hex')
      grants.set(code, { person, scope, until: now() + DAY, used: false })
      return code
    },
    tellMobile(content, aesKey, key = keys.alipay.privateKey) {
      const cipher = createCipheriv('aes-128-cbc', Buffer.from(aesKey, 'base64'), Buffer.alloc(16))
      const response = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]).toString('base64')
      return { response, sign: sign('sha256', Buffer.from(`"${response}"`), key).toString('base64') }
    },
  }
}

export const appId = '2021000000000001'
export const publicPem = (it: keyof typeof keys) => keys[it].publicKey.export({ type: 'spki', format: 'pem' }).toString()
export const privatePem = (it: keyof typeof keys) => keys[it].privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** What is filled in, in either mode. */
export const modes = ['public_key', 'certificate'] as const
export const inMode = {
  public_key: { key_mode: 'public_key', alipay_public_key: publicPem('alipay') },
  certificate: {
    key_mode: 'certificate',
    app_cert: certificates.app.pem,
    alipay_cert: certificates.alipay.pem,
    alipay_root_cert: certificates.root.pem,
  },
}

/** A gateway for one test, and the right settings for it. */
export async function openGateway(mode: (typeof modes)[number] = 'public_key', now = Date.now) {
  const double = await startAlipayDouble({ appId, mode, now })
  after(double.close)
  const settings = { scene: 'website', app_id: appId, private_key: privatePem('app'), api_url: double.url, ...inMode[mode] }
  return { double, settings }
}
