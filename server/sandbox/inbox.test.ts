import assert from 'node:assert/strict'
import test from 'node:test'
import { bench, type Bench } from '../testing.ts'

const look = (b: Bench, query = '') => b.bowline.server.inject({ method: 'GET', url: `/sandbox/inbox${query}` })

test('the inbox shows what would have gone to a telephone, newest first', async () => {
  await using b = await bench()
  const codes = [await b.sendCode('15912345678', 'LOGIN_SMS'), await b.sendCode('13812345678', 'LOGIN_SMS')]
  const list = async (query?: string) => ((await look(b, query)).json() as { messages: { code: string }[] }).messages.map((it) => it.code)
  assert.deepEqual(await list(), codes.toReversed())
  for (const written of ['15912345678', '%2B8615912345678', '%2B86-15912345678'])
    assert.deepEqual(await list(`?mobile=${written}`), [codes[0]], written)
  assert.deepEqual(await list('?mobile=nobody'), [])
})

test('in production there is no inbox', async () => {
  await using b = await bench({ env: { BOWLINE_MODE: 'production', BOWLINE_PUBLIC_URL: 'https://id.example.com' } })
  const answer = await look(b)
  assert.equal(answer.statusCode, 404)
  assert.equal((answer.json() as Record<string, string>)['error_code'], 'BOWLINE.PARAM.0005')
})
