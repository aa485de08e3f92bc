import assert from 'node:assert/strict'
import test from 'node:test'
import { transact } from '../context.ts'
import { refuses } from '../refusals.ts'
import { bench, type Bench } from '../testing.ts'
import { findUser, replaceUser } from '../users/index.ts'

const MOBILE = '15912345678'
const bearer = (it: { id_token: string }) => ({ authorization: `Bearer ${it.id_token}` })
const enter = async (b: Bench, headers?: Record<string, string>) => bearer(await b.login(MOBILE, headers))

test('every published field is there, in the form of each product', async () => {
  await using b = await bench()
  const attributes = { head_img: 'https://example.com/a.png', attr_gender: 'unknow', zip_code: '100000', extension: { age: '18' } }
  await b.addUser({
    userName: 'zhangsan',
    name: '张三',
    mobile: `+86${MOBILE}`,
    mobileProvenAt: 1,
    email: 'z@example.com',
    emailProvenAt: 1,
    attributes,
  })
  const published = {
    user_name: 'zhangsan',
    name: '张三',
    mobile: MOBILE,
    email: 'z@example.com',
    head_img: 'https://example.com/a.png',
    attr_gender: 'unknow',
    attr_birthday: null,
    attr_nick_name: null,
    first_name: null,
    middle_name: null,
    last_name: null,
    extension: '{"age":"18"}',
  }
  const login = await b.login(MOBILE)
  for (const headers of [bearer(login), await b.signed(login.session_token)]) {
    const answer = await b.get('/profile', headers)
    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(answer.body, published)
    assert.equal(answer.headers['cache-control'], 'no-store')
  }
  for (const error_codes of ['ciam', 'eiam']) {
    const twin = { 'x-client-id': await b.addApp({ error_codes }) }
    assert.deepEqual((await b.get('/profile', { ...twin, ...(await enter(b, twin)) })).body, {
      ...published,
      mobile: `+86-${MOBILE}`,
      mailing_address: null,
      zip_code: '100000',
      industry: null,
      extension: { age: '18' },
    })
  }
})

test('a number of another country keeps it', async () => {
  await using b = await bench()
  await b.addUser({ mobile: '+85251234567', mobileProvenAt: 1 })
  const { body } = await b.get('/profile', bearer(await b.login('+85251234567')))
  assert.equal(body['mobile'], '+852-51234567')
  assert.deepEqual([body['email'], body['extension']], [null, null])
})

test('what is said changes, what is not stays; number, address, code and password are not looked at', async () => {
  await using b = await bench()
  const user = await b.addUser({
    userName: 'zhangsan',
    mobile: `+86${MOBILE}`,
    mobileProvenAt: 1,
    attributes: { first_name: 'San', last_name: 'Zhang', extension: { a: 1 } },
  })
  const headers = await enter(b)
  const say = (body: object) => b.post('/profile/update', body, headers)
  const body = {
    user_name: 'captain',
    name: 'Captain',
    attr_birthday: '2000-02-29',
    first_name: '',
    extension: '{"age":"19"}',
    mailing_address: '1 Road',
    mobile: 'nonsense',
    verify_code: 1,
    email: ['x'],
    pwd: { a: 1 },
  }
  const answer = await say(body)
  assert.deepEqual([answer.status, answer.text], [200, ''])
  const kept = await findUser(b.ctx, b.tenant.id, user.id)
  assert.deepEqual(
    [kept?.userName, kept?.name, kept?.mobile, kept?.email, kept?.passwordSetAt],
    ['captain', 'Captain', `+86${MOBILE}`, null, null],
  )
  const attributes = { last_name: 'Zhang', extension: { age: '19' }, attr_birthday: '2000-02-29', mailing_address: '1 Road' }
  assert.deepEqual(JSON.parse(kept?.attributes ?? ''), attributes)
  // What was read can be said again: the extension as it was answered, null for what is not set.
  const { mobile: _, ...read } = (await b.get('/profile', headers)).body
  assert.equal((await say(read)).status, 200)
  assert.deepEqual(JSON.parse((await findUser(b.ctx, b.tenant.id, user.id))?.attributes ?? ''), attributes)
  assert.equal((await say({ user_name: 'CAPTAIN' })).status, 200, 'one’s own name in other capitals is no other’s')
})

