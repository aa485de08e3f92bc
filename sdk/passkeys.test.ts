import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { createPasskey, type Passkey } from '../server/mfa/authenticator.double.ts'
import { claimsOf } from '../server/testing.ts'
import { listening, WANG } from './listening.double.ts'

const HOME = 'https://id.example.com'
const given = { env: { BOWLINE_PUBLIC_URL: HOME } }

type Bytes = Uint8Array
type Asked = {
  publicKey: {
    challenge: Bytes
    rpId: string
    rp: { id: string }
    user: { id: Bytes }
    allowCredentials?: { id: Bytes }[]
    excludeCredentials?: { id: Bytes }[]
  }
  mediation?: string
}

const text = (bytes: Bytes) => Buffer.from(bytes).toString('base64url')
const buffer = (it: string) => Uint8Array.from(Buffer.from(it, 'base64url')).buffer

/** A browser with one authenticator. `asked` is what it was last asked. */
function browser(t: TestContext, passkey: Passkey) {
  const here = { asked: undefined as Asked | undefined, refuses: undefined as Error | null | undefined }
  const answer = <T>(asked: Asked, run: () => T): T | null => {
    here.asked = asked
    if (here.refuses) throw here.refuses
    return here.refuses === null ? null : run()
  }
  const credentials = {
    create: async (asked: Asked) =>
      answer(asked, () => {
        const { challenge, rp, user } = asked.publicKey
        const { id, response } = passkey.create({ challenge: text(challenge), rp, user: { id: text(user.id) } })
        const { clientDataJSON, attestationObject, transports } = response
        return {
          id,
          rawId: buffer(id),
          response: {
            clientDataJSON: buffer(clientDataJSON),
            attestationObject: buffer(attestationObject),
            getTransports: () => transports,
          },
        }
      }),
    get: async (asked: Asked) =>
      answer(asked, () => {
        const { challenge, rpId } = asked.publicKey
        const { id, response } = passkey.get({ challenge: text(challenge), rpId })
        const { clientDataJSON, authenticatorData, signature, userHandle } = response
        return {
          id,
          rawId: buffer(id),
          response: {
            clientDataJSON: buffer(clientDataJSON),
            authenticatorData: buffer(authenticatorData),
            signature: buffer(signature),
            userHandle: userHandle === null ? null : buffer(userHandle),
          },
        }
      }),
  }
  Object.defineProperty(navigator, 'credentials', { value: credentials, configurable: true })
  t.after(() => Reflect.deleteProperty(navigator, 'credentials'))
  return here
}

test('a passkey is made, signs in by itself, and is the second factor', async (t) => {
  await using it = await listening({
    ...given,
    settings: { captcha: { required: false }, sms: { cooldown: 1 }, mfa: { required: 'enrolled' } },
  })
  const user = await it.b.addUser(WANG)
  const passkey = createPasskey(HOME)
  const here = browser(t, passkey)
  const bowline = it.client()
  assert.equal(bowline.passkeys.available(), true)
  await it.enter(bowline)
  const id = await bowline.passkeys.register('Phone')
  const { factors } = await bowline.get('/mfa/factors')
  assert.deepEqual(
    factors.map((one) => [one.id, one.kind, one.name]),
    [[id, 'passkey', 'Phone']],
  )

  const fresh = it.client()
  const reply = await fresh.passkeys.signIn({ mediation: 'conditional' })
  assert.equal(reply.status, 'SUCCESS')
  assert.equal(here.asked?.mediation, 'conditional')
  assert.equal(claimsOf(await fresh.session.idToken())['sub'], user.id)

  const entered = await it.enter(it.client())
  assert.ok(entered.status === 'MFA_AUTH')
  assert.equal((await it.client().passkeys.confirm(entered.state_token)).status, 'SUCCESS')
  assert.deepEqual(
    here.asked?.publicKey.allowCredentials?.map((one) => text(one.id)),
    [passkey.id],
  )
})

test('a no of the person or their device, and a place without passkeys', async (t) => {
  await using it = await listening(given)
  const bowline = it.client()
  assert.equal(bowline.passkeys.available(), false)
  await assert.rejects(bowline.passkeys.signIn(), { code: 'CLIENT.ENVIRONMENT', message: /navigator\.credentials/ })
  const here = browser(t, createPasskey(HOME))
  here.refuses = new DOMException('No.', 'NotAllowedError')
  await assert.rejects(bowline.passkeys.signIn(), { code: 'CLIENT.PASSKEY_REFUSED', cause: here.refuses })
  here.refuses = null
  await assert.rejects(bowline.passkeys.signIn(), { code: 'CLIENT.PASSKEY_REFUSED' })
  here.refuses = undefined
  await assert.rejects(bowline.passkeys.signIn(), { code: 'BOWLINE.MFA.0004' }, 'one that nobody here knows')
})
