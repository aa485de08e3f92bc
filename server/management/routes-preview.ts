import { adminEndpoint } from '../http-admin.ts'
import { purposes, Routes } from '../schema/sms-settings.ts'
import { foresee } from '../sms/index.ts'
import { Type } from '../type.ts'
import { text, textOrNull } from './forms.ts'

/** Ours. Nothing is sent, and nothing is counted. */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/routes/preview',
  about: 'Which gateways a message to a number would go by, the first first, and what it would cost',
  role: 'auditor',
  grant: 'message_read',
  body: Type.Object({
    to: Type.String({ minLength: 1, maxLength: 40, description: 'A mobile number, as people write it.' }),
    purpose: Type.Optional(Type.Enum([...purposes], { description: 'Absent: LOGIN.' })),
    routes: Type.Optional(Type.Array(Routes.items, { maxItems: 100, description: 'To go by in place of what is stored (`sms.routes`).' })),
  }),
  reply: Type.Object({
    mobile: Type.String({ description: 'As it is understood, with its country code.' }),
    country: Type.String({ description: 'ISO 3166; empty: none.' }),
    refused: Type.Union([Type.Enum(['country_list', 'blocked_prefix', 'test_number']), Type.Null()], {
      description: 'What keeps every message to it back, whichever way it would go.',
    }),
    cost: Type.Integer({ description: 'Unit: a ten-thousandth of your currency.' }),
    ways: Type.Array(
      Type.Object({
        gateway: Type.String({ description: 'Its id.' }),
        rule: Type.Union([Type.Integer(), Type.Null()], { description: 'The route that names it, from 0. null: no route fits.' }),
        sender: textOrNull,
        template: textOrNull,
        resting: Type.Boolean({ description: 'It failed again and again: this process leaves it alone for a while.' }),
        loses: Type.Boolean({ description: 'What it sent to this country of late got lost: it comes after the others.' }),
        kind: text,
      }),
    ),
  }),

  async handle({ ctx, body }) {
    const { mobile, country, refused, cost, ways } = await foresee(ctx, body.to, body.purpose ?? 'LOGIN', body.routes)
    return {
      mobile,
      country,
      refused: refused ?? null,
      cost,
      ways: ways.map(({ route, rule, sender, template, resting, loses }) => ({
        gateway: route.id,
        rule: rule ?? null,
        sender: sender ?? null,
        template: template ?? null,
        resting,
        loses,
        kind: route.gateway,
      })),
    }
  },
})
