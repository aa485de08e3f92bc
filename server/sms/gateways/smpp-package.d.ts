/** What is used of the package `smpp`, which has no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server, Socket } from 'node:net'

  export type Pdu = {
    command: string
    command_status: number
    sequence_number: number
    /** Fields and TLVs, by the names of the specification. */
    [field: string]: unknown
    response(fields?: Record<string, unknown>): Pdu
  }

  type Ask = (fields: Record<string, unknown>, answered?: (answer: Pdu) => void) => boolean

  export type Session = EventEmitter & {
    socket: Socket
    /** For answers. False when nothing can be written any more. */
    send(pdu: Pdu, written?: () => void): boolean
    close(done?: () => void): void
    destroy(done?: () => void): void
    bind_transceiver: Ask
    submit_sm: Ask
    deliver_sm: Ask
    data_sm: Ask
    enquire_link: Ask
    unbind: Ask
  }

  const smpp: {
    Session: new (options: { socket: Socket }) => Session
    createServer(options: { key?: string; cert?: string }, listener: (session: Session) => void): Server
    /** ASCII is what the package calls GSM 03.38: the default alphabet, one octet for each septet. */
    encodings: { ASCII: { match(text: string): boolean; encode(text: string): Buffer } }
  }
  export default smpp
}
