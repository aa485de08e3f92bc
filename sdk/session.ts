/**
 * The session of whoever is signed in here: kept, proven with every call that asks for it, renewed, and given up when
 * the server says it is over. What the storage holds is the truth: another tab may have renewed it, or signed out.
 */
import type { Ask, Request } from './ask.ts'
import { fromBase64 } from './bytes.ts'
import { locked, type Storage } from './environment.ts'
import { BowlineError } from './error.ts'
import type { Clock, Signer } from './signature.ts'
import { together, waitFor } from './together.ts'

export type Session = {
  session_token: string
  /** Absent when the session was handed over without one. */
  id_token?: string | undefined
}

/** How a call shows who is signed in: X-signature, or Authorization with the id_token. */
export type Proof = 'signature' | 'id_token'

export type Sessions = {
  /** Who is signed in, as far as this device knows: the server is not asked. */
  current(): Promise<Session | undefined>
  /** An id_token that is good for a while yet, for the application's own server; renewed if need be, by one for all. */
  idToken(how?: { signal?: AbortSignal | undefined }): Promise<string>
  /** Takes over a session that came another way: the application's server renewed it. */
  keep(session: Session): Promise<void>
  /** Forgets the session here; the server is not told (that is GET /logout). */
  forget(): Promise<void>
  /** Told whenever somebody is signed in, or nobody any more. Answers what ends the telling. */
  onChange(listener: (session: Session | undefined) => void): () => void
}

type Made = {
  ask: Ask
  headers: () => Promise<Record<string, string>>
  storage: Storage
  name: string
  clock: Clock
  signer: Signer
  proof: Proof
}

/** The refusals that are about the proof or its session, in the codes of the three products an application may read. */
const ABOUT_PROOF = /^(?:(?:IDAAS\.SDK\.)?PARAM\.00(?:16|23|30)|SDK\.COMMON\.100[45])$/
const isAboutProof = (reason: unknown): reason is BowlineError => reason instanceof BowlineError && ABOUT_PROOF.test(reason.code)

/** An id_token that ends within this many milliseconds is renewed before it is used; of a short one, a quarter of its life. */
const MARGIN = 60_000

/** `exp` and `iat`, in milliseconds; unverified: whoever it is for checks it. What is no id_token ended long ago. */
function timesOf(idToken: string): { end: number; life: number } {
  try {
    const text = String.fromCharCode(...fromBase64(idToken.split('.')[1] ?? ''))
    const { exp, iat } = JSON.parse(text) as { exp: number; iat: number }
    return { end: exp * 1000, life: (exp - iat) * 1000 }
  } catch {
    return { end: 0, life: 0 }
  }
}

export function createSessions(made: Made): Sessions & { signedAsk: Ask } {
  const { ask, headers, storage, name, clock, signer, proof } = made
  const listeners = new Set<(session: Session | undefined) => void>()
  const tell = (session: Session | undefined) => listeners.forEach((it) => it(session))

  async function current(): Promise<Session | undefined> {
    try {
      const it = JSON.parse((await storage.getItem(name)) ?? 'null') as Session | null
      return typeof it?.session_token === 'string' ? it : undefined
    } catch {
      return undefined
    }
  }
  async function keep({ session_token, id_token }: Session): Promise<void> {
    const session = { session_token, ...(id_token !== undefined && { id_token }) }
    await storage.setItem(name, JSON.stringify(session))
    tell(session)
  }
  async function forget(): Promise<void> {
    await storage.removeItem(name)
    tell(undefined)
  }
  async function need(): Promise<Session> {
    const session = await current()
    if (!session) throw new BowlineError('CLIENT.NO_SESSION', 'Nobody is signed in.')
    return session
  }
  /** Somebody may have signed in anew while the call was on its way: theirs is not forgotten. */
  async function giveUp(session: Session, cause: BowlineError): Promise<never> {
    if ((await current())?.session_token === session.session_token) await forget()
    const { status, requestId } = cause
    throw new BowlineError('CLIENT.SESSION_ENDED', 'The session has ended. Sign in again.', { status, requestId, cause })
  }

  async function isFresh({ id_token }: Session): Promise<boolean> {
    if (id_token === undefined) return false
    const { end, life } = timesOf(id_token)
    return end - (await clock.now()) > Math.min(MARGIN, life / 4)
  }

  /** Under a lock of all tabs: the application may have the session_token changed with every renewal. */
  const renew = together(() =>
    locked(name, async () => {
      const session = await need()
      if (await isFresh(session)) return session
      const renewed = proof === 'signature' ? await renewSigned(session) : await renewPlain(session)
      // Meanwhile they may have left, or somebody else come.
      if ((await current())?.session_token !== session.session_token) return need()
      await keep(renewed)
      return renewed
    }),
  )
  async function renewSigned(session: Session): Promise<Session> {
    const path = '/api/v2/sdk/session-token/refresh-id-token'
    const { id_token } = (await signedAsk({ method: 'POST', path, headers })) as { id_token: string }
    return { session_token: session.session_token, id_token }
  }
  async function renewPlain(session: Session): Promise<Session> {
    const withToken = async () => ({ ...(await headers()), 'session-token': session.session_token })
    try {
      return (await ask({ method: 'POST', path: '/api/v2/sdk/sso/session-token/id-token', headers: withToken })) as Session
    } catch (reason) {
      return isAboutProof(reason) ? giveUp(session, reason) : Promise.reject(reason as Error)
    }
  }
  async function fresh(): Promise<Session> {
    const session = await need()
    return (await isFresh(session)) ? session : renew()
  }

  /** The key may be new, the clock may have been turned, another tab may have renewed: tried once more, then it is over. */
  async function signedAsk(it: Request): Promise<unknown> {
    const holder = proof === 'signature' ? need : fresh
    const first = await waitFor(holder(), it.signal)
    const again = proof === 'signature' ? signer.mark() : clock.mark()
    try {
      return await ask(proven(it, first))
    } catch (reason) {
      if (!isAboutProof(reason)) throw reason
    }
    again()
    if (proof === 'id_token') await disown(first)
    const second = await waitFor(holder(), it.signal)
    try {
      return await ask(proven(it, second))
    } catch (reason) {
      return isAboutProof(reason) ? giveUp(second, reason) : Promise.reject(reason as Error)
    }
  }
  /** An id_token that was refused although its time is not over: the keys of the tenant may be others now. */
  async function disown({ session_token, id_token }: Session): Promise<void> {
    const kept = await current()
    if (kept?.session_token === session_token && kept.id_token === id_token) await storage.setItem(name, JSON.stringify({ session_token }))
  }
  /** Shown with every try anew: a signature is good once. */
  function proven(it: Request, { session_token, id_token }: Session): Request {
    const show = async (): Promise<Record<string, string>> =>
      proof === 'signature' ? { 'X-signature': await signer.sign(session_token) } : { Authorization: `Bearer ${id_token ?? ''}` }
    return { ...it, headers: async () => ({ ...(await it.headers()), ...(await show()) }) }
  }

  return {
    current,
    keep,
    forget,
    signedAsk,
    async idToken({ signal } = {}) {
      return (await waitFor(fresh(), signal)).id_token as string
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
