import type { Here, Result } from '../here.ts'
import { start } from './social.ts'

export const needs = 'session'

/** To the provider, for whoever is signed in: what comes back is bound to them. */
export const get = async (here: Here): Promise<Result> => start(here, here.params['source'] ?? '', true)
