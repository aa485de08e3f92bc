/** Every page of the console, each in a file of its own that is fetched when it is opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { Failing } from '../ui/states.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, errorComponent: ({ error, reset }) => <Failing reason={error} again={reset} /> })
const page = (path: string, fetch: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(fetch as () => Promise<Record<string, ComponentType>>, name),
  })

const pages = [
  page('/', () => import('./overview/overview.tsx'), 'Overview'),
  page('/users', () => import('./users/users.tsx'), 'Users'),
  page('/users/import', () => import('./users/import.tsx'), 'ImportExport'),
  page('/users/$userId', () => import('./users/person.tsx'), 'PersonPage'),
  page('/sources', () => import('./sources/sources.tsx'), 'Sources'),
  page('/sources/$sourceId', () => import('./sources/source.tsx'), 'SourcePage'),
  page('/sources/$sourceId/tries/$tryId', () => import('./sources/tried.tsx'), 'Tried'),
  page('/applications', () => import('./applications/applications.tsx'), 'Applications'),
  page('/applications/$clientId', () => import('./applications/application.tsx'), 'ApplicationPage'),
  page('/messages', () => import('./messages/messages.tsx'), 'Messages'),
  page('/tenants', () => import('./tenants/tenants.tsx'), 'TenantsPage'),
  page('/settings', () => import('./settings/settings.tsx'), 'Settings'),
  page('/webhooks', () => import('./webhooks/webhooks.tsx'), 'Webhooks'),
  page('/webhooks/$webhookId', () => import('./webhooks/webhook.tsx'), 'WebhookPage'),
  page('/audit', () => import('./audit/audit.tsx'), 'Audit'),
  page('/security', () => import('./security/security.tsx'), 'Security'),
  page('/administrators', () => import('./administrators/administrators.tsx'), 'Administrators'),
  page('/account', () => import('./account/account.tsx'), 'Account'),
]

export const router = createRouter({
  routeTree: root.addChildren(pages),
  basepath: '/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
