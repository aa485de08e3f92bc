import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSocketServer, type AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import * as client from 'openid-client'
import { createOutbound, isPublicAddress, OutboundRefusal, readAllowance, type OutboundOptions } from './outbound.ts'

const closers: (() => unknown)[] = []
after(() => Promise.all(closers.map((close) => close())))

async function listen(handle: RequestListener): Promise<{ port: number; url: string }> {
  const server = createServer(handle).listen(0, '127.0.0.1')
  await new Promise((resume) => server.once('listening', resume))
  closers.push(() => (server.closeAllConnections(), server.close()))
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}` }
}

function outbound(options: Partial<OutboundOptions> = {}) {
  const it = createOutbound({ allow: [], timeoutMs: 1_000, ...options })
  closers.push(it.close)
  return it.fetch
}

const refusedAs = (kind: OutboundRefusal['kind']) => (error: unknown) => {
  assert.ok(error instanceof OutboundRefusal, `OutboundRefusal expected, got ${String(error)}`)
  assert.equal(error.kind, kind)
  return true
}

/** Counts the requests it gets: a refusal must also mean that nobody was asked. */
async function listenAndCount() {
  const seen: string[] = []
  const it = await listen((request, reply) => {
    seen.push(request.url ?? '')
    reply.end('secret of the inner network')
  })
  return { ...it, seen }
}

describe('threat 23: addresses that are not public', () => {
  const literals = `
    http://169.254.169.254/latest/meta-data/ http://10.0.0.1/ http://10.255.255.255/ http://172.16.0.1/ http://192.168.1.1/
    http://100.64.0.1/ http://127.0.0.1/ http://0.0.0.0/ http://224.0.0.1/ http://255.255.255.255/ http://192.0.2.1/
    http://198.18.0.1/ http://198.51.100.7/ http://203.0.113.7/ http://240.0.0.1/
    http://2130706433/ http://0x7f.1/ http://0x7f000001/ http://0177.0.0.1/ http://127.1/ http://１２７.０.０.１/
    http://%31%32%37.0.0.1/ http://127.0.0.1./ http://0/
    http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::127.0.0.1]/
    http://[64:ff9b::127.0.0.1]/ http://[64:ff9b::a9fe:a9fe]/ http://[64:ff9b:1::7f00:1]/ http://[2002:7f00:1::]/
    http://[2001:0:7f00:1::]/ http://[2001:db8::1]/ http://[3fff::1]/ http://[fe80::1]/ http://[fec0::1]/ http://[fc00::1]/
    http://[fd12:3456::1]/ http://[ff02::1]/ http://[4000::1]/ https://127.0.0.1/`
  // The second lines: the same in other spellings (decimal, hexadecimal, octal, short, full-width, percent-encoded, a dot at the end).
  for (const url of literals.trim().split(/\s+/)) {
    test(`threat 23: ${url} is refused`, async () => {
      await assert.rejects(outbound()(url), refusedAs('forbidden_address'))
    })
  }

  test('threat 23: localhost, resolved by the system, is refused and not asked', async () => {
    const inner = await listenAndCount()
    await assert.rejects(outbound()(`http://localhost:${inner.port}/`), refusedAs('forbidden_address'))
    assert.deepEqual(inner.seen, [])
  })

  const resolved: [string, string[]][] = [
    ['to link-local', ['169.254.169.254']],
    ['to loopback', ['127.0.0.1']],
    ['to IPv6 loopback', ['::1']],
    ['to 10/8', ['10.1.2.3']],
    ['to an IPv4-mapped address', ['::ffff:10.0.0.1']],
    ['to a link-local address with a zone', ['fe80::1%lo']],
    ['to a public and a private address', ['93.184.215.14', '127.0.0.1']],
    ['to rubbish', ['not an address']],
  ]
  for (const [what, addresses] of resolved) {
    test(`threat 23: a name that resolves ${what} is refused`, async () => {
      const inner = await listenAndCount()
      const fetch = outbound({ resolve: async () => addresses })
      await assert.rejects(fetch(`http://idp.example.com:${inner.port}/`), refusedAs('forbidden_address'))
      assert.deepEqual(inner.seen, [])
    })
  }

  test('threat 23: the address that was checked is the one connected to: the name is asked once (rebinding)', async () => {
    const inner = await listenAndCount()
    let asked = 0
    // Allowed at first sight; every further look would lead inside.
    const fetch = outbound({
      allow: ['127.0.0.2'],
      resolve: async () => (++asked === 1 ? ['127.0.0.2'] : ['127.0.0.1']),
    })
    // Nobody is at 127.0.0.2: a second look-up would have found the inner server.
    await assert.rejects(fetch(`http://idp.example.com:${inner.port}/`), refusedAs('network'))
    assert.equal(asked, 1)
    assert.deepEqual(inner.seen, [])
  })

  test('threat 23: a redirect there is not followed', async () => {
    const inner = await listenAndCount()
    for (const status of [301, 302, 303, 307, 308]) {
      const outer = await listen((_, reply) => reply.writeHead(status, { location: `${inner.url}/meta` }).end())
      const fetch = outbound({ allow: ['*'] })
      await assert.rejects(fetch(outer.url), refusedAs('redirect'))
      await assert.rejects(fetch(outer.url, { redirect: 'follow' }), refusedAs('redirect'))
    }
    assert.deepEqual(inner.seen, [])
  })

  test('threat 23: OpenID discovery there is refused', async () => {
    const fetch = outbound({ resolve: async () => ['169.254.169.254'] })
    for (const issuer of ['http://169.254.169.254', 'http://10.0.0.1', 'http://[::1]', 'https://metadata.example.com']) {
      const discovery = client.discovery(new URL(issuer), 'client', undefined, undefined, {
        execute: [client.allowInsecureRequests],
        [client.customFetch]: fetch as client.CustomFetch,
      })
      // openid-client wraps what fetch throws.
      await assert.rejects(discovery, (error: Error) => refusedAs('forbidden_address')(error.cause ?? error))
    }
  })

  test('threat 23: only http and https', async () => {
    for (const url of ['file:///etc/passwd', 'data:text/plain,x', 'ftp://example.com/', 'blob:nodedata:1']) {
      await assert.rejects(outbound({ allow: ['*'] })(url), refusedAs('forbidden_address'))
    }
  })

  test('what is public and what is not', () => {
    for (const it of ['93.184.215.14', '1.1.1.1', '2606:4700::1111', '::ffff:1.1.1.1', '64:ff9b::101:101']) {
      assert.equal(isPublicAddress(it), true, it)
    }
    for (const it of ['', 'localhost', '10', '127.0.0.1', '::1', '2002:101:101::', '192.88.99.1', '::ffff:0:1.1.1.1']) {
      assert.equal(isPublicAddress(it), false, it)
    }
  })
})

