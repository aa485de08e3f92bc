import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'

test('neither the engine nor a page is loaded before somebody asks for one', () => {
  const script = `
    const { registerHooks } = await import('node:module')
    const seen = []
    registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) })
    await import(${JSON.stringify(join(import.meta.dirname, '../app.ts'))})
    process.stdout.write(seen.join('\\n'))`
  const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).split('\n')
  assert.ok(loaded.some((it) => it.endsWith('/server/oauth/authorize.ts')))
  assert.deepEqual(
    loaded.filter((it) => /oidc-provider|\/koa\/|\/hosted\/(?:pages\/|serve|ask|layout)|\/languages\/pages|\/uqr\//.test(it)),
    [],
  )
})
