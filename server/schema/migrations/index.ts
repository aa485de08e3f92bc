/** The history of the schema: forward only, in this order, each once. */
import type { Migration } from '../../db.ts'
import { start } from './0001_start.ts'

export const history: Migration[] = [start]
