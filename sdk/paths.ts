/** From the published API to the types of get and post: a path and a body go in, what it answers comes out. */
import type { LoginReply } from './login.ts'
import type { UserApi } from './types.ts'

type Method = 'GET' | 'POST'

/** Paths of the user API, without /api/v2/sdk. */
export type Path<M extends Method> = keyof UserApi extends infer K ? (K extends `${M} /api/v2/sdk${infer P}` ? P : never) : never

type Operation<M extends Method, P extends string> = `${M} /api/v2/sdk${P}` extends infer K extends keyof UserApi ? UserApi[K] : never

export type How = {
  signal?: AbortSignal | undefined
  /** Milliseconds; 15 000 unless the client was made with another. */
  timeout?: number | undefined
  query?: Record<string, string> | undefined
  /** The state_token of the step before, where there was one. */
  state_token?: string | undefined
}
type Stateful = How & { state_token: string }

type NeedsState<O> = O extends { headers: { 'X-state-token': string } } ? true : false

/** What get and post are given after the path. */
export type Given<M extends Method, P extends string> =
  Operation<M, P> extends infer O
    ? O extends { body: infer B }
      ? NeedsState<O> extends true
        ? [body: B, how: Stateful]
        : [body: B, how?: How]
      : M extends 'GET'
        ? NeedsState<O> extends true
          ? [how: Stateful]
          : [how?: How]
        : NeedsState<O> extends true
          ? [body: undefined, how: Stateful]
          : [body?: undefined, how?: How]
    : never

/** A way in answers one of the statuses; every other call what is published for it. */
export type Reply<M extends Method, P extends string> =
  Operation<M, P> extends infer O
    ? O extends { reply: { status: string; session_token?: string } }
      ? LoginReply
      : O extends { reply: infer R }
        ? R
        : never
    : never
