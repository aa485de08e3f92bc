import assert from 'node:assert/strict'
import test from 'node:test'
import { refuses } from '../refusals.ts'
import { bench } from '../testing.ts'

type Definition = {
  areaCode: string
  countryCode: string
  mobileRegex: string
  displayMapping: Record<string, string>
  areaCodeSuffixes: string[]
}

test('countries are listed in the published form', async () => {
  await using b = await bench()
  const { status, body } = await b.get('/country-codes')
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body).toSorted(), ['phoneAreaCodeDefinitions', 'preferredAreaCode'])
  assert.equal(body['preferredAreaCode'], 'CN')
  const definitions = body['phoneAreaCodeDefinitions'] as Definition[]
  assert.ok(definitions.length > 200)
  assert.deepEqual(
    definitions.find((it) => it.countryCode === 'CN'),
    {
      areaCode: '86',
      displayMapping: { 'zh-TW': '中國', en: 'China', 'zh-CN': '中国' },
      countryCode: 'CN',
      mobileRegex: '^(\\+86){0,1}\\-?1\\d{10}$',
      areaCodeSuffixes: [],
    },
  )
  const hongKong = new RegExp(definitions.find((it) => it.countryCode === 'HK')?.mobileRegex ?? '')
  assert.match('+852-51234567', hongKong)
  assert.doesNotMatch('51234567', hongKong)
})

test('a tenant that serves some countries names those, and its own first choice', async () => {
  await using b = await bench({ settings: { countries: ['HK', 'CN'], preferred_country: 'HK' } })
  const { body } = await b.get('/country-codes')
  assert.deepEqual((body['phoneAreaCodeDefinitions'] as Definition[]).map((it) => it.countryCode).toSorted(), ['CN', 'HK'])
  assert.equal(body['preferredAreaCode'], 'HK')
})

test('what country-codes refuses', async (t) => {
  await using b = await bench()
  await refuses(t, b, { method: 'GET', url: '/api/v2/sdk/country-codes' }, [
    { name: 'no device', headers: { 'x-agent': '' }, code: 'PARAM.0001', says: 'Send the header X-agent.' },
    { name: 'an unknown client', headers: { 'x-client-id': 'nobody' }, code: 'APP.0001', says: 'Application does not exist.' },
  ])
})
