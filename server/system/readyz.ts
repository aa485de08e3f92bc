import { ground } from '../context.ts'
import { openEndpoint } from '../http.ts'
import { listTenants } from '../tenants/index.ts'

/** Told to a load balancer: 503 when the database does not answer, and from the moment the process is asked to stop. */
export default openEndpoint({
  method: 'GET',
  url: '/readyz',
  about: 'Whether requests should be sent here',
  caller: 'anyone',

  async handle({ world }) {
    if (world.stopping) return { status: 503, body: { status: 'stopping' } }
    try {
      await listTenants(ground(world))
      return { body: { status: 'ready' } }
    } catch (reason) {
      world.log.error({ err: reason }, 'the database does not answer')
      return { status: 503, body: { status: 'database unreachable' } }
    }
  },
})
