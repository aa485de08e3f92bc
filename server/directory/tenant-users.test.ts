import assert from 'node:assert/strict'
import test from 'node:test'
import { administrate } from '../administration.double.ts'
import { bench, type Bench } from '../testing.ts'

const USERS = '/api/v2/tenant/users'
const USER = '/api/v2/tenant/users/:id'
const at = (url: string, id: string) => url.replace(':id', id)
const PASSWORD = 'Kiwi-Harbour-42'
/** The sample of the published page. */
const sample = { user_name: 'zhangsan', mobile: '12345678901', name: '张三', email: 'ZhangSan@Example.com', password: PASSWORD }

const loginOf = (b: Bench, account: string, password: string) => b.post('/login/auth', { user_name: account, password })

test('a user is made, read, changed, and found by name and address', async () => {
  await using b = await bench()
  const admin = await administrate(b, ['user_all'])
  const made = await admin('POST', '/api/v2/tenant/users', {
    ...sample,
    employee_id: 'E-7',
    external_id: 'hr-1',
    attr_gender: 'male',
    attr_birthday: '1990-02-17',
    attr_hire_date: '2022-04-14',
    attr_city: 'Shenzhen',
    extension: { grade: 'A' },
  })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual(Object.keys(made.body), ['user_id'])
  const id = String(made.body['user_id'])
  assert.match(id, /^\d{17}-[0-9A-F]{4}-[0-9A-F]{9}$/)

  const read = await admin('GET', at('/api/v2/tenant/users/:id', id))
  assert.equal(read.status, 200, read.text)
  const now = '2026-06-01 08:00:00.000'
  assert.deepEqual(read.body, {
    user_id: id,
    org_id: null,
    user_name: 'zhangsan',
    name: '张三',
    mobile: '12345678901',
    email: 'zhangsan@example.com',
    pwd_must_modify: true,
    pwd_change_at: now,
    created_at: now,
    updated_at: now,
    disabled: false,
    grade: 1,
    locked: false,
    extension: { grade: 'A' },
    user_org_relation_list: [],
    last_login_ip: null,
    last_login_at: null,
    head_img: null,
    attr_gender: 'male',
    attr_birthday: '1990-02-17',
    attr_nick_name: null,
    first_name: null,
    middle_name: null,
    last_name: null,
    mailing_address: null,
    zip_code: null,
    industry: null,
    employee_id: 'E-7',
    external_id: 'hr-1',
    attr_identity_type: null,
    attr_identity_number: null,
    attr_area: null,
    attr_city: 'Shenzhen',
    attr_manager_id: null,
    attr_user_type: null,
    attr_hire_date: '2022-04-14',
    attr_work_place: null,
  })
  assert.deepEqual((await admin('POST', '/api/v2/tenant/users/user-by-username', { user_name: 'ZHANGSAN' })).body, read.body)
  assert.deepEqual((await admin('POST', '/api/v2/tenant/users/user-by-email', { email: 'zhangsan@EXAMPLE.com' })).body, read.body)

  const changed = await admin('PUT', at(USER, id), {
    name: '张三丰',
    external_id: '',
    email: '',
    mobile: '+86-15907132852',
    attr_area: null,
  })
  assert.deepEqual([changed.status, changed.body], [200, { user_id: id }])
  const after = (await admin('GET', at(USER, id))).body
  assert.deepEqual(
    [after['name'], after['external_id'], after['employee_id'], after['email'], after['mobile'], after['user_name']],
    ['张三丰', null, 'E-7', null, '15907132852', 'zhangsan'],
  )
})

test('who was made can sign in at once: by name, number and address; the first password must be changed', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  const id = String((await admin('POST', USERS, sample)).body['user_id'])
  for (const account of ['zhangsan', '12345678901', 'zhangsan@example.com'])
    assert.equal((await loginOf(b, account, PASSWORD)).body['status'], 'PASSWORD_EXPIRED', account)
  // Nothing said of its being an initial one.
  await admin('PUT', at('/api/v2/tenant/users/:id/change-password', id), { password: 'Lemon-Harbour-43', pwd_must_modify: false })
  assert.equal((await loginOf(b, 'zhangsan', 'Lemon-Harbour-43')).body['status'], 'SUCCESS')
  assert.equal((await admin('GET', at(USER, id))).body['last_login_ip'], '127.0.0.1')
  // A number that is only claimed is nobody's to sign in with.
  const claimed = { user_name: 'lisi', mobile: '13900000001', mobile_verified: false, password: PASSWORD, pwd_must_modify: false }
  assert.equal((await admin('POST', USERS, claimed)).status, 201)
  assert.equal((await loginOf(b, '13900000001', PASSWORD)).body['error_code'], 'LOGIN.0002')
  assert.equal((await loginOf(b, 'lisi', PASSWORD)).body['status'], 'SUCCESS')
})