describe('the allow list', () => {
  const open: [string, (port: number) => string[], string][] = [
    ['an address', () => ['127.0.0.1'], '127.0.0.1'],
    ['an address with its port', (port) => [`127.0.0.1:${port}`], '127.0.0.1'],
    ['a range', () => ['127.0.0.0/8'], '127.0.0.1'],
    ['a name', () => ['idp.internal'], 'IDP.internal'],
    ['a name with its port', (port) => [`idp.internal:${port}`], 'idp.internal'],
    ['the address behind a name', () => ['127.0.0.1'], 'idp.internal'],
    ['everything', () => ['*'], 'idp.internal'],
    ['the one that fits among several', () => ['other.internal', '10.0.0.0/8', '127.0.0.1/32'], 'idp.internal'],
  ]
  for (const [what, allow, host] of open) {
    test(`lets through ${what}`, async () => {
      const inner = await listenAndCount()
      const fetch = outbound({ allow: allow(inner.port), resolve: async () => ['127.0.0.1'] })
      assert.equal((await fetch(`http://${host}:${inner.port}/`)).status, 200)
      assert.equal(inner.seen.length, 1)
    })
  }

  const shut: [string, (port: number) => string[]][] = [
    ['another name', () => ['idp2.internal']],
    ['a name below', () => ['internal']],
    ['another port', (port) => [`idp.internal:${port + 1}`]],
    ['another range', () => ['10.0.0.0/8', '::/0']],
    ['another address', () => ['127.0.0.2', '[::1]:80']],
  ]
  for (const [what, allow] of shut) {
    test(`does not let through for ${what}`, async () => {
      const inner = await listenAndCount()
      const fetch = outbound({ allow: allow(inner.port), resolve: async () => ['127.0.0.1'] })
      await assert.rejects(fetch(`http://idp.internal:${inner.port}/`), refusedAs('forbidden_address'))
      assert.deepEqual(inner.seen, [])
    })
  }

  test('an entry that cannot be read is a fault at start', () => {
    for (const entry of ['', '10.0.0.0/33', 'http://x', 'a b', 'x:99999', 'x:0', '[::1', '*.example.com', '[127.0.0.1]:80']) {
      assert.throws(() => readAllowance(entry), /outbound allow list/, entry)
    }
  })
})