test('what profile/update refuses', async (t) => {
  await using b = await bench()
  await b.addUser({ userName: 'lisi', email: 'li@example.com', emailProvenAt: 1 })
  await b.addUser({ userName: 'zhangsan', mobile: `+86${MOBILE}`, mobileProvenAt: 1, email: 'z@example.com' })
  const headers = await enter(b)
  const invalid = { code: 'USER.0036', says: 'Invalid username.' }
  await refuses(t, b, { url: '/api/v2/sdk/profile/update', body: { name: 'Zhang' }, headers }, [
    { name: 'nobody who is logged in', headers: { authorization: '' }, code: 'PARAM.0030', says: 'Signature invalid' },
    { name: 'a name that is taken, in other capitals', body: { user_name: 'LISI' }, code: 'USER.0029', says: 'User name already exists.' },
    { name: 'a number as a name', body: { user_name: '13812345678' }, ...invalid },
    { name: 'somebody’s address as a name', body: { user_name: 'li@example.com' }, ...invalid },
    { name: 'an address as a name that is one’s own and not proven', body: { user_name: 'z@example.com' }, ...invalid },
    { name: 'a name without end', body: { name: 'x'.repeat(101) }, code: 'USER.0037', says: 'Invalid name.' },
    { name: 'a name that is a number', body: { name: 1 }, code: 'BOWLINE.PARAM.0002', says: 'name' },
    { name: 'a birthday to come', body: { attr_birthday: '2027-01-01' }, code: 'BOWLINE.USER.0001', says: 'attribute attr_birthday' },
    { name: 'a list as extension', body: { extension: [] }, code: 'BOWLINE.PARAM.0002', says: 'extension' },
    {
      name: 'an extension too deep',
      body: { extension: { a: { a: { a: { a: { a: {} } } } } } },
      code: 'BOWLINE.USER.0001',
      says: 'attribute extension',
    },
  ])
})

test('of ten who take one name at once one has it; two changes of one profile at once are both kept', async () => {
  await using b = await bench()
  const people = []
  for (let i = 0; i < 10; i++) {
    await b.addUser({ userName: `p${i}`, mobile: `+8613${i}2345${i}678`, mobileProvenAt: 1 })
    people.push(bearer(await b.login(`13${i}2345${i}678`)))
  }
  const replies = await Promise.all(people.map((headers) => b.post('/profile/update', { user_name: 'captain' }, headers)))
  assert.equal(replies.filter((it) => it.status === 200).length, 1)
  for (const it of replies.filter((it) => it.status !== 200)) assert.equal(it.body['error_code'], 'USER.0029', it.text)
  const [first] = people
  const fields = ['first_name', 'middle_name', 'last_name', 'attr_nick_name']
  await Promise.all(fields.map((name) => b.post('/profile/update', { [name]: name }, first)))
  const { body } = await b.get('/profile', first)
  assert.deepEqual(
    fields.map((name) => body[name]),
    fields,
  )
})

test('a user who was disabled sees and changes nothing', async (t) => {
  await using b = await bench()
  const user = await b.addUser({ mobile: `+86${MOBILE}`, mobileProvenAt: 1 })
  const headers = await enter(b)
  await transact(b.ctx, (ctx) => replaceUser(ctx, { ...user, disabledAt: 1 }))
  const refusal = { code: 'PARAM.0023', says: 'Session token invalid' }
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/profile', headers }, [{ name: 'profile', ...refusal }])
  await refuses(t, b, { url: '/api/v2/sdk/profile/update', body: { name: 'x' }, headers }, [{ name: 'update', ...refusal }])
})
