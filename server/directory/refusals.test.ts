import assert from 'node:assert/strict'
import test from 'node:test'
import { administrate } from '../administration.double.ts'
import { bench, type Bench } from '../testing.ts'

const USERS = '/api/v2/tenant/users'
const USER = '/api/v2/tenant/users/:id'
const OURS = '/api/v2/admin/users'
const PASSWORD = 'Kiwi-Harbour-42'

type Row = [method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body: unknown, code: string, says?: string]

/** Two users, one of whom has proven what the other only claims; and one in another tenant. */
async function people(b: Bench) {
  const id = (
    await b.addUser({ userName: 'zhangsan', mobile: '+8615912345678', mobileProvenAt: 1, email: 'zhang@example.com', emailProvenAt: 1 })
  ).id
  const other = (await b.addUser({ userName: 'lisi', mobile: '+8613900000001', email: 'li@example.com' })).id
  const elsewhere = (await b.addTenant('elsewhere')).id
  const foreign = (await b.addUser({ userName: 'foreign' }, elsewhere)).id
  return { id, other, foreign }
}

test('every refusal is told in the published envelope and writes nothing', async (t) => {
  await using b = await bench()
  const admin = await administrate(b)
  const { id, other, foreign } = await people(b)
  const good = { user_name: 'wangwu', mobile: '13900000009' }
  const without = (name: string) => ({ ...good, [name]: undefined })
  const own = (path: string) => `${OURS}/${id}${path}`
  const version = String((await admin('GET', own(''))).body['version'])
  const rows: Record<string, Row> = {
    'no user name': ['POST', USERS, without('user_name'), 'BOWLINE.PARAM.0001', 'user_name'],
    'no number': ['POST', USERS, without('mobile'), 'BOWLINE.PARAM.0001', 'mobile'],
    'a user name that is a number': ['POST', USERS, { ...good, user_name: '13900000002' }, 'USER.0036'],
    'a user name that is taken, in capitals': ['POST', USERS, { ...good, user_name: 'ZhangSan' }, 'USER.0029'],
    'a number somebody has proven': ['POST', USERS, { ...good, mobile: '+86-15912345678' }, 'USER.0030'],
    'an address somebody has proven': ['POST', USERS, { ...good, email: 'Zhang@Example.com' }, 'USER.0031'],
    'a number that is none': ['POST', USERS, { ...good, mobile: '123' }, 'USER.0038'],
    'an address that is none': ['POST', USERS, { ...good, email: 'zhang@' }, 'USER.0039'],
    'a name of two lines': ['POST', USERS, { ...good, name: 'a\nb' }, 'USER.0037'],
    'a day that is none': ['POST', USERS, { ...good, attr_hire_date: '2022-02-30' }, 'BOWLINE.USER.0001', 'attr_hire_date'],
    'a weak password': ['POST', USERS, { ...good, password: 'a' }, 'PWD.0002'],
    'an organization': ['POST', USERS, { ...good, org_code: 'sales' }, 'ORG.0001'],
    'an organization in the other spelling': ['POST', USERS, { ...good, orgCode: 'sales' }, 'ORG.0001'],
    'organizations in a list': ['PUT', `${USERS}/${id}`, { user_org_relation_list: [{ orgCode: 'sales', relationType: 1 }] }, 'ORG.0001'],
    'a flag that is a text': ['POST', USERS, { ...good, pwd_must_modify: 'yes' }, 'BOWLINE.PARAM.0002', 'pwd_must_modify'],
    'a change to a name that is taken': ['PUT', `${USERS}/${other}`, { user_name: 'zhangsan' }, 'USER.0029'],
    'a change to a number that is proven': ['PUT', `${USERS}/${other}`, { mobile: '15912345678' }, 'USER.0030'],
    'a proof of nothing': ['POST', OURS, { user_name: 'wangwu', email_verified: true }, 'BOWLINE.PARAM.0001', 'email'],
    nobody: ['GET', `${USERS}/20210621095952398-57D5-B75A129DB`, undefined, 'USER.0001'],
    'nobody with a NUL': ['GET', `${USERS}/a%00b`, undefined, 'BOWLINE.PARAM.0005'],
    'somebody of another tenant': ['GET', `${USERS}/${foreign}`, undefined, 'USER.0001'],
    'disabling somebody of another tenant': ['PUT', `${USERS}/${foreign}/disable`, undefined, 'USER.0001'],
    'erasing somebody of another tenant': ['DELETE', `${USERS}/${foreign}`, undefined, 'USER.0001'],
    'nobody of that name': ['POST', `${USERS}/user-by-username`, { user_name: 'foreign' }, 'USER.0001'],
    'nobody of that address': ['POST', `${USERS}/user-by-email`, { email: 'nobody@example.com' }, 'USER.0001'],
    'no password': ['PUT', `${USERS}/${id}/change-password`, {}, 'BOWLINE.PARAM.0001', 'password'],
    'an old password of who has none': [
      'PUT',
      `${USERS}/${id}/change-password-verify`,
      { password: PASSWORD, old_password: 'x' },
      'BOWLINE.PWD.0005',
    ],
    'a list without a page': ['GET', `${USERS}?limit=10`, undefined, 'BOWLINE.PARAM.0001', 'offset'],
    'a page too small': ['GET', `${USERS}?offset=0&limit=9`, undefined, 'BOWLINE.PARAM.0002', 'limit'],
    'a page too large': ['GET', `${USERS}?offset=0&limit=101`, undefined, 'BOWLINE.PARAM.0002', 'limit'],
    'a page before the first': ['GET', `${USERS}?offset=-1&limit=10`, undefined, 'BOWLINE.PARAM.0002', 'offset'],
    'a time that is none': [
      'GET',
      `${USERS}?offset=0&limit=10&updated_at_greater=yesterday`,
      undefined,
      'BOWLINE.PARAM.0002',
      'updated_at_greater',
    ],
    'a list of an organization': ['GET', `${USERS}?offset=0&limit=10&org_id=1`, undefined, 'ORG.0001'],
    'a cursor that is none': ['GET', `${OURS}?cursor=abc`, undefined, 'BOWLINE.PARAM.0002', 'cursor'],
    'a cursor of another search': ['GET', `${OURS}?query=zh&cursor=${cursor([0, 'li', 'x'])}`, undefined, 'BOWLINE.PARAM.0002', 'cursor'],
    'a cursor far off': ['GET', `${OURS}?query=zh&cursor=${cursor([99, 'zh', 'x'])}`, undefined, 'BOWLINE.PARAM.0002', 'cursor'],
    'a state that is none': ['GET', `${OURS}?state=asleep`, undefined, 'BOWLINE.PARAM.0002', 'state'],
    'a search without end': ['GET', `${OURS}?query=${'x'.repeat(101)}`, undefined, 'BOWLINE.PARAM.0002', 'query'],
    'a change of no version': ['PUT', own(''), { name: 'X' }, 'BOWLINE.PARAM.0001', 'version'],
    'a change of an old version': ['PUT', own(''), { name: 'X', version: 'old' }, 'BOWLINE.ADMIN.0004'],
    'a bad change of the right version': ['PUT', own(''), { mobile: '1', version }, 'USER.0038'],
    'a session that is not theirs': ['POST', own('/sessions/end'), { session_id: 'x' }, 'BOWLINE.SESSION.0002'],
    'an account that is not theirs': ['POST', own('/unbind'), { account_id: 'x' }, 'BOWLINE.SOCIAL.0009'],
    'an account of no name': ['POST', own('/unbind'), { source_id: 'sandbox' }, 'BOWLINE.PARAM.0001', 'subject'],
    'a source that is none': ['POST', own('/bind'), { source_id: 'x', subject: 'y' }, 'BOWLINE.SOCIAL.0002'],
    'a factor that is none': ['POST', own('/factors/remove'), {}, 'BOWLINE.MFA.0001'],
    'an erasure that is not meant': ['POST', own('/erase'), { confirm: 'ZhangSan' }, 'BOWLINE.USER.0004'],
    'an erasure of nobody': ['POST', `${OURS}/${foreign}/erase`, { confirm: 'foreign' }, 'USER.0001'],
    'an import that is none': ['GET', `${OURS}/imports/${id}`, undefined, 'BOWLINE.USER.0007'],
    'no list': ['POST', `${OURS}/import`, {}, 'BOWLINE.PARAM.0001', 'csv'],
    'a list that is none': ['POST', `${OURS}/import`, { csv: 'user_name\n"a' }, 'BOWLINE.USER.0005'],
    'a list too long': ['POST', `${OURS}/import`, { csv: `user_name\n${'abc\n'.repeat(10_001)}` }, 'BOWLINE.USER.0006', '10000'],
    'a list too large': ['POST', `${OURS}/import`, { csv: 'x'.repeat(8 * 1024 * 1024) }, 'BOWLINE.PARAM.0004', '8192 KB'],
  }
  for (const [name, [method, url, body, code, says = '']] of Object.entries(rows)) {
    await t.test(name, async () => {
      const before = await b.snapshot()
      const reply = await admin(method, url, body)
      assert.equal(reply.body['error_code'], code, reply.text)
      assert.ok(String(reply.body['error_msg']).includes(says), reply.text)
      assert.equal(reply.status, code === 'BOWLINE.ADMIN.0004' ? 409 : code === 'BOWLINE.PARAM.0005' ? 404 : 400)
      assert.deepEqual(Object.keys(reply.body), ['error_code', 'error_msg'])
      assert.equal(reply.headers['cache-control'], 'no-store')
      assert.deepEqual(await b.snapshot(), before, 'something was written')
    })
  }
})

