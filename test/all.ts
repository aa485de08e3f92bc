/** `npm test`: everything. Types, lint, form, dead exports, then every test on SQLite and again on PostgreSQL. */
import { spawnSync } from 'node:child_process'
import { runUnit } from './unit.ts'

const checks: [string, string, string[]][] = [
  ['types', 'tsc', []],
  ['types of the pages', 'tsc', ['-p', 'web']],
  ['types of the client library', 'tsc', ['-p', 'sdk']],
  ['types of the browser tests', 'tsc', ['-p', 'e2e']],
  ['lint', 'oxlint', ['--deny-warnings', '--type-aware']],
  ['form', 'oxfmt', ['--check']],
  ['dead exports', 'knip', []],
  ['pages', process.execPath, ['web/build.ts']],
]

let passed = 0
let failed = 0
const tell = (name: string, good: boolean) => {
  if (good) passed++
  else failed++
  process.stdout.write(`${good ? '✔' : '✖'} ${name}\n`)
}

for (const [name, command, args] of checks) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  tell(`${name} (${command})`, !error && status === 0)
}

for (const [engine, places] of [['sqlite'], ['postgres'], ['browser', ['e2e/*.test.ts']]] as const) {
  process.stdout.write(`\n── every test: ${engine}\n`)
  const outcome = await runUnit(engine === 'postgres' ? 'postgres' : 'sqlite', [], places && [...places])
  passed += outcome.passed
  failed += outcome.failed
  process.stdout.write(`── ${engine}: ${outcome.passed} passed, ${outcome.failed} failed\n`)
}

process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exit(failed ? 1 : 0)
