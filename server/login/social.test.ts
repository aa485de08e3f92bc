import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import type { UnknownUser } from '../social/index.ts'
import { bench, claimsOf } from '../testing.ts'
import { findUser } from '../users/index.ts'

const URL = '/api/v2/sdk/login/social'
const MOBILE = '+8615912345678'
const HINT = `mobile=${MOBILE};mobile_verified=true`
const FLOW = { socialBindOrRegisterFlow: ['VERIFY_PHONE', 'VERIFY_EMAIL'] }

test('what happens to a person nobody here knows is what the source says', async (t) => {
  await using b = await bench()
  const answers: Record<UnknownUser, { status: string; data?: object }> = {
    bind: { status: 'SOCIAL_BIND', data: FLOW },
    bind_or_register: { status: 'USER_REGISTER', data: FLOW },
    ask: { status: 'SOCIAL_BIND', data: { ...FLOW, choices: ['BIND', 'REGISTER'] } },
    auto_create: { status: 'SUCCESS' },
    deny: { status: 'ACCESS_DENIED' },
  }
  for (const [policy, expected] of Object.entries(answers)) {
    await t.test(policy, async () => {
      await b.addSource({ id: policy, unknownUser: policy as UnknownUser })
      const before = await b.snapshot()
      const answer = await b.post('/login/social', { source: policy, code: 'sandbox:alice' })
      const after = await b.snapshot()
      assert.equal(answer.status, 200)
      assert.equal(answer.body['status'], expected.status)
      if (expected.data) {
        assert.deepEqual(Object.keys(answer.body).toSorted(), ['data', 'state_token', 'status'])
        assert.deepEqual(JSON.parse(String(answer.body['data'])), expected.data)
      }
      if (policy === 'deny') assert.deepEqual([answer.body, after], [{ status: 'ACCESS_DENIED' }, before])
      if (policy === 'auto_create') {
        const claims = claimsOf(answer.body['id_token'])
        assert.equal(claims['name'], 'alice')
        assert.equal(claims['mobile'], '')
        const again = await b.post('/login/social', { source: policy, code: 'sandbox:alice' })
        assert.equal(claimsOf(again.body['id_token'])['id'], claims['id'])
      }
    })
  }
})

test('what a provider says of a number is a hint', async (t) => {
  await using b = await bench({ source: { trustMobile: true } })
  await b.addSource({ id: 'untrusted' })
  await b.addSource({ id: 'creates', trustMobile: true, unknownUser: 'auto_create' })
  await b.addSource({ id: 'denies', trustMobile: true, unknownUser: 'deny' })
  const user = await b.addUser({ mobile: MOBILE, mobileProvenAt: 1 })
  const rows = [
    {
      name: 'verified, from a source trusted for it: it is the user',
      source: 'sandbox',
      code: `sandbox:a;${HINT}`,
      status: 'SUCCESS',
      id: user.id,
    },
    {
      name: 'verified, and a source that creates users finds the one who is there',
      source: 'creates',
      code: `sandbox:b;${HINT}`,
      status: 'SUCCESS',
      id: user.id,
    },
    { name: 'verified, from a source that is not trusted for it', source: 'untrusted', code: `sandbox:c;${HINT}`, status: 'SOCIAL_BIND' },
    { name: 'said to be not verified', source: 'sandbox', code: `sandbox:d;mobile=${MOBILE};mobile_verified=false`, status: 'SOCIAL_BIND' },
    {
      name: 'verified in other words than "true"',
      source: 'sandbox',
      code: `sandbox:e;mobile=${MOBILE};mobile_verified=1`,
      status: 'SOCIAL_BIND',
    },
    { name: 'not said to be anything', source: 'sandbox', code: `sandbox:f;mobile=${MOBILE}`, status: 'SOCIAL_BIND' },
    {
      name: 'verified, and nobody here has it',
      source: 'sandbox',
      code: 'sandbox:g;mobile=+8613812345678;mobile_verified=true',
      status: 'SOCIAL_BIND',
    },
    { name: 'verified, and it is none', source: 'sandbox', code: 'sandbox:h;mobile=12;mobile_verified=true', status: 'SOCIAL_BIND' },
    { name: 'verified, and the source denies whom it does not know', source: 'denies', code: `sandbox:i;${HINT}`, status: 'ACCESS_DENIED' },
  ]
  for (const { name, source, code, status, id } of rows) {
    await t.test(name, async () => {
      const before = await b.snapshot()
      const answer = await b.post('/login/social', { source, code })
      assert.equal(answer.body['status'], status, answer.text)
      if (id) assert.equal(claimsOf(answer.body['id_token'])['id'], id)
      else for (const table of ['users', 'socialAccounts', 'sessions']) assert.equal((await b.snapshot())[table], before[table], table)
    })
  }
})

