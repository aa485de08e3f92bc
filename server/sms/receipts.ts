import { ground } from '../context.ts'
import { fail, Failure } from '../errors.ts'
import { openEndpoint } from '../http.ts'
import { outsideOf } from './deliver.ts'
import { findGateway } from './gateways/index.ts'
import { takeReceipts } from './receipts-told.ts'
import { findRoute } from './routes.ts'

/** More than vendors post at once; each receipt is a statement. */
const MOST = 500

/**
 * Where a vendor posts what became of the messages it took. The gateway checks that it is the vendor; whatever is
 * not, and whatever tenant or gateway is not there, is answered alike.
 */
export default openEndpoint({
  method: 'POST',
  url: '/api/v2/sms/:tenant/:gateway/receipts',
  about: 'Delivery receipts of an SMS vendor: tenant by id, gateway by its id there',
  caller: 'anyone',
  raw: true,

  async handle({ world, params, headers, raw, url }) {
    const { tenant = '', gateway: id = '' } = params
    const ctx = ground(world)
    const route = (await findRoute(ctx, tenant, id)) ?? fail('signatureInvalid')
    const readReceipts = findGateway(route.gateway)?.readReceipts ?? fail('signatureInvalid')
    const posted = {
      url: world.publicUrl() + url,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
      ),
      body: raw,
    }
    const receipts = await readReceipts(route.settings, posted, outsideOf(ctx, tenant, route)).catch((reason: unknown) => {
      world.metrics.smsMessages.inc({ gateway: route.gateway, outcome: 'forged_receipt' })
      world.log.warn({ gateway: id, err: reason }, 'a delivery receipt was refused')
      throw new Failure('signatureInvalid', {})
    })
    await takeReceipts(ctx, tenant, route, receipts.slice(0, MOST))
    // In the words of those vendors that send again until they read them.
    return { body: { code: 0, msg: 'OK', result: 0, errmsg: 'OK' } }
  },
})
