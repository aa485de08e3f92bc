/** Every page of the console, each in a file of its own that is fetched when it is opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Failing } from '../ui/states.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, errorComponent: ({ error, reset }) => <Failing reason={error} again={reset} /> })
const page = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component })

const pages = [
  page(
    '/',
    lazyRouteComponent(() => import('./overview/overview.tsx'), 'Overview'),
  ),
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