test('a user who is created takes over what is proven, and nothing that is somebody else’s', async () => {
  await using b = await bench({ source: { unknownUser: 'auto_create', trustMobile: true, trustEmail: true } })
  await b.addUser({ userName: 'holder', email: 'held@example.com', emailProvenAt: 1 })
  const enter = async (code: string) => claimsOf((await b.post('/login/social', { source: 'sandbox', code })).body['id_token'])
  const alice = await enter(`sandbox:alice;${HINT};email=Alice@Example.com;email_verified=true`)
  assert.equal(alice['mobile'], '+86-15912345678')
  assert.equal(alice['email'], 'alice@example.com')
  assert.equal((await enter('sandbox:bob;email=held@example.com;email_verified=true'))['email'], '')
  assert.equal((await enter('sandbox:carol;email=carol@example.com'))['email'], '')
})

test('a user who is created gets the face the provider tells, in the published names of the profile', async () => {
  await using b = await bench({ source: { unknownUser: 'auto_create' } })
  const enter = async (code: string) => {
    const { id } = claimsOf((await b.post('/login/social', { source: 'sandbox', code })).body['id_token'])
    return JSON.parse((await findUser(b.ctx, b.tenant.id, String(id)))?.attributes ?? '') as object
  }
  const picture = 'https://pictures.example.com/alice.png'
  assert.deepEqual(await enter(`sandbox:alice;nickname=Alice;avatar=${picture}`), { attr_nick_name: 'Alice', head_img: picture })
  assert.deepEqual(await enter('sandbox:bob;avatar=javascript:alert(1)'), { attr_nick_name: 'bob' })
})

test('a person is known again by either of the two ids of their provider', async () => {
  await using b = await bench({ source: { unknownUser: 'auto_create' } })
  const enter = async (code: string) => claimsOf((await b.post('/login/social', { source: 'sandbox', code })).body['id_token'])['id']
  const first = await enter('sandbox:alice')
  assert.equal(await enter('sandbox:alice;alias=union-1'), first)
  assert.equal(await enter('sandbox:other-openid;alias=union-1;nickname=Alice%20B'), first)
  assert.notEqual(await enter('sandbox:bob;alias=union-2'), first)
  const accounts = (await b.snapshot())['socialAccounts'] ?? ''
  assert.equal(accounts.split('\n').length, 2)
  assert.ok(accounts.includes('Alice%20B'))
})

test('a disabled user is denied, known or recognised by a number', async () => {
  await using b = await bench({ source: { trustMobile: true } })
  await b.addUser({ mobile: MOBILE, mobileProvenAt: 1, disabledAt: 1 })
  const answer = await b.post('/login/social', { source: 'sandbox', code: `sandbox:alice;${HINT}` })
  assert.deepEqual(answer.body, { status: 'ACCESS_DENIED' })
  const { socialAccounts, sessions } = await b.snapshot()
  assert.equal(socialAccounts, '')
  assert.equal(sessions, '')
})

test('ten first sign-ins of one person at once make one user', async () => {
  await using b = await bench({ source: { unknownUser: 'auto_create' } })
  const answers = await Promise.all(Array.from({ length: 10 }, () => b.post('/login/social', { source: 'sandbox', code: 'sandbox:alice' })))
  assert.deepEqual([...new Set(answers.map((it) => it.body['status']))], ['SUCCESS'], answers.map((it) => it.text).join('\n'))
  assert.equal(new Set(answers.map((it) => claimsOf(it.body['id_token'])['id'])).size, 1)
  assert.equal((await b.snapshot())['users']?.split('\n').filter((row) => row.includes(b.tenant.id)).length, 1)
})

