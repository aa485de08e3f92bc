/**
 * Bowline as main.ts starts it, with two additions: the channel that hands sent codes to the driver, and
 * the count of what the database was asked. Settings come from the environment, as they always do.
 */
import { createBowline } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { type KeptMessage, listInbox } from '../server/sms/index.ts'
import { type Counts, openChannel } from './channel.ts'

const counts: Counts = { statements: 0, transactions: 0, commits: 0 }
const { BENCH_CHANNEL: channel = '', ...environment } = process.env
const bowline = await createBowline(readConfig(environment), {
  observer: {
    statement: () => void counts.statements++,
    commit(batch) {
      counts.transactions += batch
      counts.commits++
    },
  },
})

let last: KeptMessage | undefined
/** What the sandbox's inbox holds that it did not hold before; it is listed newest first. */
function collect(): KeptMessage[] {
  const inbox = listInbox(bowline.world)
  const known = last ? inbox.indexOf(last) : -1
  last = inbox[0] ?? last
  return known < 0 ? inbox : inbox.slice(0, known)
}

await bowline.listen()
if (channel) openChannel(channel, collect, () => counts)
process.send?.({ port: (bowline.server.server.address() as { port: number }).port })
process.on('SIGTERM', () => {
  bowline.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
