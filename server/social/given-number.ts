/**
 * Binding by the number that a mini-program was given by its host. It counts like a number proven by a code, if the
 * administrator trusts this source for numbers (threat row 2): the host may know one that is somebody else's by now.
 */
import type { Ctx } from '../context.ts'
import { fail, failBecause } from '../errors.ts'
import { EVERYWHERE, spendTry } from '../limits/index.ts'
import { countryOf, readMobile } from '../phone.ts'
import { type Identity, type Login, openState } from '../session/index.ts'
import { claimAccount } from './accounts.ts'
import { BINDING, bindWith, findOrRegister, REGISTERING } from './binding.ts'
import { askMobile, getSource } from './sources.ts'

type Asked = {
  stateToken: string
  /** The connector the call is named after. */
  connector: string
  given: { code: string } | { encrypted: string }
  may: 'bind' | 'register'
}

/** Nothing when nobody has the number, or nobody may register it. */
export async function bindGivenNumber(ctx: Ctx, { stateToken, connector, given, may }: Asked): Promise<Login | undefined> {
  const pending = await openState(ctx, may === 'bind' ? BINDING : REGISTERING, stateToken)
  const offered = await getSource(ctx, pending.payload.sourceId)
  if (offered.source.connector !== connector) failBecause('the state token is of another provider', 'phoneUnserved')
  if (!offered.source.trustMobile) failBecause('this source is not trusted for numbers', 'phoneUnserved')
  // Asked outside every transaction: whatever the provider refuses burns nothing here.
  const told = (await askMobile(ctx, offered, given)) ?? fail('phoneUnserved')
  const { preferred_country, countries } = ctx.tenant.settings
  const mobile = readMobile(told, preferred_country) ?? fail('mobileInvalid')
  if (countries.length && !countries.includes(countryOf(mobile) ?? '')) fail('countryRefused')
  const proof = offered.connector.proofOf?.(given)
  return bindWith(ctx, {
    pending,
    methods: [],
    ...(proof !== undefined && { spend: (ctx) => keepProof(ctx, pending.payload, proof) }),
    find: (ctx) => (may === 'bind' ? claimAccount(ctx, mobile) : findOrRegister(ctx, pending.payload, mobile)),
  })
}

const MANY = 1_000_000_000
const YEARS = 10 * 365 * 86_400_000

/**
 * Where the provider neither dates its proof nor says whose it is, and writes the same for the same number, whoever
 * brings it first keeps it: read in some log, it binds nobody else.
 */
async function keepProof(ctx: Ctx, { subject, alias }: Identity, proof: string): Promise<void> {
  const key = `proof ${ctx.secrets.mac('proof', proof)}`
  const isFirst = async (key: string) => {
    const it = await spendTry(ctx, { tenantId: EVERYWHERE, key, most: MANY, window: YEARS })
    return 'left' in it && it.left === MANY - 1
  }
  const isNew = await isFirst(key)
  const isNewToThem = await isFirst(`${key} ${ctx.secrets.mac('person', alias ?? subject)}`)
  if (!isNew && isNewToThem) failBecause('the proof of the number was brought by somebody else before', 'providerExpired')
}
