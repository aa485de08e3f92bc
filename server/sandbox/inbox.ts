import { openEndpoint } from '../http.ts'
import { readMobile } from '../phone.ts'
import { listInbox } from '../sms/index.ts'

/** Stands where a telephone would. `?mobile=` narrows it to one number (with its country code, or a Chinese one without). */
export default openEndpoint({
  method: 'GET',
  url: '/sandbox/inbox',
  about: 'Messages sent through the gateway "inbox", newest first',
  caller: 'anyone',
  developmentOnly: true,

  async handle({ world, query }) {
    const mobile = query['mobile'] ? (readMobile(query['mobile'], 'CN') ?? query['mobile']) : undefined
    return { body: { messages: listInbox(world, mobile) } }
  },
})
