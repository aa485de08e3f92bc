import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { createAuthority } from './certificate.ts'

test('what the authority issues is a certificate: signed by it and by no other, for its names, in its time', () => {
  const authority = createAuthority()
  const root = new X509Certificate(authority.cert)
  const leaf = new X509Certificate(authority.issue(['localhost', 'mail.example.com', '127.0.0.1']).cert)
  assert.equal(root.ca, true)
  assert.equal(leaf.ca, false)
  assert.equal(leaf.verify(root.publicKey), true)
  assert.equal(leaf.checkIssued(root), true)
  assert.equal(leaf.verify(new X509Certificate(createAuthority().cert).publicKey), false)
  assert.equal(leaf.checkHost('mail.example.com'), 'mail.example.com')
  assert.equal(leaf.checkHost('other.example.com'), undefined)
  assert.equal(leaf.checkIP('127.0.0.1'), '127.0.0.1')
  assert.ok(leaf.validFromDate.getTime() < Date.now() && leaf.validToDate.getTime() > Date.now())
  const past = Math.floor(Date.now() / 1000) * 1000 - 86_400_000
  assert.equal(new X509Certificate(authority.issue(['localhost'], past).cert).validToDate.getTime(), past)
})
