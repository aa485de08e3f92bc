import assert from 'node:assert/strict'
import test from 'node:test'
import { listEndpoints } from './app.ts'
import { createCompilers } from './validation.ts'

test('every schema can be compiled: a fault of ours is found here, not by whoever calls first', () => {
  const { validator, serializer } = createCompilers()
  let compiled = 0
  for (const it of listEndpoints()) {
    const said = { body: it.caller !== 'anyone' && it.body, querystring: it.caller === 'admin' && it.query }
    for (const [httpPart, schema] of Object.entries(said)) {
      if (!schema) continue
      assert.equal(typeof validator({ schema, method: it.method, url: it.url, httpPart }), 'function', it.url)
      compiled++
    }
    if (!it.reply) continue
    assert.equal(typeof serializer({ schema: it.reply, method: it.method, url: it.url, httpStatus: '200' }), 'function', it.url)
    compiled++
  }
  assert.ok(compiled > 250, `${compiled} schemas`)
  assert.throws(() => validator({ schema: { type: 'strange' }, method: 'GET', url: '/', httpPart: 'body' }), /schema is invalid/)
})
