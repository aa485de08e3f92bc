/**
 * What web/build.ts made, served: the console, and in development the playground. One page each, and files that never change
 * under a name (a digest is part of it).
 */
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { World } from './context.ts'
import { randomToken } from './secrets.ts'

const DIST = join(import.meta.dirname, '../web/dist')
const NOT_BUILT = 'The pages are not built. Run "npm ci" (or "npm run build") where Bowline is installed, and start it again.\n'

/** Its own files and nobody else's; styles that a script adds carry the nonce of their page. */
const policy = (nonce: string) =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')

const headers = {
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

export function servePages(server: FastifyInstance, world: World): void {
  if (existsSync(DIST)) void server.register(files, { root: join(DIST, 'assets'), prefix: '/web/assets/', immutable: true, maxAge: '1y' })
  serve('/console', 'console')
  if (world.config.mode === 'development') {
    serve('/playground', 'playground')
    server.get('/playground/openapi.json', async (_request, reply) =>
      reply.type('application/json').send(await readFile(join(import.meta.dirname, '../docs/openapi.json'))),
    )
  }

  /** Whatever is behind the address is the page's own affair. */
  function serve(url: string, name: string) {
    const page = () => readPage(name)
    for (const at of [url, `${url}/*`]) server.get(at, async (_request, reply) => answer(reply, page()))
  }
}

const pages = new Map<string, string>()

function readPage(name: string): string | undefined {
  const known = pages.get(name)
  if (known !== undefined) return known
  const file = join(DIST, name, 'index.html')
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  pages.set(name, text)
  return text
}

function answer(reply: FastifyReply, page: string | undefined) {
  if (page === undefined) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
  const nonce = randomToken()
  return reply
    .headers({ ...headers, 'cache-control': 'no-store', 'content-security-policy': policy(nonce) })
    .type('text/html; charset=utf-8')
    .send(page.replace('%NONCE%', nonce))
}
