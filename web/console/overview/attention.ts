import type { Reply } from '../../api.ts'

/** What the server found that an administrator should look at, and the page to go to. */
export type Finding = Reply<'GET /api/v2/admin/overview'>['attention'][number]

const pages = new Set(['messages', 'sources', 'settings', 'administrators', 'tenants', 'webhooks'])

export const placeOf = ({ page, id }: Finding): string | undefined =>
  pages.has(page) ? `/${page}${['sources', 'webhooks'].includes(page) && id ? `/${encodeURIComponent(id)}` : ''}` : undefined
