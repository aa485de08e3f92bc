/** What a first visit has to fetch: the console's first load under 400 KB of script, the hosted pages under 20 KB, compressed. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

const web = join(import.meta.dirname, '../web')
const compressed = (file: string) => gzipSync(readFileSync(join(web, file))).length

test('the console’s first load is under 400 KB of script, compressed; each page comes when it is opened', () => {
  const page = readFileSync(join(web, 'dist/console/index.html'), 'utf8')
  const files = new Set([...page.matchAll(/"\/web\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => `dist/${file}`))
  assert.ok(files.size > 0)
  const bytes = [...files].reduce((sum, file) => sum + compressed(file), 0)
  assert.ok(bytes < 400 * 1024, `${bytes} bytes`)
  assert.ok(![...files].some((file) => /overview|person|firewall/.test(file)), 'pages are split off')
})

test('the script on top of the sign-in pages is under 20 KB, compressed', () => {
  const bytes = compressed('hosted/pages.js')
  assert.ok(bytes > 0 && bytes < 20 * 1024, `${bytes} bytes`)
})