describe('limits', () => {
  test('an answer comes through whole: status, headers, body', async () => {
    const { url } = await listen(async (request, reply) => {
      let body = ''
      for await (const part of request) body += part
      reply.writeHead(201, { 'content-type': 'application/json', 'x-method': request.method })
      reply.end(JSON.stringify({ body, type: request.headers['content-type'], extra: request.headers['x-extra'] }))
    })
    const answer = await outbound({ allow: ['*'] })(url, {
      method: 'POST',
      body: new URLSearchParams({ a: '1' }),
      headers: { 'x-extra': 'yes' },
    })
    assert.equal(answer.status, 201)
    assert.equal(answer.headers.get('x-method'), 'POST')
    const type = 'application/x-www-form-urlencoded;charset=UTF-8'
    assert.deepEqual(await answer.json(), { body: 'a=1', type, extra: 'yes' })
  })

  test('a Request is as good as an address, and an empty answer is an answer', async () => {
    const { url } = await listen((request, reply) => void reply.writeHead(request.method === 'PUT' ? 204 : 500).end())
    const answer = await outbound({ allow: ['*'] })(new Request(url, { method: 'PUT', body: 'x' }))
    assert.equal(answer.status, 204)
    assert.equal(await answer.text(), '')
  })

  test('silence: no headers within the time', async () => {
    const { url } = await listen(() => {})
    await assert.rejects(outbound({ allow: ['*'], timeoutMs: 100 })(url), refusedAs('timeout'))
  })

  test('drip: each byte in time, the whole not', async () => {
    const { url } = await listen((_, reply) => {
      reply.writeHead(200)
      const timer = setInterval(() => reply.write('.'), 20)
      reply.on('close', () => clearInterval(timer))
    })
    await assert.rejects(outbound({ allow: ['*'], timeoutMs: 200 })(url), refusedAs('timeout'))
  })

  test('a name server that does not answer counts too', async () => {
    const fetch = outbound({ timeoutMs: 100, resolve: () => new Promise(() => {}) })
    await assert.rejects(fetch('http://idp.example.com/'), refusedAs('timeout'))
  })

  test('one byte too many, announced or not', async () => {
    const { url } = await listen((request, reply) => {
      const body = Buffer.alloc(Number(request.url?.slice(2)))
      if (request.url?.startsWith('/a')) reply.setHeader('content-length', body.length)
      reply.write(body.subarray(0, 10))
      reply.end(body.subarray(10))
    })
    const fetch = outbound({ allow: ['*'], maxBytes: 1_000 })
    for (const way of ['a', 'c']) {
      assert.equal((await (await fetch(`${url}/${way}1000`)).arrayBuffer()).byteLength, 1_000)
      await assert.rejects(fetch(`${url}/${way}1001`), refusedAs('too_large'))
    }
  })

  test('an endless answer is cut while it is read', async () => {
    let written = 0
    const { url } = await listen((_, reply) => {
      const more = () => {
        while (!reply.destroyed && reply.write(Buffer.alloc(16_384))) written += 16_384
      }
      reply.on('drain', more)
      more()
    })
    await assert.rejects(outbound({ allow: ['*'], timeoutMs: 3_000, maxBytes: 100_000 })(url), refusedAs('too_large'))
    assert.ok(written < 20_000_000, `${written} bytes written`)
  })

  test('a small answer that unpacks into a large one is too large', async () => {
    const { url } = await listen((_, reply) => {
      reply.setHeader('content-encoding', 'gzip')
      reply.end(gzipSync(Buffer.alloc(5_000_000)))
    })
    await assert.rejects(outbound({ allow: ['*'] })(url), refusedAs('too_large'))
  })

  test('nobody there, broken off, not HTTP', async () => {
    const mute = createSocketServer((socket) => void socket.resume().end('hello')).listen(0, '127.0.0.1')
    await new Promise((resume) => mute.once('listening', resume))
    const { port } = mute.address() as AddressInfo
    const fetch = outbound({ allow: ['*'] })
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`), refusedAs('network'))
    await new Promise((resume) => mute.close(resume))
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`), refusedAs('network'))
    const broken = await listen((_, reply) => {
      reply.writeHead(200, { 'content-length': 100 }).write('half')
      setTimeout(() => reply.destroy(), 20)
    })
    await assert.rejects(fetch(broken.url), refusedAs('network'))
    await assert.rejects(fetch('http://user:password@127.0.0.1/'), refusedAs('network'))
  })

  test('the error names the host and nothing behind it', async () => {
    const { url } = await listen((_, reply) => void reply.writeHead(302, { location: '/' }).end())
    const fetch = outbound({ allow: [new URL(url).host] })
    for (const target of [`${url}/x?secret=s3cret`, 'http://10.0.0.1/?secret=s3cret', 'http://:s3cret', 'http://a:s3cret@b/']) {
      await assert.rejects(fetch(target), (error: Error) => {
        assert.doesNotMatch(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`, /s3cret/)
        return true
      })
    }
  })

  test('a caller that gives up gets its own error', async () => {
    const { url } = await listen(() => {})
    await assert.rejects(outbound({ allow: ['*'] })(url, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' })
  })

  test('after close no connection stays', async () => {
    const { url } = await listen((_, reply) => void reply.end('ok'))
    const it = createOutbound({ allow: ['*'] })
    assert.equal((await it.fetch(url)).status, 200)
    await it.close()
    await assert.rejects(it.fetch(url), refusedAs('network'))
  })
})
