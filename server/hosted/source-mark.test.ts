import assert from 'node:assert/strict'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import { sourceMarks } from '../../web/ui/source-marks.ts'
import { connectors } from '../social/index.ts'
import { bench } from '../testing.ts'
import { write } from './html.ts'
import { sourceMark } from './source-mark.ts'
import { authorizeUrl, env, walk } from './walker.double.ts'

const app = { redirect_uris: ['https://app.example.com/callback'] }
const logo = `data:image/png;base64,${Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').toString('base64')}`

test('every connector has a mark of its own, and no two are alike', () => {
  assert.deepEqual(Object.keys(sourceMarks).toSorted(), Object.keys(connectors).toSorted())
  assert.equal(new Set(Object.values(sourceMarks).map((it) => JSON.stringify(it))).size, Object.keys(sourceMarks).length)
  const all = Object.keys(sourceMarks).map((connector) => write(sourceMark({ connector, logo: '' })))
  for (const mark of all) assert.ok(!/style=|href|url\(|<image|<script/.test(mark), mark)
  assert.equal(sourceMark({ connector: 'constructor', logo: '' }), '')
  const bytes = gzipSync(all.join('')).length
  assert.ok(bytes < 4096, `all of them on one page are ${bytes} bytes, compressed`)
})

test('a button has the mark of its source, or its own picture, and is called by its words alone', async () => {
  await using b = await bench({ env, app, source: { name: '<b>Sand</b>' } })
  await b.addSource({ id: 'own', name: 'Own', logo })
  const w = walk(b)
  const { html, headers } = await w.open(authorizeUrl(b))
  const buttons = html.match(/<a class="button plain marked"[^]*?<\/a>/g) ?? []
  assert.equal(buttons.length, 2)
  const [drawn = '', own = ''] = buttons.toSorted((a, b) => Number(a.includes('<img')) - Number(b.includes('<img')))
  assert.ok(drawn.includes('<svg class="mark"') && drawn.includes('aria-hidden="true"') && drawn.includes('&lt;b&gt;Sand'), drawn)
  assert.ok(own.includes(`<img class="mark" src="${logo}" alt=""`), own)
  assert.ok(!/unsafe|https:\/\/(?!app\.example)/.test(String(headers['content-security-policy'])))
  assert.equal((await w.follow('Continue with Own')).title, 'Sandbox: who are you?')
})
