import test from 'node:test'
import assert from 'node:assert/strict'
import { bench } from '../testing.ts'
import { manage, refusedBy, silent } from './management.double.ts'

const APPS = '/api/v2/admin/apps'

test('an application hands out no permission that it does not have itself, by settings or by a secret', async () => {
  await using b = await bench()
  const owner = await manage(b, ['all', 'tenant_all', 'admin_all'])
  const powerful = String((await owner('POST', APPS, { name: 'Powerful', settings: { permissions: ['tenant_all'] } })).body['client_id'])
  for (const [held, wanted] of [
    [['all'], 'tenant_all'],
    [['all'], 'admin_all'],
    [['all'], 'tenant_read'],
    [['app_all'], 'user_all'],
    [['app_all', 'user_read'], 'user_all'],
  ] as const) {
    const admin = await manage(b, [...held])
    await silent(b, async () => {
      refusedBy(await admin('POST', APPS, { name: 'Ladder', settings: { permissions: [wanted] } }), 'permissionMissing')
      refusedBy(await admin('PUT', `${APPS}/${b.clientId}`, { settings: { permissions: [wanted] } }), 'permissionMissing')
      refusedBy(await admin('POST', `${APPS}/${powerful}/secret`), 'permissionMissing')
    })
  }
})

test('what it has it may hand out, and what somebody else has been given it may leave alone', async () => {
  await using b = await bench()
  const admin = await manage(b, ['app_all', 'user_all'])
  const made = await admin('POST', APPS, { name: 'Reader', settings: { permissions: ['user_read', 'app_read'] } })
  assert.equal(made.status, 201, made.text)
  const owner = await manage(b, ['all', 'tenant_all'])
  const powerful = await owner('POST', APPS, { name: 'Powerful', settings: { permissions: ['tenant_all'] } })
  const url = `${APPS}/${String(powerful.body['client_id'])}`
  const renamed = await admin('PUT', url, { name: 'Renamed', settings: powerful.body['settings'] })
  assert.equal(renamed.status, 200, renamed.text)
})