test('what login/social refuses', async (t) => {
  await using b = await bench({ source: { settings: { slow_ms: 5 } } })
  await b.addSource({ id: 'off', disabled: true })
  await b.addSource({ id: 'gone', connector: 'no-such-connector' })
  const other = await b.addTenant('other')
  await b.addSource({ id: 'theirs' }, other.id)
  const choosy = await b.addApp({ sources: ['none-of-these'] })
  const good = { url: URL, body: { source: 'sandbox', code: 'sandbox:alice' } }
  await refuses(t, b, good, [
    {
      name: 'a code the provider does not know any more',
      body: { code: 'sandbox:!expired' },
      code: 'BOWLINE.SOCIAL.0003',
      says: 'Sign in at the provider again',
    },
    { name: 'a code of another provider', body: { code: 'wechat:alice' }, code: 'BOWLINE.SOCIAL.0003', says: 'invalid, used or expired' },
    {
      name: 'a person the provider refuses',
      body: { code: 'sandbox:!denied' },
      code: 'BOWLINE.SOCIAL.0004',
      says: 'The provider refused this sign-in',
    },
    {
      name: 'a source that is not set up',
      body: { code: 'sandbox:!misconfigured' },
      code: 'BOWLINE.SOCIAL.0005',
      says: 'Tell the administrator',
    },
    { name: 'a provider that is down', body: { code: 'sandbox:!unreachable' }, code: 'BOWLINE.SOCIAL.0006', says: 'cannot be reached' },
    { name: 'a provider that is slow', body: { code: 'sandbox:!slow' }, code: 'BOWLINE.SOCIAL.0006', says: 'Try again in a moment' },
    {
      name: 'a provider that is down, told in Chinese',
      body: { code: 'sandbox:!unreachable' },
      headers: { 'x-l': 'zh' },
      code: 'BOWLINE.SOCIAL.0006',
      says: '暂时无法连接授权方',
    },
    {
      name: 'a source that does not exist',
      body: { source: 'nowhere' },
      code: 'BOWLINE.SOCIAL.0002',
      says: 'does not exist or is switched off',
    },
    { name: 'a source that is switched off', body: { source: 'off' }, code: 'BOWLINE.SOCIAL.0002', says: 'does not exist' },
    { name: 'a source whose connector is gone', body: { source: 'gone' }, code: 'BOWLINE.SOCIAL.0002', says: 'does not exist' },
    { name: 'a source of another tenant', body: { source: 'theirs' }, code: 'BOWLINE.SOCIAL.0002', says: 'does not exist' },
    {
      name: 'a source with the name of something else',
      body: { source: 'constructor' },
      code: 'BOWLINE.SOCIAL.0002',
      says: 'does not exist',
    },
    {
      name: 'a source this application does not offer',
      headers: { 'x-client-id': choosy },
      code: 'BOWLINE.SOCIAL.0002',
      says: 'Choose another',
    },
    { name: 'no source', body: { source: undefined }, code: 'BOWLINE.PARAM.0001', says: 'source' },
    { name: 'no code', body: { code: undefined }, code: 'BOWLINE.PARAM.0001', says: 'code' },
    { name: 'an empty code', body: { code: '' }, code: 'BOWLINE.PARAM.0001', says: 'code' },
    { name: 'a code that is an object', body: { code: {} }, code: 'BOWLINE.PARAM.0002', says: 'code' },
    { name: 'a code without end', body: { code: 'x'.repeat(4097) }, code: 'BOWLINE.PARAM.0002', says: 'code' },
    {
      name: 'a state token that was not given for an authorization',
      first: async () => ({ headers: { 'x-state-token': await b.unknown('bob') } }),
      code: 'PARAM.0014',
      says: 'Start the sign-in again',
    },
  ])
  assert.equal((await b.call('POST', URL, good.body)).body['status'], 'SOCIAL_BIND')
})

test('what the provider said in detail stands in the audit trail, not in the answer', async () => {
  await using b = await bench()
  const answer = await b.post('/login/social', { source: 'sandbox', code: 'sandbox:!denied' })
  assert.ok(!answer.text.includes('asked for by'))
  assert.ok(b.log().includes('provider sandbox: sandbox: asked for by !denied'))
})

test('in production there is no sandbox', async (t) => {
  await using b = await bench({ env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  await refuses(t, b, { url: URL, body: { source: 'sandbox', code: 'sandbox:alice' } }, [
    { name: 'its source is not offered', code: 'BOWLINE.SOCIAL.0002', says: 'does not exist or is switched off' },
  ])
})
