/** The structured log: one JSON line an event, with the request id, and nothing that opens a door. */
import pino, { type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/** Names under which a number, code, token or secret could travel; their values are never written (threat row 19). */
const SECRET = [
  'mobile', 'to', 'code', 'verify_code', 'verifyCode', 'token', 'session_token', 'sessionToken', 'state_token', 'stateToken',
  'id_token', 'idToken', 'sso_ticket', 'captcha_token', 'access_token', 'client_secret', 'secret', 'password', 'authorization',
  'privateKey', 'masterKey', 'email', 'text', 'sender', 'code_verifier',
]

export function createLog(level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`, `*["${name}"]`]), censor: '[redacted]' },
    },
    // Lines are gathered and written together; a crash may lose the last few, an acknowledged bind is in the database.
    destination ?? pino.destination({ dest: 1, sync: false, minLength: 4096 }),
  )
}
