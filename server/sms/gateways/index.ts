/** The list of gateways. To add one: write its file, and put its name here. */
import { alibaba } from './alibaba.ts'
import type { Gateway } from './gateway.ts'
import { http } from './http.ts'
import { huawei } from './huawei.ts'
import { inbox } from './inbox.ts'
import { log } from './log.ts'
import { smpp } from './smpp.ts'
import { sns } from './sns.ts'
import { tencent } from './tencent.ts'
import { twilioVerify } from './twilio-verify.ts'
import { twilio } from './twilio.ts'

export const gateways: Record<string, Gateway> = {
  inbox,
  log,
  http,
  smpp,
  huawei,
  alibaba,
  tencent,
  twilio,
  twilio_verify: twilioVerify,
  sns,
}

/** Own names only: `constructor` and the like are no gateways. */
export const findGateway = (id: string): Gateway | undefined => (Object.hasOwn(gateways, id) ? gateways[id] : undefined)
