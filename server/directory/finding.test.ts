import assert from 'node:assert/strict'
import test from 'node:test'
import { administrate } from '../administration.double.ts'
import { bench, type Bench } from '../testing.ts'
import { stretchesOf } from './finding.ts'

const FOUND = '/api/v2/admin/users'
type Admin = Awaited<ReturnType<typeof administrate>>
type Listed = { user_name: string; name: string; disabled: boolean }

/** All pages of a search, the user names of each. */
async function pages(admin: Admin, query: Record<string, string | number>): Promise<string[][]> {
  const found: string[][] = []
  for (let cursor = ''; found.length < 100;) {
    const asked = new URLSearchParams(Object.entries({ ...query, cursor }).map(([name, value]) => [name, String(value)]))
    const { body, status, text } = await admin('GET', `${FOUND}?${asked}`)
    assert.equal(status, 200, text)
    found.push((body['users'] as Listed[]).map((it) => it.user_name))
    if (body['next'] === null) break
    cursor = String(body['next'])
  }
  return found
}
const names = async (admin: Admin, query: string, more = {}) => (await pages(admin, { query, limit: 50, ...more })).flat()

async function people(b: Bench) {
  const one = async (input: Parameters<Bench['addUser']>[0]) => {
    b.clock.now += 1000
    return b.addUser(input)
  }
  await one({ userName: 'ZhangSan', name: '张三', mobile: '+8615912345678', mobileProvenAt: 1, email: 'san@example.com', emailProvenAt: 1 })
  await one({ userName: 'zhangsi', name: 'Zhang Si', mobile: '+8615912345679', mobileProvenAt: 1, disabledAt: 1 })
  await one({ userName: 'oez', name: 'Öztürk', mobile: '+491512345678', email: 'zhang@example.org' })
  await one({ userName: 'percent_sign', name: '100% real', mobile: '+447911123456', mobileProvenAt: 1 })
}

test('people are found by how a name, a number, an address or an id begins, however it is written', async () => {
  await using b = await bench()
  await people(b)
  const admin = await administrate(b)
  const cases: [string, string[]][] = [
    ['zhang', ['ZhangSan', 'zhangsi', 'oez']],
    ['ZHANGSA', ['ZhangSan']],
    ['zhang s', ['zhangsi']],
    ['张', ['ZhangSan']],
    ['öz', ['oez']],
    ['ÖZT', ['oez']],
    ['SAN@Ex', ['ZhangSan']],
    ['zhang@', ['oez']],
    ['159', ['ZhangSan', 'zhangsi']],
    ['15912345678', ['ZhangSan']],
    ['159-1234 5678', ['ZhangSan']],
    ['+86-15912345678', ['ZhangSan']],
    ['+86 159', ['ZhangSan', 'zhangsi']],
    ['008615912345679', ['zhangsi']],
    ['86159', ['ZhangSan', 'zhangsi']],
    ['+44 7911', ['percent_sign']],
    ['447911', ['percent_sign']],
    ['１５９１２３４５６７８', ['ZhangSan']],
    ['100%', ['percent_sign']],
    ['percent_', ['percent_sign']],
    ['percentx', []],
    ['%', []],
    ['_', []],
    ['an', []],
    ['nobody', []],
    ["' or 1=1 --", []],
  ]
  for (const [query, wanted] of cases) assert.deepEqual(await names(admin, query), wanted, query)
  const all = (await admin('GET', FOUND)).body['users'] as (Listed & { user_id: string })[]
  assert.deepEqual(
    all.map((it) => it.user_name),
    ['percent_sign', 'oez', 'zhangsi', 'ZhangSan'],
  )
  const id = all[3]?.user_id ?? ''
  assert.deepEqual(await names(admin, id), ['ZhangSan'])
  assert.deepEqual(await names(admin, id.toLowerCase().slice(0, 20)), ['ZhangSan'])
  assert.deepEqual(all[3] && { ...all[3], user_id: '' }, {
    user_id: '',
    user_name: 'ZhangSan',
    name: '张三',
    mobile: '+86-15912345678',
    mobile_verified: true,
    email: 'san@example.com',
    email_verified: true,
    disabled: false,
    created_at: 1_780_300_801,
    updated_at: 1_780_300_801,
  })
})

