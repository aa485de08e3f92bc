/** Counters and times for Prometheus (`GET /metrics`). One registry for each server, so tests do not share. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

export function createMetrics() {
  // Counted many times a request: a bare number, handed over when it is asked for.
  const statements = { run: 0 }
  const registry = new Registry()
  const registers = [registry]
  new Counter({
    name: 'bowline_statements_total',
    help: 'SQL statements run.',
    registers,
    collect() {
      this.reset()
      this.inc(statements.run)
    },
  })
  return {
    registry,
    statements,
    requests: new Histogram({
      name: 'bowline_request_seconds',
      help: 'Time from reading a request to its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    refusals: new Counter({ name: 'bowline_refusals_total', help: 'Refused requests by error name.', labelNames: ['error'], registers }),
    journeys: new Counter({
      name: 'bowline_journeys_total',
      help: 'Sign-in steps by event (login, bind, register) and outcome (SUCCESS, SOCIAL_BIND, ...).',
      labelNames: ['event', 'outcome'],
      registers,
    }),
    codes: new Counter({
      name: 'bowline_codes_total',
      help: 'One-time codes: sent, failed (gateway), verified, wrong.',
      labelNames: ['event'],
      registers,
    }),
    passwords: new Counter({
      name: 'bowline_password_hashes_total',
      help: 'Passwords hashed: made, compared, or crowded out because too many were waiting.',
      labelNames: ['event'],
      registers,
    }),
    smsDecisions: new Counter({
      name: 'bowline_sms_decisions_total',
      help: 'What the firewall said to requests for a code by SMS (allow, challenge, block), and by which rule.',
      labelNames: ['verdict', 'rule'],
      registers,
    }),
    smsMessages: new Counter({
      name: 'bowline_sms_messages_total',
      help: 'Text messages by gateway (its kind) and what became of them: sent, refused by kind, skipped, delivered, undelivered.',
      labelNames: ['gateway', 'outcome'],
      registers,
    }),
    webhooks: new Counter({
      name: 'bowline_webhook_tries_total',
      help: 'Messages posted to webhooks, by what came of each try: taken, or why it was not.',
      labelNames: ['outcome'],
      registers,
    }),
    commits: new Histogram({
      name: 'bowline_commit_batch_size',
      help: 'Transactions that shared one durable commit.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'bowline_commit_seconds',
      help: 'Time of one durable commit.',
      buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25],
      registers,
    }),
    memory: new Gauge({
      name: 'bowline_resident_bytes',
      help: 'Resident memory of the process.',
      registers,
      collect() {
        this.set(process.memoryUsage.rss())
      },
    }),
    expired: new Counter({ name: 'bowline_expired_rows_total', help: 'Expired rows cleared away.', labelNames: ['table'], registers }),
  }
}
