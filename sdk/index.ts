/**
 * @bowline/client: signs people in with Bowline, from browsers, React Native and Node. fetch and WebCrypto, and no
 * dependency. Names on the wire stay as they are published. README.md has the whole way from an unknown social account
 * to a session.
 */
export { type Bowline, createBowline, type Setup } from './client.ts'
export { type Challenge, solveChallenge, type Working } from './challenge.ts'
export { type Fetch, memoryStorage, type Storage } from './environment.ts'
export { BowlineError, type ClientCode, isBowlineError } from './error.ts'
export { keepFingerprint } from './fingerprint.ts'
export { type LoginReply, readData, type Success } from './login.ts'
export type { Asking, Passkeys } from './passkeys.ts'
export type { Given, How, Path, Reply } from './paths.ts'
export type { Proof, Session, Sessions } from './session.ts'
export type { UserApi } from './types.ts'
