import assert from 'node:assert/strict'
import test from 'node:test'
import { clientAddress, isListed, networkOf } from './address.ts'

test('a limit counts an IPv4 address, and the /64 of an IPv6 one', () => {
  for (const [address, network] of [
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
    ['nonsense', 'nonsense'],
  ] as const)
    assert.equal(networkOf(address), network, address)
  assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
})

test('entries of X-Forwarded-For are read with and without a port', () => {
  const trusted = ['10.0.0.0/8', '2001:db8:ffff::/48']
  for (const [forwarded, address] of [
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    [' 203.0.113.7:4711 ', '203.0.113.7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['2001:db8::7', '2001:db8::7'],
    // The last part of a bare IPv6 address is no port.
    ['2001:db8::7:4711', '2001:db8::7:4711'],
    ['198.51.100.1, 203.0.113.7:80, 10.2.2.2:443', '203.0.113.7'],
    ['203.0.113.7, [2001:db8:ffff::1]:443', '203.0.113.7'],
    // What cannot be read ends the chain: what stands before it was not written by one of ours.
    ['203.0.113.7, unknown', '10.0.0.1'],
    ['203.0.113.7:port', '10.0.0.1'],
    ['203.0.113.7:4711:4711', '10.0.0.1'],
    ['[203.0.113.7', '10.0.0.1'],
    ['', '10.0.0.1'],
  ] as const)
    assert.equal(clientAddress(trusted, '10.0.0.1', forwarded), address, forwarded)
  assert.equal(clientAddress([], '10.0.0.1', '203.0.113.7'), '10.0.0.1')
  assert.equal(clientAddress(trusted, '192.0.2.1', '203.0.113.7'), '192.0.2.1')
})

test('lists hold addresses, ranges, and a last octet of any value', () => {
  assert.ok(isListed(['203.0.113.*'], '203.0.113.7') && !isListed(['203.0.113.*'], '203.0.114.7'))
  assert.ok(isListed(['2001:db8::/32'], '2001:db8:1::1') && !isListed(['2001:db8::/32'], '203.0.113.7'))
  assert.ok(!isListed(['not/a/range', '10.0.0.0/33'], '10.0.0.1'))
})
