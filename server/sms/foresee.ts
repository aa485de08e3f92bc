/** Which way a message to a number would go, and what it would cost: nothing is sent, and nothing is counted. */
import { findTestCode } from '../codes/index.ts'
import type { AdminCtx } from '../context.ts'
import { fail } from '../errors.ts'
import { countryOf, readMobile } from '../phone.ts'
import type { TenantSettings } from '../schema/documents.ts'
import { breakerOf } from './breaker.ts'
import { costOf } from './decide.ts'
import { type Rule, standsAgainst } from './firewall.ts'
import { faresBadly } from './receipts-told.ts'
import { keyOf, type Way, waysFor } from './routes.ts'

export type Foreseen = {
  mobile: string
  /** ISO 3166; '' when it belongs to none. */
  country: string
  /** What keeps every message to this number back. */
  refused: Rule | 'test_number' | undefined
  /** In ten-thousandths. */
  cost: number
  /** The best first. `resting`: it failed again and again, and is left alone; `loses`: what it sent there of late got lost. */
  ways: (Way & { resting: boolean; loses: boolean })[]
}

/** `rules`: the routes to go by, in place of those that are stored. */
export async function foresee(ctx: AdminCtx, to: string, purpose: string, rules?: TenantSettings['sms']['routes']): Promise<Foreseen> {
  const { settings } = ctx.tenant
  const mobile = readMobile(to, settings.preferred_country) ?? fail('mobileInvalid')
  const country = countryOf(mobile) ?? ''
  const found = await waysFor(ctx, { country, purpose }, rules)
  const ways = found.map(async (it) => ({
    ...it,
    resting: breakerOf(ctx, keyOf(ctx.tenant.id, it.route.id)).state === 'open',
    loses: await faresBadly(ctx, it.route, country),
  }))
  return {
    mobile,
    country,
    refused: findTestCode(ctx, mobile) ? 'test_number' : standsAgainst({ mobile, country }, settings),
    cost: costOf(ctx, found, country),
    ways: await Promise.all(ways),
  }
}
