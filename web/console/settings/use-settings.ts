/** What the tenant decided, with its schema and its version. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call, type Reply } from '../../api.ts'
import type { Schema } from '../../ui/settings-form.tsx'

type Document = Record<string, unknown>
type Settings = Reply<'GET /api/v2/admin/settings'>
const KEY = ['settings']

export function useSettings() {
  const client = useQueryClient()
  const schema = useQuery({
    queryKey: ['schemas', 'tenant'],
    queryFn: () => call<Schema>('GET', '/api/v2/admin/schemas/tenant'),
    staleTime: Infinity,
  })
  const settings = useQuery({ queryKey: KEY, queryFn: () => call<Settings>('GET', '/api/v2/admin/settings') })
  return {
    data: schema.data && settings.data && { schema: schema.data, ...settings.data },
    error: schema.error ?? settings.error,
    isPending: schema.isPending || settings.isPending,
    refetch: () => void Promise.all([schema.refetch(), settings.refetch()]),
    /** Only what is shown on a page is changed: the rest goes back as it came. */
    async save(typed: Document) {
      const now = settings.data
      if (!now || !schema.data) return
      const merged = merge(schema.data, now.settings, typed)
      client.setQueryData(KEY, await call<Settings>('PUT', '/api/v2/admin/settings', { body: { settings: merged, version: now.version } }))
      await settings.refetch()
    },
  }
}

const isObject = (it: unknown): it is Document => typeof it === 'object' && it !== null && !Array.isArray(it)

/** Of a block the fields that are typed; a list, or names with values, is whole: what is no longer in it is gone. */
function merge(schema: Schema, old: Document, typed: Document): Document {
  const entries = Object.entries(typed).map(([name, value]) => {
    const before = old[name]
    const block = schema.properties?.[name]
    return [name, block?.properties && isObject(before) && isObject(value) ? merge(block, before, value) : value] as const
  })
  return { ...old, ...Object.fromEntries(entries) }
}
