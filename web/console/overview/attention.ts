/** What the server found that an administrator should look at, and the page to go to. */
export type Finding = { code: string; severity: 'urgent' | 'notice'; text: string; page: string; id: string | null }

const pages = new Set(['messages', 'sources', 'settings', 'administrators', 'tenants'])

export const placeOf = ({ page, id }: Finding): string | undefined =>
  pages.has(page) ? `/${page}${page === 'sources' && id ? `/${encodeURIComponent(id)}` : ''}` : undefined
