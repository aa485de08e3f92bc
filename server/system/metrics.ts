import { Failure } from '../errors.ts'
import { header, openEndpoint } from '../http.ts'
import { equal } from '../secrets.ts'

/** Prometheus text format. Figures tell strangers how a business goes: in production only for the bearer of BOWLINE_METRICS_TOKEN. */
export default openEndpoint({
  method: 'GET',
  url: '/metrics',
  about: 'Counters and times for Prometheus',
  caller: 'anyone',

  async handle({ world, headers }) {
    const { mode, metricsToken } = world.config
    const open = metricsToken ? equal(header(headers, 'authorization'), `Bearer ${metricsToken}`) : mode === 'development'
    if (!open) throw new Failure('pathUnknown', {})
    return { type: world.metrics.registry.contentType, body: await world.metrics.registry.metrics() }
  },
})