test('disabling and a password set end every session at once; enabling lets in again', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  const id = String((await admin('POST', USERS, { ...sample, pwd_must_modify: false })).body['user_id'])
  const enter = async () => String((await loginOf(b, 'zhangsan', PASSWORD)).body['session_token'])
  const isAlive = async (token: string) => (await b.call('GET', '/api/v2/sdk/profile', undefined, await b.signed(token))).status === 200
  const first = await enter()
  assert.ok(await isAlive(first))
  assert.deepEqual((await admin('PUT', at('/api/v2/tenant/users/:id/disable', id))).body, { user_id: id })
  assert.ok(!(await isAlive(first)))
  assert.equal((await loginOf(b, 'zhangsan', PASSWORD)).body['status'], 'ACCESS_DENIED')
  assert.equal((await admin('GET', at(USER, id))).body['disabled'], true)
  assert.deepEqual((await admin('PUT', at('/api/v2/tenant/users/:id/enable', id))).body, { user_id: id })
  const second = await enter()
  assert.ok(await isAlive(second))
  const verify = '/api/v2/tenant/users/:id/change-password-verify'
  const wrong = await admin('PUT', at(verify, id), { password: 'Lemon-Harbour-43', old_password: 'no' })
  assert.deepEqual([wrong.status, wrong.body['error_code']], [400, 'BOWLINE.PWD.0004'])
  assert.ok(await isAlive(second))
  const right = await admin('PUT', at(verify, id), { password: 'Lemon-Harbour-43', old_password: PASSWORD })
  assert.deepEqual([right.status, right.body], [200, { user_id: id }])
  assert.ok(!(await isAlive(second)))
  const third = String((await loginOf(b, 'zhangsan', 'Lemon-Harbour-43')).body['session_token'])
  await admin('PUT', at(USER, id), { password: 'Melon-Harbour-44' })
  assert.ok(!(await isAlive(third)))
  assert.equal((await loginOf(b, 'zhangsan', 'Melon-Harbour-44')).body['status'], 'PASSWORD_EXPIRED')
})

test('wrong old passwords lock, and the user object says so until it is over', async () => {
  await using b = await bench({ settings: { captcha: { required: false }, password: { attempts: 3 } } })
  const admin = await administrate(b)
  const id = String((await admin('POST', USERS, sample)).body['user_id'])
  const tryOld = () =>
    admin('PUT', at('/api/v2/tenant/users/:id/change-password-verify', id), { password: 'Lemon-Harbour-43', old_password: 'no' })
  for (let n = 0; n < 3; n++) assert.equal((await tryOld()).body['error_code'], 'BOWLINE.PWD.0004')
  assert.equal((await tryOld()).body['error_code'], 'LOGIN.0001')
  assert.equal((await admin('GET', at(USER, id))).body['locked'], true)
  await admin('PUT', at('/api/v2/tenant/users/:id/change-password', id), { password: 'Melon-Harbour-44' })
  assert.equal((await admin('GET', at(USER, id))).body['locked'], false)
})

test('deleting answers 204 and leaves nobody', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  const id = String((await admin('POST', USERS, sample)).body['user_id'])
  const gone = await admin('DELETE', at(USER, id))
  assert.deepEqual([gone.status, gone.text], [204, ''])
  for (const [method, url] of [
    ['GET', USER],
    ['DELETE', USER],
    ['PUT', '/api/v2/tenant/users/:id/enable'],
  ] as const) {
    const reply = await admin(method, at(url, id))
    assert.deepEqual([reply.status, reply.body['error_code']], [400, 'USER.0001'], url)
  }
  assert.equal((await admin('POST', USERS, sample)).status, 201)
})

test('the list counts pages, oldest first, and tells who changed since', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  for (let n = 0; n < 25; n++) {
    b.clock.now += 1000
    await b.addUser({ userName: `person${n}` })
  }
  const list = async (query: string) => {
    const { body, status, text } = await admin('GET', `/api/v2/tenant/users?${query}`)
    assert.equal(status, 200, text)
    return { total: body['total'], names: (body['users'] as { user_name: string }[]).map((it) => it.user_name) }
  }
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `person${from + n}`)
  assert.deepEqual(await list('org_id=&offset=0&limit=10'), { total: 25, names: names(0, 10) })
  assert.deepEqual(await list('offset=2&limit=10'), { total: 25, names: names(20, 25) })
  assert.deepEqual(await list('offset=3&limit=10'), { total: 25, names: [] })
  // The eleventh was made at 08:00:11.
  assert.deepEqual(await list('offset=0&limit=10&updated_at_greater=2026-06-01%2008:00:11'), { total: 14, names: names(11, 21) })
  assert.deepEqual(await list('offset=1&limit=10&updated_at_greater=2026-06-01%2008:00:11'), { total: 14, names: names(21, 25) })
})
