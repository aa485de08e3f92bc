import assert from 'node:assert/strict'
import test from 'node:test'
import { fillHtml, html, type Piece, styleElement, write } from './html.ts'

test('what is put in is text, wherever it stands', () => {
  const evil = `"><script>alert('x')</script>&\``
  const page = write(html`<p title="${evil}">${evil}</p>`)
  assert.equal(page, `<p title="${ESCAPED}">${ESCAPED}</p>`)
})
const ESCAPED = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&#96;'

test('pieces made here stand as they are, lists one after the other, and what is absent leaves nothing', () => {
  const list = ['a', html`<b>${'<'}</b>`, 3]
  assert.equal(write(html`<i>${list}${undefined}${null}${false}${''}${0}</i>`), '<i>a<b>&lt;</b>30</i>')
})

test('nothing from outside can pretend to be a piece', () => {
  const forged = JSON.parse('{"made by html":"<script>"}') as Piece
  assert.equal(write(html`${forged}`), '')
})

test('a style stands as it is, and cannot end itself', () => {
  assert.equal(write(styleElement('a > b{c:"d"}')), '<style>a > b{c:"d"}</style>')
  assert.throws(() => styleElement('a{}</style><script>'))
})

test('a text is filled with pieces, and stays text', () => {
  assert.equal(write(fillHtml('a <{b}> {c}{d}', { b: html`<i>${'&'}</i>`, c: '<' })), 'a &lt;<i>&amp;</i>&gt; &lt;')
})
