/** What a tenant of a test decides when the test does not say. */

/** Neither pictures nor waiting. */
export const OPEN = { captcha: { required: false }, sms: { cooldown: 1 }, mail: { cooldown: 1 } }

const WIDE = { per_hundred: 0, per_prefix: 100_000, per_range: 100_000, per_country: 100_000, challenge_from: 100 }

/**
 * Tests of other things send what would be an attack: many messages, to numbers in a row, that nobody answers. Those of
 * the firewall say `firewall: {}`.
 */
export function withRoom(settings: { sms?: object }): object {
  return { ...settings, sms: { firewall: WIDE, ...settings.sms } }
}
