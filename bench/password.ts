/**
 * npm run bench -- --password [--seconds 8] [--users 40000] [--sign-ins 20]
 *
 * Bind journeys at random moments, at half of what the server can do, without and beside so many sign-ins by password at once, each
 * begun when the last one ended; then without them again, so that a machine that slowed down is seen. Server and driver have
 * a core each, as everywhere in this bench: the hashing shares the server's. SQLite; nothing is kept of what is found.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measured } from './driver.ts'
import { canPin } from './proc.ts'
import { drive, prepare, startTarget, stopTarget, type Target } from './targets.ts'

type Asked = { seconds: number; users: number; signIns: number }
type Found = { name: string; bind: Measured; logins?: Measured }

export async function runPassword({ seconds, users, signIns }: Asked, say: (text: string) => void): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bowline-bench-'))
  let target: Target | undefined
  try {
    const place = join(folder, 'sqlite')
    mkdirSync(place, { recursive: true })
    await prepare(place, users)
    const server = (target = await startTarget('bowline', place, users))
    const binds = { scenario: 'journey', algorithm: 'RS256', connections: 32, users, warm: 1, seconds } as const
    const most = await drive(server, { ...binds, seconds: Math.min(seconds, 4) })
    const rate = most.perSecond / 2
    say(`${signIns} sign-ins by password at once beside ${rate.toFixed(0)} bind journeys/s (half load), ${seconds} s each`)
    say(`${canPin ? '' : '; not pinned to cores'}\n\n`)
    const alone = async (name: string): Promise<Found> => ({ name, bind: await drive(server, { ...binds, rate }) })
    const found = [await alone('without'), await beside(), await alone('without, again')]
    say(render(found))
    return 0

    async function beside(): Promise<Found> {
      // Who signs in comes from the other end, so that nobody is in both; they begin first and end last.
      const others = { ...server, next: Math.floor(users * 0.9) }
      const logins = drive(others, { ...binds, scenario: 'password-login', connections: signIns, warm: 4, seconds: seconds + 4 })
      const bind = await drive(server, { ...binds, warm: 4, rate })
      return { name: `beside ${signIns}`, bind, logins: await logins }
    }
  } finally {
    if (target) await stopTarget(target)
    rmSync(folder, { recursive: true, force: true })
  }
}

function render(found: Found[]): string {
  const head = ['', 'bind calls p50 ms', 'p99 ms', 'most', 'journeys/s', 'sign-ins/s', 'p50 ms', 'p99 ms']
  const lines = found.map(({ name, bind, logins }) => [
    name,
    ...[bind.request.p50, bind.request.p99, bind.request.most].map((it) => it.toFixed(1)),
    bind.perSecond.toFixed(0),
    ...(logins ? [logins.perSecond, logins.request.p50, logins.request.p99] : []).map((it) => it.toFixed(1)),
  ])
  return [head, ...lines].map((line) => line.map((cell, n) => (n ? cell.padStart(18) : cell.padEnd(16))).join('') + '\n').join('')
}
