/** A vendor made up for a test: put on the list of gateways under a name of its own, and told how to behave. */
import { type Gateway, gateway, GatewayRefusal, type Message, type Outside, type Posted, type Receipt, Type } from './gateways/gateway.ts'
import { gateways } from './gateways/index.ts'

type Behaviour = 'takes' | 'rejected' | 'misconfigured' | 'unreachable' | 'breaks'

export type Vendor = {
  id: string
  behaves: Behaviour
  /** What it took or refused, in order. */
  seen: Message[]
  taken: Message[]
  /** What it was handed besides. */
  outside?: Outside
}

let vendors = 0

/** Receipts are good that say `password`; ids count up from 1. */
export function addVendor(more: Partial<Gateway> = {}): Vendor {
  const vendor: Vendor = { id: `double${++vendors}`, behaves: 'takes', seen: [], taken: [] }
  gateways[vendor.id] = gateway({
    id: vendor.id,
    label: { en: 'Double', zh: '替身' },
    settings: Type.Object({ password: Type.Optional(Type.String()) }, { additionalProperties: false }),
    async send(_settings, message, outside) {
      vendor.seen.push(message)
      vendor.outside = outside
      if (vendor.behaves === 'breaks') throw new TypeError('this gateway has a fault of its own')
      if (vendor.behaves !== 'takes') throw new GatewayRefusal(vendor.behaves, `the double is ${vendor.behaves}`)
      vendor.taken.push(message)
      return { vendorId: `${vendor.id}-${vendor.taken.length}` }
    },
    async readReceipts(settings, posted: Posted): Promise<Receipt[]> {
      if (posted.headers['x-password'] !== settings.password) throw new GatewayRefusal('rejected', 'not from the vendor')
      return JSON.parse(posted.body) as Receipt[]
    },
    ...more,
  })
  return vendor
}
