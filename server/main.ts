/** The front door: settings, database, server. */
import { enableCompileCache } from 'node:module'

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 26) {
  process.stderr.write(`Bowline runs on Node.js 26 or later; this is ${process.version}. "npm start" brings its own.\n`)
  process.exit(1)
}

// Stripped types and compiled code are kept between starts: half a second less, and the stripper is not loaded.
enableCompileCache()

const { ConfigFault, readConfig } = await import('./config.ts')
const { createBowline, StartFault } = await import('./app.ts')
const { BlueprintFault } = await import('./blueprint/index.ts')
const { DEMO } = await import('./sandbox/index.ts')
const { createFirstRunLink } = await import('./administrators/index.ts')
const { ground } = await import('./context.ts')

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
