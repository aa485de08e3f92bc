import assert from 'node:assert/strict'
import test from 'node:test'
import { PNG } from 'pngjs'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'

/** Every key of the published answer (user-api 2.2.1), and what is null in it. */
const NULLS = [
  'captchaId',
  'projectCode',
  'captchaType',
  'captchaOriginalPath',
  'captchaFontType',
  'captchaFontSize',
  'secretKey',
  'point',
  'wordList',
  'pointList',
  'pointJson',
  'captchaVerification',
]

test('a picture is answered with all the published keys', async () => {
  await using b = await bench()
  const { status, body, headers } = await b.get('/captcha')
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body).toSorted(), [...NULLS, 'originalImageBase64', 'jigsawImageBase64', 'token', 'result'].toSorted())
  for (const key of NULLS) assert.equal(body[key], null, key)
  assert.equal(body['result'], false)
  assert.match(String(body['token']), /^[0-9a-f]{32}$/)
  assert.equal(headers['cache-control'], 'no-store')
  const picture = (key: string) => {
    assert.match(String(body[key]), /^[A-Za-z0-9+/]+={0,2}$/)
    const { width, height } = PNG.sync.read(Buffer.from(String(body[key]), 'base64'))
    return [width, height]
  }
  assert.deepEqual(picture('originalImageBase64'), [310, 155])
  assert.deepEqual(picture('jigsawImageBase64'), [47, 155])
})

test('no two pictures are the same, and the answer lies nowhere but in the database', async () => {
  await using b = await bench()
  const pictures = await Promise.all(Array.from({ length: 4 }, () => b.get('/captcha')))
  for (const key of ['token', 'originalImageBase64', 'jigsawImageBase64'])
    assert.equal(new Set(pictures.map((it) => it.body[key])).size, 4, key)
  // The database knows a picture by a hash: whoever reads it cannot answer in another's place.
  const { captchas } = await b.snapshot()
  assert.equal(captchas?.split('\n').length, 4)
  for (const { body } of pictures) assert.ok(!captchas.includes(String(body['token'])))
})

test('what captcha refuses', async (t) => {
  await using b = await bench()
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/captcha' }, [
    { name: 'no device', headers: { 'x-device-fingerprint': '' }, code: 'PARAM.0001', says: 'Send the header X-device-fingerprint.' },
    { name: 'no client', headers: { 'x-client-id': '' }, code: 'PARAM.0002', says: 'clientId required.' },
    { name: 'an unknown client', headers: { 'x-client-id': 'nobody' }, code: 'APP.0001', says: 'Application does not exist.' },
  ])
})
