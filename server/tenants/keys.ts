/** The keys a tenant signs id_tokens with: one of each algorithm it uses, made when first needed. */
import { afterCommit, type Ground, transact } from '../context.ts'
import type { Algorithm, Tenant } from '../schema/documents.ts'
import {
  createKey,
  keyIdOf,
  type NewKey,
  type PublicJwk,
  readSigningKey,
  readVerifyKey,
  signJwt,
  type SigningKey,
  type VerifyKey,
  verifyJwt,
} from '../tokens.ts'
import { DEFAULT_TENANT } from './instance.ts'
import { addKeyRow, listKeyRows, retireKeys } from './store.ts'

type Keys = { at: number; signing: Map<string, SigningKey>; verify: VerifyKey[]; jwks: PublicJwk[] }

/** Opened keys by server (World's secrets) and tenant; re-read every minute, so a key retired elsewhere goes. */
const opened = new WeakMap<object, Map<string, Promise<Keys>>>()
const FRESH = 60_000
/** Unknown kids may make us look again at most this often. */
const REFETCH = 1000

/** Where a tenant is reached: its own domain, or a path of its own on the common one. */
export function addressOf(ctx: Ground, tenant: Tenant): string {
  if (tenant.domain) return `https://${tenant.domain}`
  const base = ctx.publicUrl()
  return tenant.name === DEFAULT_TENANT ? base : `${base}/tenants/${tenant.id}`
}

/** The issuer of a tenant's id_tokens. */
export const issuerOf = (ctx: Ground, tenant: Tenant): string => `${addressOf(ctx, tenant)}/api/v1/oauth2`

export async function signIdToken(ctx: Ground, tenant: Tenant, alg: Algorithm, claims: Record<string, unknown>): Promise<string> {
  const key = (await openKeys(ctx, tenant.id)).signing.get(alg) ?? (await addKey(ctx, tenant.id, alg))
  return signJwt(key, claims)
}

/**
 * The claims of an id_token of this tenant for this application, or nothing. A key that another process
 * made a moment ago is looked for once before the token is called foreign.
 */
export async function readIdToken(
  ctx: Ground,
  tenant: Tenant,
  audience: string,
  token: string,
): Promise<Record<string, unknown> | undefined> {
  let { at, verify } = await openKeys(ctx, tenant.id)
  const kid = keyIdOf(token)
  if (!verify.some((it) => it.kid === kid) && ctx.now() - at > REFETCH) {
    opened.get(ctx.secrets)?.delete(tenant.id)
    verify = (await openKeys(ctx, tenant.id)).verify
  }
  return verifyJwt(token, verify, { issuer: issuerOf(ctx, tenant), audience, now: ctx.now() })
}

/** The public half, as a JWK Set (RFC 7517). RS256 is there from the start: clients fetch it before the first sign-in. */
export async function listPublicKeys(ctx: Ground, tenantId: string): Promise<PublicJwk[]> {
  const keys = await openKeys(ctx, tenantId)
  if (!keys.signing.has('RS256')) await addKey(ctx, tenantId, 'RS256')
  return (await openKeys(ctx, tenantId)).jwks
}

async function openKeys(ctx: Ground, tenantId: string): Promise<Keys> {
  const mine = opened.get(ctx.secrets) ?? new Map<string, Promise<Keys>>()
  opened.set(ctx.secrets, mine)
  const held = mine.get(tenantId)
  if (held && ctx.now() - (await held).at < FRESH) return held
  const reading = read(ctx, tenantId)
  mine.set(tenantId, reading)
  reading.catch(() => mine.delete(tenantId))
  return reading
}

async function read(ctx: Ground, tenantId: string): Promise<Keys> {
  const rows = await listKeyRows(ctx, { tenantId, now: ctx.now() })
  const jwks = rows.map((row) => JSON.parse(row.publicJwk) as PublicJwk)
  const signing = new Map<string, SigningKey>()
  for (const row of rows) {
    if (signing.has(row.alg) || row.retiredAt !== null) continue
    signing.set(row.alg, readSigningKey(row.kid, row.alg as Algorithm, ctx.secrets.unseal(`signing key ${row.kid}`, row.privateKey)))
  }
  return { at: ctx.now(), signing, verify: await Promise.all(jwks.map(readVerifyKey)), jwks }
}

/** Of two processes that make the first key at once both keep theirs: both verify, the newest signs. */
async function addKey(ctx: Ground, tenantId: string, alg: Algorithm): Promise<SigningKey> {
  const key = await createKey(alg)
  await transact(ctx, (ctx) => keepKey(ctx, tenantId, key))
  opened.get(ctx.secrets)?.delete(tenantId)
  return (await openKeys({ ...ctx, db: ctx.database }, tenantId)).signing.get(alg) as SigningKey
}

const keepKey = (ctx: Ground, tenantId: string, key: NewKey) =>
  addKeyRow(ctx, {
    tenantId,
    kid: key.kid,
    alg: key.alg,
    publicJwk: JSON.stringify(key.publicJwk),
    privateKey: ctx.secrets.seal(`signing key ${key.kid}`, key.privatePem),
    now: ctx.now(),
  })

/**
 * This key signs from now on, in place of the others of its algorithm, which stay published for `keep` milliseconds more. Other
 * processes sign with what they hold for a minute yet; that is added. The key is made beforehand: inside a transaction nothing may wait.
 */
export async function replaceKey(ctx: Ground, tenantId: string, key: NewKey, keep: number): Promise<void> {
  await keepKey(ctx, tenantId, key)
  await retireKeys(ctx, { tenantId, alg: key.alg, kid: key.kid, until: ctx.now() + keep + 2 * FRESH })
  afterCommit(ctx, () => opened.get(ctx.secrets)?.delete(tenantId))
}
