/**
 * `node server/administrators/cli.ts owner-link`: a way in when no owner can sign in any more.
 *
 * It prints a one-time link, good for an hour. Whoever opens it names an e-mail address and chooses a password: an address that
 * nobody has becomes a new owner; an administrator who has it becomes an enabled owner with that password, signed out everywhere and
 * without their second factors, which they set up anew. Everything is in the audit trail. It needs the settings of the
 * server (BOWLINE_…) and its database, and the server may run meanwhile.
 */
import { openWorld, type Streams } from '../command.ts'
import { ConfigFault, readConfig } from '../config.ts'
import { ground } from '../context.ts'
import { checkMasterKey } from '../tenants/index.ts'
import { createRecoveryLink } from './links.ts'

const USAGE = `node server/administrators/cli.ts owner-link     a one-time link that makes an owner, or lets one in again

The database is that of the server: the same BOWLINE_… settings. Ends with 0, or with 2 when something is wrong.
`

/** Answers the exit code. */
export async function runAdministrators(
  words: string[],
  environment: Record<string, string | undefined>,
  { out, err }: Streams,
): Promise<number> {
  if (words.length !== 1 || words[0] !== 'owner-link') {
    err(USAGE)
    return 2
  }
  try {
    const config = readConfig(environment)
    // It calls nobody.
    await using world = await openWorld(config, { allow: [], publicUrl: config.publicUrl || `http://${config.host}:${config.port}` })
    const ctx = ground(world)
    if (!(await checkMasterKey(ctx))) {
      err('BOWLINE_MASTER_KEY: not the key this database was written with\n')
      return 2
    }
    out(`${await createRecoveryLink(ctx)}\n`)
    return 0
  } catch (reason) {
    if (!(reason instanceof ConfigFault)) throw reason
    err(`${reason.message}\n`)
    return 2
  }
}

if (import.meta.main) {
  process.exitCode = await runAdministrators(process.argv.slice(2), process.env, {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  })
}
