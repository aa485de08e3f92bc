/** What is asked of the place this runs in, and what is said when it is not there. */
import { BowlineError } from './error.ts'

/** As much of fetch as is used: that of browsers, Node and React Native fits. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal; redirect: 'error'; credentials: 'omit' },
) => Promise<{ status: number; headers: { get(name: string): string | null }; text(): Promise<string> }>

/** localStorage, sessionStorage and React Native's AsyncStorage fit as they are. */
export type Storage = {
  getItem(name: string): string | null | Promise<string | null>
  setItem(name: string, value: string): void | Promise<void>
  removeItem(name: string): void | Promise<void>
}

export function memoryStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  }
}

/** As much of WebCrypto as is used. The key is opaque to us. */
type Subtle = {
  importKey(
    format: 'spki',
    key: Uint8Array<ArrayBuffer>,
    algorithm: { name: string; hash: string },
    extractable: boolean,
    uses: ['encrypt'],
  ): Promise<never>
  encrypt(algorithm: { name: string }, key: never, text: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>
}

const crypto = () => (globalThis as { crypto?: { subtle?: unknown; getRandomValues?(into: Uint8Array): Uint8Array } }).crypto

const POLYFILL =
  "In React Native install react-native-quick-crypto and call its install() before anything else, or give createBowline proof: 'id_token'. " +
  'In a browser serve the page by https: on plain http there is no crypto.subtle.'

export function getSubtle(): Subtle {
  const subtle = crypto()?.subtle
  if (!subtle)
    throw new BowlineError('CLIENT.ENVIRONMENT', `X-signature needs WebCrypto (crypto.subtle), and there is none here. ${POLYFILL}`)
  return subtle as Subtle
}

export function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  if (!crypto()?.getRandomValues) {
    throw new BowlineError(
      'CLIENT.ENVIRONMENT',
      'Random bytes need crypto.getRandomValues, and there is none here. In React Native import react-native-get-random-values before anything else.',
    )
  }
  crypto()?.getRandomValues?.(bytes)
  return bytes
}

type Locks = { request<T>(name: string, work: () => Promise<T>): Promise<T> }

/** One at a time over all tabs of a browser; where there are no locks, there are no tabs to speak of. */
export function locked<T>(name: string, work: () => Promise<T>): Promise<T> {
  const { locks } = ((globalThis as { navigator?: unknown }).navigator ?? {}) as { locks?: Locks }
  return locks ? locks.request(name, work) : work()
}
