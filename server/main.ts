/** The front door: settings, database, server. */
import { createFirstRunLink } from './administrators/index.ts'
import { createBowline, StartFault } from './app.ts'
import { BlueprintFault } from './blueprint/index.ts'
import { ConfigFault, readConfig } from './config.ts'
import { ground } from './context.ts'
import { DEMO } from './sandbox/index.ts'

/** Longest wait for requests that are under way when the process is asked to stop, in milliseconds. */
const GRACE = 10_000

try {
  const config = readConfig(process.env)
  const bowline = await createBowline(config)
  const address = await bowline.listen()
  process.stdout.write(greeting(address, config.mode === 'development' && !config.blueprint))
  // Here and nowhere else: whoever reads the log later must not find a way in.
  const link = await createFirstRunLink(ground(bowline.world))
  if (link) process.stdout.write(firstRun(link))

  let asked = false
  const stop = (signal: string) => {
    // A second signal is someone in a hurry.
    if (asked) process.exit(1)
    asked = true
    setTimeout(() => process.exit(1), GRACE).unref()
    bowline.world.log.info({ signal }, 'stopping')
    bowline.stop().then(
      () => bowline.world.log.flush(() => process.exit(0)),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
} catch (reason) {
  if (reason instanceof ConfigFault || reason instanceof StartFault || reason instanceof BlueprintFault) {
    process.stderr.write(`Bowline cannot start:\n${reason.message.replace(/^/gm, '  ')}\n`)
  } else if ((reason as { code?: string }).code === 'EADDRINUSE') {
    process.stderr.write(`Bowline cannot start:\n  the port is taken; name another one in BOWLINE_PORT, or 0 for a free one\n`)
  } else {
    process.stderr.write(`Bowline cannot start:\n${(reason as Error).stack ?? String(reason)}\n`)
  }
  process.exit(1)
}

function greeting(address: string, demo: boolean): string {
  const lines = [`Bowline listens on ${address}`]
  if (demo) {
    lines.push(
      '',
      `  demo application   client_id ${DEMO.clientId}`,
      `                     client_secret ${DEMO.secret}`,
      `  demo user          mobile ${DEMO.mobile}`,
      `  SMS inbox          ${address}/sandbox/inbox`,
      '',
      `  See the whole journey:  ${address}/playground`,
      '  or, in a terminal:      npm run journey',
      `  The console:            ${address}/console`,
    )
  }
  return lines.join('\n') + '\n'
}

function firstRun(link: string): string {
  return `
  Nobody administers this server yet. Open this link to become its owner; it is good once, for 24 hours:

  ${link}
`
}
