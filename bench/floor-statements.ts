/**
 * What the floor asks the database: as many statements as Bowline (the run counts both and prints them), on
 * the same tables with the same indexes, each the plainest that does the work. `?` is `$1, $2, …` on PostgreSQL.
 */

/** A message is counted in so many areas, by one statement. */
const AREAS = 7

export const statements = {
  findAccount: 'select user_id from social_accounts where tenant_id = ? and source_id = ? and subject = ?',
  addState:
    'insert into state_tokens (tenant_id, hash, purpose, client_id, fingerprint, payload, failures, used_at, expires_at) values (?, ?, ?, ?, ?, ?, 0, null, ?)',
  addEvent:
    'insert into audit_events (tenant_id, id, at, journey_id, event, outcome, reason, client_id, user_id, source_id, address, request_id, detail) values (?, ?, ?, ?, ?, ?, null, ?, ?, ?, ?, ?, null)',
  findState: 'select payload, used_at, expires_at from state_tokens where tenant_id = ? and hash = ?',
  spendState: 'update state_tokens set used_at = ? where tenant_id = ? and hash = ? and used_at is null',
  spendBudget:
    'insert into budgets (tenant_id, key, count, window_start, expires_at) values (?, ?, 1, ?, ?) on conflict (tenant_id, key) do update set count = budgets.count + 1 returning count',
  refundBudget: 'update budgets set count = count - 1 where tenant_id = ? and key = ? and count > 0',
  putCode:
    'insert into codes (tenant_id, target, purpose, state_hash, code_mac, tries, sent_at, used_at, expires_at) values (?, ?, ?, ?, ?, 0, ?, null, ?) on conflict (tenant_id, target, purpose, state_hash) do update set code_mac = excluded.code_mac, tries = 0, sent_at = excluded.sent_at, used_at = null, expires_at = excluded.expires_at',
  tryCode:
    'update codes set tries = tries + 1 where tenant_id = ? and target = ? and purpose = ? and state_hash = ? and used_at is null and expires_at > ? and tries < 5 returning code_mac',
  useCode: 'update codes set used_at = ? where tenant_id = ? and target = ? and purpose = ? and state_hash = ? and used_at is null',
  addMessage:
    "insert into messages (tenant_id, id, number_hash, country, prefix, gateway_id, vendor_id, state, cost, created_at, receipt_at, detail, expires_at) values (?, ?, ?, 'CN', ?, 'inbox', null, 'sent', 0, ?, null, null, ?)",
  countTraffic: `insert into traffic (tenant_id, area, open, sent, proven, cost, recent, sent_at, expires_at) values ${Array.from({ length: AREAS }, () => '(?, ?, 1, 1, 0, 0, ?, ?, ?)').join(', ')} on conflict (tenant_id, area) do update set open = traffic.open + 1, sent = traffic.sent + 1, recent = substr(excluded.recent || traffic.recent, 1, 120), sent_at = excluded.sent_at returning area, open, sent, cost`,
  findUserByMobile: 'select id, user_name, name, mobile, email from users where tenant_id = ? and mobile = ?',
  findUser: 'select id, user_name, name, mobile, email from users where tenant_id = ? and id = ?',
  renewProof: 'update users set mobile_proven_at = ?, updated_at = ? where tenant_id = ? and id = ?',
  addAccount:
    'insert into social_accounts (tenant_id, source_id, subject, alias, id, user_id, nickname, avatar, created_at, updated_at) values (?, ?, ?, null, ?, ?, ?, null, ?, ?)',
  addSession:
    'insert into sessions (tenant_id, id, token_hash, user_id, client_id, fingerprint, system, agent, address, methods, created_at, ended_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, ?)',
  findSession: 'select id, user_id, expires_at from sessions where tenant_id = ? and token_hash = ?',
  findSessionById: 'select id, user_id, expires_at from sessions where tenant_id = ? and id = ?',
  addTicket:
    'insert into sso_tickets (tenant_id, hash, session_id, client_id, fingerprint, used_at, expires_at) values (?, ?, ?, ?, ?, null, ?)',
  spendTicket: 'update sso_tickets set used_at = ? where tenant_id = ? and hash = ? and used_at is null returning session_id',
  addAccessToken: 'insert into access_tokens (tenant_id, hash, client_id, expires_at) values (?, ?, ?, ?)',
  findAccessToken: 'select client_id from access_tokens where hash = ? and expires_at > ?',
  findApp: 'select client_id from apps where tenant_id = ? and client_id = ?',
} as const

export type Name = keyof typeof statements
