/** Applications as the administrator keeps them. */
import { type Ground } from '../context.ts'
import { type App, AppSettings, fill } from '../schema/documents.ts'
import type { Schema } from '../schema/tables.ts'
import { hashToken, randomToken } from '../secrets.ts'
import { type AppKey, createAppKey } from '../tokens.ts'
import { forgetApps } from './callers.ts'
import { createAppRow, findAppByClientId, listAppRowsOf, setSecretHash, updateAppRow } from './store.ts'

export type AppInput = {
  clientId?: string
  templateClientId?: string | null
  name: string
  settings?: unknown
  disabled?: boolean
  secret?: string
}

export const readApp = (row: Schema['apps']): App => ({
  tenantId: row.tenantId,
  clientId: row.clientId,
  templateClientId: row.templateClientId,
  name: row.name,
  secretHash: row.secretHash,
  publicKey: row.publicKey,
  privateKey: row.privateKey,
  settings: fill(AppSettings, JSON.parse(row.settings)),
  disabledAt: row.disabledAt,
})

/** `key` may be made beforehand: inside a transaction nothing may wait for it. */
export async function createApp(ctx: Ground, tenantId: string, input: AppInput, key?: AppKey): Promise<App> {
  key ??= await createAppKey()
  const clientId = input.clientId ?? randomToken(32)
  const row: Schema['apps'] = {
    tenantId,
    clientId,
    templateClientId: input.templateClientId ?? null,
    name: input.name,
    secretHash: input.secret ? hashToken(input.secret) : null,
    publicKey: key.publicPem,
    privateKey: ctx.secrets.seal(`app ${clientId}`, key.privatePem),
    settings: JSON.stringify(input.settings ?? {}),
    disabledAt: input.disabled ? ctx.now() : null,
    createdAt: ctx.now(),
  }
  await createAppRow(ctx, row)
  forgetApps(ctx)
  return readApp(row)
}

export async function updateApp(ctx: Ground, tenantId: string, clientId: string, input: AppInput): Promise<void> {
  await updateAppRow(ctx, {
    tenantId,
    clientId,
    templateClientId: input.templateClientId ?? null,
    name: input.name,
    settings: JSON.stringify(input.settings ?? {}),
    disabledAt: input.disabled ? ctx.now() : null,
  })
  forgetApps(ctx)
}

export const findAppRow = (ctx: Pick<Ground, 'db'>, tenantId: string, clientId: string) => findAppByClientId(ctx, { tenantId, clientId })
export const listAppRows = (ctx: Pick<Ground, 'db'>, tenantId: string) => listAppRowsOf(ctx, { tenantId })

/** A new secret, or the one given. It is answered once and never readable again: only its hash is kept. */
export async function setSecret(ctx: Ground, tenantId: string, clientId: string, secret = randomToken(40)): Promise<string> {
  await setSecretHash(ctx, { tenantId, clientId, secretHash: hashToken(secret) })
  forgetApps(ctx)
  return secret
}
