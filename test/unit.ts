/** `npm run unit` and `npm run unit:pg`: every test, on one of the two databases. Further words narrow it to some files. */
import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { makePool } from './keys.ts'
import { startPostgres } from './postgres.ts'

const KEYS = pathToFileURL(join(import.meta.dirname, 'keys.ts')).href

/** Answers how the run ended: what the runner printed at its end, and whether it was good. */
export async function runUnit(
  engine: 'sqlite' | 'postgres',
  only: string[] = [],
  places = ['server/**/*.test.ts', 'test/**/*.test.ts', 'sdk/**/*.test.ts'],
): Promise<{ passed: number; failed: number }> {
  const files = globSync(places).filter((file) => only.length === 0 || only.some((word) => file.includes(word)))
  const folder = mkdtempSync(join(tmpdir(), 'bowline-run-'))
  const postgres = engine === 'postgres' ? await startPostgres() : undefined
  try {
    const { TEST_DATABASE_URL: _, ...env } = process.env
    const keys = join(folder, 'keys.json')
    await makePool(keys)
    return await run(files, {
      // Every file is a process: what one has compiled serves the next.
      NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
      ...env,
      TEST_KEYS: keys,
      ...(postgres && { TEST_DATABASE_URL: postgres.url }),
    })
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(files: string[], env: NodeJS.ProcessEnv): Promise<{ passed: number; failed: number }> {
  return new Promise((resolve, reject) => {
    const flags = ['--test', '--test-reporter=spec', '--test-concurrency=2', '--test-timeout=180000', `--import=${KEYS}`]
    const child = spawn(process.execPath, [...flags, ...files], {
      env: { ...env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-20_000)
      process.stdout.write(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      const count = (word: string) => Number(new RegExp(`^ℹ ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
      const failed = count('fail') + count('cancelled')
      // A runner that failed without counting a failure has still failed.
      resolve({ passed: count('pass'), failed: failed || (code === 0 && count('pass') > 0 ? 0 : 1) })
    })
  })
}

if (import.meta.main) {
  const [engine = 'sqlite', ...only] = process.argv.slice(2)
  // Browsers are slow, and the pages see no database: one of the two is enough for them.
  const places = engine === 'browser' ? ['e2e/*.test.ts'] : undefined
  const { passed, failed } = await runUnit(engine === 'postgres' ? 'postgres' : 'sqlite', only, places)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exit(failed ? 1 : 0)
}
