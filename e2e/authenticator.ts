/** A passkey's device, as the browser itself makes one up for tests (Chrome DevTools Protocol, domain WebAuthn). */
import type { Page } from 'playwright-core'

export type Authenticator = {
  /** Whether its holder unlocks it when asked. */
  unlock(willing: boolean): Promise<void>
  count(): Promise<number>
}

/** Built in, with discoverable credentials and a person who unlocks it. */
export async function plugIn(page: Page): Promise<Authenticator> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    unlock: async (willing) => void (await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: willing })),
    count: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  }
}
