/** Who is logged in: by X-signature, or by Authorization: Bearer id_token. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { type Ctx, transact } from '../context.ts'
import { failBecause } from '../errors.ts'
import { header, type Said, type Session } from '../http.ts'
import type { App } from '../schema/documents.ts'
import { hashToken } from '../secrets.ts'
import { readIdToken } from '../tenants/index.ts'
import { readSignature } from './signature.ts'
import { addNonce, findSessionById, findSessionByToken } from './store.ts'

/** How far a caller's clock may be off, in milliseconds; the caller can ask for ours (server-date). */
const WINDOW = 5 * 60_000

export async function authenticate(ctx: Ctx, headers: Said['headers']): Promise<Session> {
  const signature = header(headers, 'x-signature')
  if (signature) return bySignature(ctx, signature)
  const bearer = /^Bearer (\S+)$/i.exec(header(headers, 'authorization'))?.[1]
  if (bearer) return byIdToken(ctx, bearer)
  return failBecause('neither X-signature nor Authorization', 'signatureInvalid')
}

async function bySignature(ctx: Ctx, text: string): Promise<Session> {
  const refuse = (reason: string): never => failBecause(`signature: ${reason}`, 'signatureInvalid')
  const now = ctx.now()
  const signed = readSignature(privateKeyOf(ctx), text) ?? refuse('not for the key of this application')
  if (Math.abs(now - signed.timestamp) > WINDOW) refuse('timestamp outside the window')
  const row =
    (await findSessionByToken(ctx, { tenantId: ctx.tenant.id, tokenHash: hashToken(signed.sessionToken), now })) ??
    refuse('unknown session')
  if (row.clientId !== ctx.app.clientId) refuse('session of another application')
  // Last, so that only the holder of a session can make us write; kept until its timestamp is stale by itself.
  const hash = hashToken(`${ctx.app.clientId} ${signed.nonce}`)
  const fresh = await transact(ctx, (ctx) => addNonce(ctx, { tenantId: ctx.tenant.id, hash, expiresAt: signed.timestamp + 2 * WINDOW }))
  if (fresh === 0) refuse('nonce used before')
  return {
    id: row.id,
    userId: row.userId,
    tokenHash: row.tokenHash,
    methods: row.methods,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  }
}

async function byIdToken(ctx: Ctx, token: string): Promise<Session> {
  const refuse = (reason: string): never => failBecause(`id_token: ${reason}`, 'idTokenInvalid')
  const claims = (await readIdToken(ctx, ctx.tenant, ctx.app.clientId, token)) ?? refuse('not valid')
  // A token is as alive as its session (threat row 17).
  const row =
    (await findSessionById(ctx, { tenantId: ctx.tenant.id, id: String(claims['sid']), now: ctx.now() })) ?? refuse('session ended')
  if (row.clientId !== ctx.app.clientId) refuse('session of another application')
  return {
    id: row.id,
    userId: row.userId,
    tokenHash: row.tokenHash,
    methods: row.methods,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  }
}

const opened = new WeakMap<App, KeyObject>()

function privateKeyOf(ctx: Ctx): KeyObject {
  let key = opened.get(ctx.app)
  if (!key) opened.set(ctx.app, (key = createPrivateKey(ctx.secrets.unseal(`app ${ctx.app.clientId}`, ctx.app.privateKey))))
  return key
}