const cursor = (place: unknown[]) => Buffer.from(JSON.stringify(place)).toString('base64url')

test('who may only read changes nothing, and who may do neither reads nothing', async () => {
  await using b = await bench()
  const { id } = await people(b)
  const writes: ['POST' | 'PUT' | 'DELETE' | 'GET', string, unknown?][] = [
    ['POST', USERS, { user_name: 'wangwu', mobile: '13900000009' }],
    ['POST', OURS, { user_name: 'wangwu' }],
    ['PUT', USER, { name: 'X' }],
    ['DELETE', USER],
    ['PUT', `${USER}/enable`],
    ['PUT', `${USER}/disable`],
    ['PUT', `${USER}/change-password`, { password: PASSWORD }],
    ['PUT', `${USER}/change-password-verify`, { password: PASSWORD, old_password: 'x' }],
    ['PUT', `${OURS}/:id`, { version: 'x' }],
    ['POST', `${OURS}/:id/sessions/end`, {}],
    ['POST', `${OURS}/:id/unbind`, { account_id: 'x' }],
    ['POST', `${OURS}/:id/bind`, { source_id: 'sandbox', subject: 'x' }],
    ['POST', `${OURS}/:id/factors/remove`, {}],
    ['POST', `${OURS}/:id/erase`, { confirm: 'zhangsan' }],
    ['POST', `${OURS}/import`, { csv: 'user_name\nwangwu' }],
    ['GET', `${OURS}/export`],
  ]
  const reads: ['GET' | 'POST', string, unknown?][] = [
    ['GET', `${USERS}?offset=0&limit=10`],
    ['GET', USER],
    ['POST', `${USERS}/user-by-username`, { user_name: 'zhangsan' }],
    ['POST', `${USERS}/user-by-email`, { email: 'zhang@example.com' }],
    ['GET', OURS],
    ['GET', `${OURS}/count`],
    ['GET', `${OURS}/:id`],
  ]
  const reader = await administrate(b, ['user_read', 'org_all', 'app_all'])
  const stranger = await administrate(b, ['org_all', 'app_all', 'auth_api', 'audit_read'])
  const before = await b.snapshot()
  for (const [method, url, body] of writes) {
    for (const admin of [reader, stranger]) {
      const reply = await admin(method, url.replace(':id', id), body)
      assert.deepEqual([reply.status, reply.body['error_code']], [403, 'BOWLINE.ADMIN.0001'], `${method} ${url}`)
      assert.ok(String(reply.body['error_msg']).includes('user_all'))
    }
  }
  for (const [method, url, body] of reads) {
    assert.equal((await reader(method, url.replace(':id', id), body)).status, 200, url)
    assert.equal((await stranger(method, url.replace(':id', id), body)).status, 403, url)
  }
  assert.deepEqual(await b.snapshot(), before)
  // Nobody at all, and a token that is none, in the words they are published in.
  const bare = await b.bowline.server.inject({ method: 'GET', url: `${USERS}/${id}` })
  assert.equal(bare.statusCode, 401)
  const expired = await b.bowline.server.inject({
    method: 'GET',
    url: `${USERS}/${id}`,
    headers: { authorization: `Bearer ${'x'.repeat(36)}` },
  })
  assert.deepEqual([expired.statusCode, (expired.json() as { error: string }).error], [400, 'invalid_token'])
})
