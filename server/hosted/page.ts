/** A page as an endpoint: its address, and where it is found when somebody asks for it. */
import { type Endpoint, openEndpoint } from '../http.ts'
import type { PageModule } from './here.ts'

/** Nothing of the pages is loaded before somebody opens one. */
export const page = (method: 'GET' | 'POST', url: string, about: string, load: () => Promise<PageModule>): Endpoint =>
  openEndpoint({
    method,
    url,
    also: [`/tenants/:tenantId${url}`],
    about,
    caller: 'anyone',
    ...(method === 'POST' && { form: true }),
    handle: async (handed) => (await import('./serve.ts')).serve(handed, method, await load()),
  })
