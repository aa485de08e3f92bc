/** Who is signed in, and where the page may be looked at from. */
import { createContext, useContext } from 'react'
import { ApiFailure, call, caller, type Reply } from '../api.ts'

export type Session = Reply<'GET /api/v2/admin/session'>
export type Administrator = Session['administrator']
export type Role = Administrator['role']

/** Nothing when nobody is signed in. */
export async function readSession(): Promise<Session | undefined> {
  try {
    const session = await call<Session>('GET', '/api/v2/admin/session')
    caller.csrf = session.csrf_token
    // Whoever is led here from outside (the answer of a provider) is told which tenant it is about.
    caller.tenant ||= new URLSearchParams(window.location.search).get('tenant') ?? ''
    // The server takes the default tenant where none is named; what a page shows must be what it changes.
    const known = session.tenants.some((it) => it.id === caller.tenant)
    if (!known) caller.tenant = (session.tenants.find((it) => it.name === 'default') ?? session.tenants[0])?.id ?? ''
    return session
  } catch (reason) {
    if (reason instanceof ApiFailure && reason.status === 401) return undefined
    throw reason
  }
}

type Held = { session: Session; reload(): Promise<void> }
export const SessionContext = createContext<Held | undefined>(undefined)

export function useSession(): Held {
  const held = useContext(SessionContext)
  if (!held) throw new Error('nobody is signed in here')
  return held
}

export const roles: Role[] = ['auditor', 'administrator', 'owner']
/** Whether the signed-in administrator has at least this role: what is not allowed is not offered. (The server decides.) */
export function useMay(role: Role): boolean {
  return roles.indexOf(useSession().session.administrator.role) >= roles.indexOf(role)
}
