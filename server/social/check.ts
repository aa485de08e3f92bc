/** Whether a source would work: its settings against their schema, then its provider's own word. */
import type { Ground } from '../context.ts'
import { ConnectorRefusal, type Refusal } from './connectors/connector.ts'
import { findConnector } from './connectors/index.ts'
import type { Source } from './sources.ts'

/** What is wrong, with the setting at fault where it is known. Of a provider that cannot be asked, nothing is known. */
export type SourceFault = { setting?: string; text: string; refusal: Refusal }

/** In milliseconds, for all questions together: somebody sits and waits. */
const LONGEST = 15_000

/** Asks the provider; outside every transaction, and nothing is written. No value of a setting is in the text. */
export async function checkSource(ctx: Ground, source: Source): Promise<SourceFault | undefined> {
  const connector = findConnector(source.connector)
  if (!connector) return { setting: 'connector', text: `there is no connector "${source.connector}"`, refusal: 'misconfigured' }
  if (connector.developmentOnly && ctx.config.mode === 'production') {
    return { setting: 'connector', text: `${source.connector} is for development: production does not offer it`, refusal: 'misconfigured' }
  }
  // Loaded when it is asked for: a checker of schemas is large.
  const { Value } = await import('typebox/value')
  const settings = Value.Default(connector.settings, structuredClone(source.settings)) as Record<string, unknown>
  const [wrong] = Value.Errors(connector.settings, settings)
  if (wrong) {
    const { requiredProperties, additionalProperties } = wrong.params as Record<string, string[] | undefined>
    const setting = wrong.instancePath.split('/')[1] ?? requiredProperties?.[0] ?? additionalProperties?.[0]
    const text = requiredProperties
      ? 'is missing'
      : additionalProperties || wrong.keyword === 'boolean'
        ? 'is no setting of this connector'
        : wrong.message
    return { ...(setting && { setting }), text, refusal: 'misconfigured' }
  }
  if (!connector.check) return undefined
  const late = AbortSignal.timeout(LONGEST)
  const fetch: typeof ctx.fetch = (input, init) =>
    ctx.fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, late]) : late })
  try {
    await connector.check(settings, { fetch, now: ctx.now })
    return undefined
  } catch (reason) {
    if (!(reason instanceof ConnectorRefusal)) throw reason
    const { setting, refusal, message } = reason
    return { ...(setting && { setting }), text: message, refusal }
  }
}
