/** Sources tried out from the command line: asked whether they work, and what would come of a sign-in. */
import { readFileSync } from 'node:fs'
import { identifyApp } from '../apps/index.ts'
import type { Ground } from '../context.ts'
import { Failure } from '../errors.ts'
import { checkSource, dryRun, listSources, type Profile, type Source } from '../social/index.ts'
import { listTenants } from '../tenants/index.ts'
import { BlueprintFault } from './fault.ts'
import type { Blueprint } from './reader.ts'

/** One line a source, as they come. Answers the exit code: 2 when one does not work, or could not be asked. */
export async function printChecks(ctx: Ground, blueprint: Blueprint | undefined, out: (text: string) => void): Promise<number> {
  const all = blueprint ? sourcesOf(blueprint) : await storedSources(ctx)
  if (all.length === 0) out('no sources\n')
  let code = 0
  for (const { tenant, source } of all) {
    const fault = await checkSource(ctx, source)
    if (fault) code = 2
    const said = fault ? `${fault.setting ? `settings.${fault.setting}: ` : ''}${fault.text}` : source.connector
    out(`${fault?.refusal ?? 'good'}  ${tenant}/${source.id}  ${said}\n`)
  }
  return code
}

type Checked = { tenant: string; source: Source }

/** As far as checking needs them: a source that is not written yet has no other fields. */
function sourcesOf(blueprint: Blueprint): Checked[] {
  const policy = { unknownUser: 'bind', trustMobile: false, trustEmail: false, disabled: false, logo: '' } as const
  return (blueprint.tenants ?? []).flatMap((tenant) =>
    (tenant.sources ?? [])
      .filter((it) => it.disabled !== true)
      .map(({ id, connector, settings = {} }) => ({ tenant: tenant.name, source: { id, connector, name: id, settings, ...policy } })),
  )
}

async function storedSources(ctx: Ground): Promise<Checked[]> {
  const all: Checked[] = []
  for (const tenant of await listTenants(ctx)) {
    for (const source of await listSources(ctx, tenant.id)) if (!source.disabled) all.push({ tenant: tenant.name, source })
  }
  return all
}

/** What an application would be answered for a person with this profile, and the turns that lead there. */
export async function tryProfile(ctx: Ground, clientId: string, sourceId: string, file: string): Promise<string> {
  const headers = { 'x-client-id': clientId, 'x-operating-sys-version': 'none', 'x-device-fingerprint': 'dry run', 'x-agent': 'dry run' }
  const said = { headers, body: {}, address: '127.0.0.1', language: undefined, requestId: 'dry-run', url: '' }
  const app = await identifyApp(ctx, said).catch((reason: unknown) => {
    if (reason instanceof Failure) throw new BlueprintFault(`${clientId}: no application that is switched on has this client_id`)
    throw reason
  })
  const source = (await listSources(ctx, app.tenant.id)).find((it) => it.id === sourceId)
  if (!source) throw new BlueprintFault(`the tenant "${app.tenant.name}" has no source "${sourceId}"`)
  const { status, userId, refused, steps } = await dryRun({ ...app, language: 'en' }, source, readProfile(file))
  const user = userId ? `  user ${userId}` : ''
  return `${steps.map((it) => `${it}\n`).join('')}${refused ?? status}${user}\nNothing was written.\n`
}

const FIELDS: Record<keyof Profile, 'string' | 'boolean'> = {
  subject: 'string',
  alias: 'string',
  nickname: 'string',
  avatar: 'string',
  mobile: 'string',
  mobileVerified: 'boolean',
  email: 'string',
  emailVerified: 'boolean',
}

function readProfile(file: string): Profile {
  const known = Object.entries(FIELDS)
  let said: unknown
  try {
    said = JSON.parse(readFileSync(file, 'utf8'))
  } catch (reason) {
    throw new BlueprintFault(`${file}: cannot be read as JSON (${(reason as { code?: string }).code ?? 'not JSON'})`)
  }
  if (typeof said !== 'object' || said === null) throw new BlueprintFault(`${file}: not a JSON object`)
  for (const [name, value] of Object.entries(said)) {
    const kind = Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof Profile] : undefined
    if (!kind) throw new BlueprintFault(`${file}: a profile has no "${name}"; known: ${known.map(([it]) => it).join(', ')}`)
    if (typeof value !== kind) throw new BlueprintFault(`${file}: "${name}" must be a ${kind}`)
  }
  const profile = said as Profile
  if (!profile.subject) throw new BlueprintFault(`${file}: "subject" is missing: the id the provider has for the person`)
  return profile
}
