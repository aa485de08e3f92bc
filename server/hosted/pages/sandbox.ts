import { fail } from '../../errors.ts'
import { findServed, tryIdOf } from '../../social/index.ts'
import { standIn } from '../stand-in.ts'
import type { Here, Result } from '../here.ts'

export const needs = 'nothing'

/** Where an administrator's try of such a source leads (management/tries.ts). Of an application's sign-in: social.ts. */
export async function get(here: Here): Promise<Result> {
  const { ctx, params, query } = here
  const source = params['source'] ?? ''
  const state = typeof query['state'] === 'string' ? query['state'] : undefined
  const found = await findServed(ctx, source)
  if (!found?.connector.developmentOnly || !tryIdOf(state)) return fail('sourceUnknown')
  return standIn(here, source, state)
}