test('the state narrows a search, and nobody of another tenant is in it', async () => {
  await using b = await bench()
  await people(b)
  await b.addUser({ userName: 'zhangwu' }, (await b.addTenant('elsewhere')).id)
  const admin = await administrate(b)
  assert.deepEqual(await names(admin, 'zhang', { state: 'disabled' }), ['zhangsi'])
  assert.deepEqual(await names(admin, 'zhang', { state: 'enabled' }), ['ZhangSan', 'oez'])
  assert.deepEqual(await names(admin, '', { state: 'disabled' }), ['zhangsi'])
  assert.deepEqual(await names(admin, '', { state: 'enabled' }), ['percent_sign', 'oez', 'ZhangSan'])
  const count = async (query: string) => (await admin('GET', `/api/v2/admin/users/count?${query}`)).body
  assert.deepEqual(await count(''), { count: 4, more: false })
  assert.deepEqual(await count('state=disabled'), { count: 1, more: false })
  assert.deepEqual(await count('query=zhang'), { count: 3, more: false })
  assert.deepEqual(await count('query=zhang&state=enabled'), { count: 2, more: false })
  assert.deepEqual(await count('query=%C3%B6z'), { count: 1, more: false })
  assert.deepEqual(await count('query=159'), { count: 2, more: false })
})

test('pages neither miss nor repeat anybody: equal names, the same person by several fields, people who come and go', async () => {
  await using b = await bench()
  const admin = await administrate(b)
  // Fifteen of one name, whose user names begin with it too; five of the name only.
  for (let n = 0; n < 15; n++) await b.addUser({ userName: `same${String(n).padStart(2, '0')}`, name: 'Same' })
  for (let n = 0; n < 5; n++) await b.addUser({ userName: `other${n}`, name: 'same' })
  for (const limit of [1, 4, 5, 20, 100]) {
    const found = await pages(admin, { query: 'same', limit })
    assert.equal(new Set(found.flat()).size, 20, `limit ${limit}`)
    assert.equal(found.flat().length, 20, `limit ${limit}`)
    assert.ok(found.every((it) => it.length <= limit))
    assert.notEqual(found.at(-1)?.length, 0, `limit ${limit}: a last page of nobody`)
  }
  const first = (await admin('GET', `${FOUND}?query=same&limit=16`)).body
  assert.equal((first['users'] as Listed[]).length, 16)
  // Somebody comes behind the place where that page ended.
  b.clock.now += 1000
  await b.addUser({ userName: 'late', name: 'Same' })
  const rest = (await admin('GET', `${FOUND}?query=same&limit=100&cursor=${String(first['next'])}`)).body
  assert.equal(rest['next'], null)
  assert.equal((rest['users'] as Listed[]).length, 5)
  assert.deepEqual((await pages(admin, { query: 'same', state: 'disabled', limit: 3 })).flat(), [])
  const shares = await pages(admin, { query: '', limit: 7 })
  assert.deepEqual(
    shares.map((it) => it.length),
    [7, 7, 7],
  )
})

test('a query is looked for where it can be found, the likeliest first', () => {
  const fields = (query: string) => stretchesOf(query, 'CN').map((it) => `${it.field} ${it.from}`)
  assert.deepEqual(fields('  '), [])
  assert.deepEqual(fields('Wang'), ['userName wang', 'name wang', 'email wang'])
  assert.deepEqual(fields('Wang Li'), ['name wang li'])
  assert.deepEqual(fields('a@B'), ['email a@b', 'userName a@b', 'name a@b'])
  assert.deepEqual(fields('159 1234'), ['mobile +861591234', 'mobile +1591234', 'name 159 1234'])
  assert.deepEqual(fields('2026'), ['mobile +862026', 'mobile +2026', 'id 2026', 'userName 2026', 'name 2026', 'email 2026'])
  assert.deepEqual(fields('Éva'), ['name Éva', 'name éva'])
})
