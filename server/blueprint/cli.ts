/** `npm run blueprint -- plan|apply|check|dry-run|export|secret`: the blueprint from the command line, without the HTTP server. */
import { writeFileSync } from 'node:fs'
import { openWorld, type Streams } from '../command.ts'
import { ConfigFault, readConfig } from '../config.ts'
import { findAppAnywhere, setSecret } from '../apps/index.ts'
import { ground, type Ground, transact } from '../context.ts'
import { checkMasterKey } from '../tenants/index.ts'
import { applyBlueprint, loadBlueprint } from './apply.ts'
import { printChecks, tryProfile } from './try-out.ts'
import { exportBlueprint } from './export.ts'
import { BlueprintFault } from './fault.ts'
import { planBlueprint } from './plan.ts'
import type { Change } from './step.ts'

const USAGE = `npm run blueprint -- plan [file]     what would change
npm run blueprint -- apply [file]    make it so, all or nothing
npm run blueprint -- check [file]    ask every provider whether its settings work: those of the file, or of the database
npm run blueprint -- dry-run ID SOURCE PROFILE.json
                                     what would come of a sign-in at a source, for the application of that client_id
npm run blueprint -- export [file]   write what the database holds; to the screen, or to a file that is not there yet
npm run blueprint -- secret ID       a new client_secret for the application of that client_id, shown this once

The file is a blueprint (see bowline.example.yaml); for plan and apply, BOWLINE_BLUEPRINT when none is named.
The database is that of the server: the same BOWLINE_… settings. Ends with 0, or with 2 when something is wrong.
`

/** Answers the exit code. */
export async function runBlueprint(
  words: string[],
  environment: Record<string, string | undefined>,
  { out, err }: Streams,
): Promise<number> {
  const [verb = '', named, ...more] = words
  if (!['plan', 'apply', 'check', 'dry-run', 'export', 'secret'].includes(verb) || more.length !== (verb === 'dry-run' ? 2 : 0)) {
    err(USAGE)
    return 2
  }
  try {
    const config = readConfig(environment)
    const file = named ?? config.blueprint
    if (verb === 'secret' && !named) throw new BlueprintFault('for which application? Name its client_id')
    if ((verb === 'plan' || verb === 'apply') && !file) throw new BlueprintFault('which file? Name it, or set BOWLINE_BLUEPRINT')
    // Only `check` calls anybody.
    await using world = await openWorld(config, { allow: config.outboundAllow, publicUrl: config.publicUrl })
    const ctx = ground(world)
    if (!(await checkMasterKey(ctx))) throw new BlueprintFault('BOWLINE_MASTER_KEY: not the key this database was written with')
    if (verb === 'export') {
      writeExport(await exportBlueprint(ctx), named, out)
      return 0
    }
    if (verb === 'secret') {
      out(`${await renewSecret(ctx, named as string)}\n`)
      return 0
    }
    if (verb === 'dry-run') {
      out(await tryProfile(ctx, named as string, more[0] as string, more[1] as string))
      return 0
    }
    if (verb === 'check') return await printChecks(ctx, file ? loadBlueprint(ctx, file, environment) : undefined, out)
    const blueprint = loadBlueprint(ctx, file, environment)
    for (const warning of blueprint.warnings) err(`warning: ${warning}\n`)
    const changes = await (verb === 'plan' ? planBlueprint : applyBlueprint)(ctx, blueprint)
    out(listChanges(changes))
    if (changes.length) out(verb === 'plan' ? `\n${count(changes)} to make. Nothing was written.\n` : `\n${count(changes)} made.\n`)
    return 0
  } catch (reason) {
    if (!(reason instanceof BlueprintFault || reason instanceof ConfigFault)) throw reason
    err(`${reason.message}\n`)
    return 2
  }
}

/** From then on every call with the old secret fails. The new one is kept as a hash only: it cannot be shown again. */
async function renewSecret(ctx: Ground, clientId: string): Promise<string> {
  const app = await findAppAnywhere(ctx, { clientId })
  if (!app) throw new BlueprintFault(`there is no application "${clientId}"`)
  return transact(ctx, (ctx) => setSecret(ctx, app.tenantId, clientId))
}

const count = (changes: Change[]) => (changes.length === 1 ? '1 change' : `${changes.length} changes`)

const listChanges = (changes: Change[]): string =>
  changes
    .map((it) => `${it.action}  ${it.kind.padEnd(11)}  ${it.key}${it.fields.length ? `  (${it.fields.join(', ')})` : ''}\n`)
    .join('') || 'nothing to do\n'

/** People's numbers are in it: for its owner's eyes, and never over a file that is there. */
function writeExport(text: string, file: string | undefined, out: Streams['out']) {
  if (!file) return out(text)
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
  } catch (reason) {
    const { code } = reason as { code?: string }
    throw new BlueprintFault(`${file}: ${code === 'EEXIST' ? 'is there already; name another file' : `cannot be written (${code})`}`)
  }
}

if (import.meta.main) {
  process.exitCode = await runBlueprint(process.argv.slice(2), process.env, {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  })
}
