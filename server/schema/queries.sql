-- Written by "npm run docs" from the stores: a change of SQL is seen here in review.

-- audit: addEvent (tenantId, id, at, journeyId, event, outcome, reason, clientId, userId, sourceId, address, requestId, detail)
-- sqlite
insert into "audit_events" ("tenant_id", "id", "at", "journey_id", "event", "outcome", "reason", "client_id", "user_id", "source_id", "address", "request_id", "detail") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "audit_events" ("tenant_id", "id", "at", "journey_id", "event", "outcome", "reason", "client_id", "user_id", "source_id", "address", "request_id", "detail") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- audit: listJourney (tenantId, journeyId)
-- sqlite
select * from "audit_events" where "tenant_id" = ? and "journey_id" = ? order by "id";
-- postgres
select * from "audit_events" where "tenant_id" = $1 and "journey_id" = $2 order by "id";

-- limits: deleteExpiredBudgets (now, most)
-- sqlite
delete from "budgets" where ("tenant_id", "key") in (select "tenant_id", "key" from "budgets" where "expires_at" <= ? limit ?);
-- postgres
delete from "budgets" where ("tenant_id", "key") in (select "tenant_id", "key" from "budgets" where "expires_at" <= $1 limit $2);

-- limits: giveBack (1, tenantId, key, 0)
-- sqlite
update "budgets" set "count" = "count" - ? where "tenant_id" = ? and "key" = ? and "count" > ?;
-- postgres
update "budgets" set "count" = "count" - $1 where "tenant_id" = $2 and "key" = $3 and "count" > $4;

-- limits: readBudget (tenantId, key)
-- sqlite
select "count", "expires_at" from "budgets" where "tenant_id" = ? and "key" = ?;
-- postgres
select "count", "expires_at" from "budgets" where "tenant_id" = $1 and "key" = $2;

-- limits: takeOne (tenantId, key, 1, now, expiresAt, most)
-- sqlite
insert into "budgets" ("tenant_id", "key", "count", "window_start", "expires_at") values (?, ?, ?, ?, ?) on conflict ("tenant_id", "key") do update set "count" = case when "budgets"."expires_at" <= "excluded"."window_start" then 1 else "budgets"."count" + 1 end, "window_start" = case when "budgets"."expires_at" <= "excluded"."window_start" then "excluded"."window_start" else "budgets"."window_start" end, "expires_at" = case when "budgets"."expires_at" <= "excluded"."window_start" then "excluded"."expires_at" else "budgets"."expires_at" end where ("budgets"."count" < ? or "budgets"."expires_at" <= "excluded"."window_start") returning "count";
-- postgres
insert into "budgets" ("tenant_id", "key", "count", "window_start", "expires_at") values ($1, $2, $3, $4, $5) on conflict ("tenant_id", "key") do update set "count" = case when "budgets"."expires_at" <= "excluded"."window_start" then 1 else "budgets"."count" + 1 end, "window_start" = case when "budgets"."expires_at" <= "excluded"."window_start" then "excluded"."window_start" else "budgets"."window_start" end, "expires_at" = case when "budgets"."expires_at" <= "excluded"."window_start" then "excluded"."expires_at" else "budgets"."expires_at" end where ("budgets"."count" < $6 or "budgets"."expires_at" <= "excluded"."window_start") returning "count";

-- tenants: addKeyRow (tenantId, kid, alg, publicJwk, privateKey, now, null)
-- sqlite
insert into "signing_keys" ("tenant_id", "kid", "alg", "public_jwk", "private_key", "created_at", "retired_at") values (?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "signing_keys" ("tenant_id", "kid", "alg", "public_jwk", "private_key", "created_at", "retired_at") values ($1, $2, $3, $4, $5, $6, $7);

-- tenants: createTenantRow (tenantId, name, domain, settings, now)
-- sqlite
insert into "tenants" ("id", "name", "domain", "settings", "created_at") values (?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "tenants" ("id", "name", "domain", "settings", "created_at") values ($1, $2, $3, $4, $5) on conflict do nothing;

-- tenants: findTenantByDomain (domain)
-- sqlite
select * from "tenants" where "domain" = ?;
-- postgres
select * from "tenants" where "domain" = $1;

-- tenants: findTenantById (tenantId)
-- sqlite
select * from "tenants" where "id" = ?;
-- postgres
select * from "tenants" where "id" = $1;

-- tenants: findTenantByName (name, 1)
-- sqlite
select * from "tenants" where "name" = ? order by "created_at" limit ?;
-- postgres
select * from "tenants" where "name" = $1 order by "created_at" limit $2;

-- tenants: listKeyRows (tenantId)
-- sqlite
select * from "signing_keys" where "tenant_id" = ? and "retired_at" is null order by "created_at" desc, "kid";
-- postgres
select * from "signing_keys" where "tenant_id" = $1 and "retired_at" is null order by "created_at" desc, "kid";

-- tenants: listTenantRows (nothing given)
-- sqlite
select * from "tenants" order by "created_at", "id";
-- postgres
select * from "tenants" order by "created_at", "id";

-- tenants: readInstance (key)
-- sqlite
select "value" from "instance" where "key" = ?;
-- postgres
select "value" from "instance" where "key" = $1;

-- tenants: updateTenantRow (name, domain, settings, tenantId)
-- sqlite
update "tenants" set "name" = ?, "domain" = ?, "settings" = ? where "id" = ?;
-- postgres
update "tenants" set "name" = $1, "domain" = $2, "settings" = $3 where "id" = $4;

-- tenants: writeInstance (key, value)
-- sqlite
insert into "instance" ("key", "value") values (?, ?) on conflict ("key") do nothing;
-- postgres
insert into "instance" ("key", "value") values ($1, $2) on conflict ("key") do nothing;

-- users: addUser (tenantId, id, userName, name, mobile, mobileProvenAt, email, emailProvenAt, disabledAt, createdAt, updatedAt)
-- sqlite
insert into "users" ("tenant_id", "id", "user_name", "name", "mobile", "mobile_proven_at", "email", "email_proven_at", "disabled_at", "created_at", "updated_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "users" ("tenant_id", "id", "user_name", "name", "mobile", "mobile_proven_at", "email", "email_proven_at", "disabled_at", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing;

-- users: dropClaims (null, now, tenantId, mobile, keep)
-- sqlite
update "users" set "mobile" = ?, "updated_at" = ? where "tenant_id" = ? and "mobile" = ? and "mobile_proven_at" is null and "id" <> ?;
-- postgres
update "users" set "mobile" = $1, "updated_at" = $2 where "tenant_id" = $3 and "mobile" = $4 and "mobile_proven_at" is null and "id" <> $5;

-- users: findUserById (tenantId, id)
-- sqlite
select * from "users" where "tenant_id" = ? and "id" = ?;
-- postgres
select * from "users" where "tenant_id" = $1 and "id" = $2;

-- users: findUserByName (tenantId, userName)
-- sqlite
select * from "users" where "tenant_id" = ? and lower("user_name") = lower(?);
-- postgres
select * from "users" where "tenant_id" = $1 and lower("user_name") = lower($2);

-- users: listUserRows (tenantId)
-- sqlite
select * from "users" where "tenant_id" = ? order by "id";
-- postgres
select * from "users" where "tenant_id" = $1 order by "id";

-- users: listUsersByEmail (tenantId, email)
-- sqlite
select * from "users" where "tenant_id" = ? and "email" = ? order by "created_at", "id";
-- postgres
select * from "users" where "tenant_id" = $1 and "email" = $2 order by "created_at", "id";

-- users: listUsersByMobile (tenantId, mobile)
-- sqlite
select * from "users" where "tenant_id" = ? and "mobile" = ? order by case when "mobile_proven_at" is null then 1 else 0 end, "created_at", "id";
-- postgres
select * from "users" where "tenant_id" = $1 and "mobile" = $2 order by case when "mobile_proven_at" is null then 1 else 0 end, "created_at", "id";

-- users: renewProof (now, now, tenantId, id)
-- sqlite
update "users" set "mobile_proven_at" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "mobile_proven_at" = $1, "updated_at" = $2 where "tenant_id" = $3 and "id" = $4;

-- users: replaceUser (userName, name, mobile, mobileProvenAt, email, emailProvenAt, disabledAt, updatedAt, tenantId, id)
-- sqlite
update "users" set "user_name" = ?, "name" = ?, "mobile" = ?, "mobile_proven_at" = ?, "email" = ?, "email_proven_at" = ?, "disabled_at" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "user_name" = $1, "name" = $2, "mobile" = $3, "mobile_proven_at" = $4, "email" = $5, "email_proven_at" = $6, "disabled_at" = $7, "updated_at" = $8 where "tenant_id" = $9 and "id" = $10;

-- apps: addAccessToken (tenantId, hash, clientId, expiresAt)
-- sqlite
insert into "access_tokens" ("tenant_id", "hash", "client_id", "expires_at") values (?, ?, ?, ?);
-- postgres
insert into "access_tokens" ("tenant_id", "hash", "client_id", "expires_at") values ($1, $2, $3, $4);

-- apps: createAppRow (tenantId, clientId, templateClientId, name, secretHash, publicKey, privateKey, settings, disabledAt, createdAt)
-- sqlite
insert into "apps" ("tenant_id", "client_id", "template_client_id", "name", "secret_hash", "public_key", "private_key", "settings", "disabled_at", "created_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "apps" ("tenant_id", "client_id", "template_client_id", "name", "secret_hash", "public_key", "private_key", "settings", "disabled_at", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing;

-- apps: createTemplate (clientId, name, name)
-- sqlite
insert into "app_templates" ("client_id", "name") values (?, ?) on conflict ("client_id") do update set "name" = ?;
-- postgres
insert into "app_templates" ("client_id", "name") values ($1, $2) on conflict ("client_id") do update set "name" = $3;

-- apps: deleteExpiredAccessTokens (now, most)
-- sqlite
delete from "access_tokens" where "hash" in (select "hash" from "access_tokens" where "expires_at" <= ? limit ?);
-- postgres
delete from "access_tokens" where "hash" in (select "hash" from "access_tokens" where "expires_at" <= $1 limit $2);

-- apps: findAccessToken (hash, now)
-- sqlite
select "tenant_id", "client_id", "expires_at" from "access_tokens" where "hash" = ? and "expires_at" > ?;
-- postgres
select "tenant_id", "client_id", "expires_at" from "access_tokens" where "hash" = $1 and "expires_at" > $2;

-- apps: findAppAnywhere (clientId)
-- sqlite
select * from "apps" where "client_id" = ?;
-- postgres
select * from "apps" where "client_id" = $1;

-- apps: findAppByClientId (tenantId, clientId)
-- sqlite
select * from "apps" where "tenant_id" = ? and "client_id" = ?;
-- postgres
select * from "apps" where "tenant_id" = $1 and "client_id" = $2;

-- apps: findInstance (tenantId, templateClientId)
-- sqlite
select * from "apps" where "tenant_id" = ? and "template_client_id" = ?;
-- postgres
select * from "apps" where "tenant_id" = $1 and "template_client_id" = $2;

-- apps: findTemplate (clientId)
-- sqlite
select * from "app_templates" where "client_id" = ?;
-- postgres
select * from "app_templates" where "client_id" = $1;

-- apps: listAppRowsOf (tenantId)
-- sqlite
select * from "apps" where "tenant_id" = ? order by "created_at", "client_id";
-- postgres
select * from "apps" where "tenant_id" = $1 order by "created_at", "client_id";

-- apps: listTemplates (nothing given)
-- sqlite
select * from "app_templates" order by "client_id";
-- postgres
select * from "app_templates" order by "client_id";

-- apps: setSecretHash (secretHash, tenantId, clientId)
-- sqlite
update "apps" set "secret_hash" = ? where "tenant_id" = ? and "client_id" = ?;
-- postgres
update "apps" set "secret_hash" = $1 where "tenant_id" = $2 and "client_id" = $3;

-- apps: updateAppRow (name, templateClientId, settings, disabledAt, tenantId, clientId)
-- sqlite
update "apps" set "name" = ?, "template_client_id" = ?, "settings" = ?, "disabled_at" = ? where "tenant_id" = ? and "client_id" = ?;
-- postgres
update "apps" set "name" = $1, "template_client_id" = $2, "settings" = $3, "disabled_at" = $4 where "tenant_id" = $5 and "client_id" = $6;

-- captcha: addCaptcha (tenantId, hash, answer, null, null, expiresAt)
-- sqlite
insert into "captchas" ("tenant_id", "hash", "answer", "pass_hash", "used_at", "expires_at") values (?, ?, ?, ?, ?, ?);
-- postgres
insert into "captchas" ("tenant_id", "hash", "answer", "pass_hash", "used_at", "expires_at") values ($1, $2, $3, $4, $5, $6);

-- captcha: deleteExpiredCaptchas (now, most)
-- sqlite
delete from "captchas" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "captchas" where "expires_at" <= ? limit ?);
-- postgres
delete from "captchas" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "captchas" where "expires_at" <= $1 limit $2);

-- captcha: findCaptcha (tenantId, hash)
-- sqlite
select "pass_hash", "expires_at" from "captchas" where "tenant_id" = ? and "hash" = ?;
-- postgres
select "pass_hash", "expires_at" from "captchas" where "tenant_id" = $1 and "hash" = $2;

-- captcha: passCaptcha (passHash, expiresAt, tenantId, hash)
-- sqlite
update "captchas" set "pass_hash" = ?, "expires_at" = ? where "tenant_id" = ? and "hash" = ?;
-- postgres
update "captchas" set "pass_hash" = $1, "expires_at" = $2 where "tenant_id" = $3 and "hash" = $4;

-- captcha: spendPass (null, tenantId, hash, passHash, now)
-- sqlite
update "captchas" set "pass_hash" = ? where "tenant_id" = ? and "hash" = ? and "pass_hash" = ? and "expires_at" > ?;
-- postgres
update "captchas" set "pass_hash" = $1 where "tenant_id" = $2 and "hash" = $3 and "pass_hash" = $4 and "expires_at" > $5;

-- captcha: useCaptcha (now, tenantId, hash, now)
-- sqlite
update "captchas" set "used_at" = ? where "tenant_id" = ? and "hash" = ? and "used_at" is null and "expires_at" > ? returning "answer";
-- postgres
update "captchas" set "used_at" = $1 where "tenant_id" = $2 and "hash" = $3 and "used_at" is null and "expires_at" > $4 returning "answer";

-- session: addNonce (tenantId, hash, expiresAt)
-- sqlite
insert into "nonces" ("tenant_id", "hash", "expires_at") values (?, ?, ?) on conflict do nothing;
-- postgres
insert into "nonces" ("tenant_id", "hash", "expires_at") values ($1, $2, $3) on conflict do nothing;

-- session: addSession (tenantId, id, tokenHash, userId, clientId, fingerprint, system, agent, address, createdAt, null, expiresAt)
-- sqlite
insert into "sessions" ("tenant_id", "id", "token_hash", "user_id", "client_id", "fingerprint", "system", "agent", "address", "created_at", "ended_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "sessions" ("tenant_id", "id", "token_hash", "user_id", "client_id", "fingerprint", "system", "agent", "address", "created_at", "ended_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- session: addState (tenantId, hash, purpose, clientId, fingerprint, payload, 0, null, expiresAt)
-- sqlite
insert into "state_tokens" ("tenant_id", "hash", "purpose", "client_id", "fingerprint", "payload", "failures", "used_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "state_tokens" ("tenant_id", "hash", "purpose", "client_id", "fingerprint", "payload", "failures", "used_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- session: addTicket (tenantId, hash, sessionId, clientId, fingerprint, null, expiresAt)
-- sqlite
insert into "sso_tickets" ("tenant_id", "hash", "session_id", "client_id", "fingerprint", "used_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "sso_tickets" ("tenant_id", "hash", "session_id", "client_id", "fingerprint", "used_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7);

-- session: countStateFailure (1, tenantId, hash)
-- sqlite
update "state_tokens" set "failures" = "failures" + ? where "tenant_id" = ? and "hash" = ?;
-- postgres
update "state_tokens" set "failures" = "failures" + $1 where "tenant_id" = $2 and "hash" = $3;

-- session: deleteExpiredNonces (now, most)
-- sqlite
delete from "nonces" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "nonces" where "expires_at" <= ? limit ?);
-- postgres
delete from "nonces" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "nonces" where "expires_at" <= $1 limit $2);

-- session: deleteExpiredSessions (now, most)
-- sqlite
delete from "sessions" where ("tenant_id", "id") in (select "tenant_id", "id" from "sessions" where "expires_at" <= ? limit ?);
-- postgres
delete from "sessions" where ("tenant_id", "id") in (select "tenant_id", "id" from "sessions" where "expires_at" <= $1 limit $2);

-- session: deleteExpiredStates (now, most)
-- sqlite
delete from "state_tokens" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "state_tokens" where "expires_at" <= ? limit ?);
-- postgres
delete from "state_tokens" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "state_tokens" where "expires_at" <= $1 limit $2);

-- session: deleteExpiredTickets (now, most)
-- sqlite
delete from "sso_tickets" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "sso_tickets" where "expires_at" <= ? limit ?);
-- postgres
delete from "sso_tickets" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "sso_tickets" where "expires_at" <= $1 limit $2);

-- session: endSession (now, tenantId, id)
-- sqlite
update "sessions" set "ended_at" = ? where "tenant_id" = ? and "id" = ? and "ended_at" is null;
-- postgres
update "sessions" set "ended_at" = $1 where "tenant_id" = $2 and "id" = $3 and "ended_at" is null;

-- session: endSessionsOfUser (now, tenantId, userId)
-- sqlite
update "sessions" set "ended_at" = ? where "tenant_id" = ? and "user_id" = ? and "ended_at" is null;
-- postgres
update "sessions" set "ended_at" = $1 where "tenant_id" = $2 and "user_id" = $3 and "ended_at" is null;

-- session: findSessionById (tenantId, id, now)
-- sqlite
select * from "sessions" where "tenant_id" = ? and "id" = ? and "ended_at" is null and "expires_at" > ?;
-- postgres
select * from "sessions" where "tenant_id" = $1 and "id" = $2 and "ended_at" is null and "expires_at" > $3;

-- session: findSessionByToken (tenantId, tokenHash, now)
-- sqlite
select * from "sessions" where "tenant_id" = ? and "token_hash" = ? and "ended_at" is null and "expires_at" > ?;
-- postgres
select * from "sessions" where "tenant_id" = $1 and "token_hash" = $2 and "ended_at" is null and "expires_at" > $3;

-- session: findState (tenantId, hash)
-- sqlite
select * from "state_tokens" where "tenant_id" = ? and "hash" = ?;
-- postgres
select * from "state_tokens" where "tenant_id" = $1 and "hash" = $2;

-- session: listSessionsOfUser (tenantId, userId)
-- sqlite
select * from "sessions" where "tenant_id" = ? and "user_id" = ? order by "id";
-- postgres
select * from "sessions" where "tenant_id" = $1 and "user_id" = $2 order by "id";

-- session: rotateSession (newHash, expiresAt, tenantId, tokenHash, now)
-- sqlite
update "sessions" set "token_hash" = ?, "expires_at" = ? where "tenant_id" = ? and "token_hash" = ? and "ended_at" is null and "expires_at" > ?;
-- postgres
update "sessions" set "token_hash" = $1, "expires_at" = $2 where "tenant_id" = $3 and "token_hash" = $4 and "ended_at" is null and "expires_at" > $5;

-- session: spendState (now, tenantId, hash, now, most)
-- sqlite
update "state_tokens" set "used_at" = ? where "tenant_id" = ? and "hash" = ? and "used_at" is null and "expires_at" > ? and "failures" < ?;
-- postgres
update "state_tokens" set "used_at" = $1 where "tenant_id" = $2 and "hash" = $3 and "used_at" is null and "expires_at" > $4 and "failures" < $5;

-- session: spendTicket (now, tenantId, hash, clientId, fingerprint, now)
-- sqlite
update "sso_tickets" set "used_at" = ? where "tenant_id" = ? and "hash" = ? and "client_id" = ? and "fingerprint" = ? and "used_at" is null and "expires_at" > ? returning "session_id";
-- postgres
update "sso_tickets" set "used_at" = $1 where "tenant_id" = $2 and "hash" = $3 and "client_id" = $4 and "fingerprint" = $5 and "used_at" is null and "expires_at" > $6 returning "session_id";

-- sms: countTry (1, tenantId, mobile, purpose, tenantId, mobile, purpose, stateHash, otherStateHash, 1, now, most)
-- sqlite
update "codes" set "tries" = "tries" + ? where "tenant_id" = ? and "mobile" = ? and "purpose" = ? and "state_hash" = (select "latest"."state_hash" from "codes" as "latest" where "latest"."tenant_id" = ? and "latest"."mobile" = ? and "latest"."purpose" = ? and ("latest"."state_hash" = ? or "latest"."state_hash" = ?) order by "latest"."sent_at" desc, "latest"."state_hash" desc limit ?) and "used_at" is null and "expires_at" > ? and "tries" < ? returning "state_hash", "code_mac", "tries";
-- postgres
update "codes" set "tries" = "tries" + $1 where "tenant_id" = $2 and "mobile" = $3 and "purpose" = $4 and "state_hash" = (select "latest"."state_hash" from "codes" as "latest" where "latest"."tenant_id" = $5 and "latest"."mobile" = $6 and "latest"."purpose" = $7 and ("latest"."state_hash" = $8 or "latest"."state_hash" = $9) order by "latest"."sent_at" desc, "latest"."state_hash" desc limit $10) and "used_at" is null and "expires_at" > $11 and "tries" < $12 returning "state_hash", "code_mac", "tries";

-- sms: deleteExpiredCodes (now, most, now)
-- sqlite
delete from "codes" where ("tenant_id", "mobile", "purpose", "state_hash") in (select "tenant_id", "mobile", "purpose", "state_hash" from "codes" where "expires_at" <= ? limit ?) and "expires_at" <= ?;
-- postgres
delete from "codes" where ("tenant_id", "mobile", "purpose", "state_hash") in (select "tenant_id", "mobile", "purpose", "state_hash" from "codes" where "expires_at" <= $1 limit $2) and "expires_at" <= $3;

-- sms: dropCode (tenantId, mobile, purpose, stateHash, codeMac)
-- sqlite
delete from "codes" where "tenant_id" = ? and "mobile" = ? and "purpose" = ? and "state_hash" = ? and "code_mac" = ?;
-- postgres
delete from "codes" where "tenant_id" = $1 and "mobile" = $2 and "purpose" = $3 and "state_hash" = $4 and "code_mac" = $5;

-- sms: findTriedCode (tenantId, mobile, purpose, stateHash, otherStateHash, now, most)
-- sqlite
select "tries" from "codes" where "tenant_id" = ? and "mobile" = ? and "purpose" = ? and ("state_hash" = ? or "state_hash" = ?) and "used_at" is null and "expires_at" > ? and "tries" >= ?;
-- postgres
select "tries" from "codes" where "tenant_id" = $1 and "mobile" = $2 and "purpose" = $3 and ("state_hash" = $4 or "state_hash" = $5) and "used_at" is null and "expires_at" > $6 and "tries" >= $7;

-- sms: listGatewayRows (tenantId)
-- sqlite
select * from "gateways" where "tenant_id" = ? order by "position", "id";
-- postgres
select * from "gateways" where "tenant_id" = $1 order by "position", "id";

-- sms: putCode (tenantId, mobile, purpose, stateHash, codeMac, 0, now, null, expiresAt, 0, null)
-- sqlite
insert into "codes" ("tenant_id", "mobile", "purpose", "state_hash", "code_mac", "tries", "sent_at", "used_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("tenant_id", "mobile", "purpose", "state_hash") do update set "code_mac" = "excluded"."code_mac", "tries" = ?, "sent_at" = "excluded"."sent_at", "used_at" = ?, "expires_at" = "excluded"."expires_at";
-- postgres
insert into "codes" ("tenant_id", "mobile", "purpose", "state_hash", "code_mac", "tries", "sent_at", "used_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict ("tenant_id", "mobile", "purpose", "state_hash") do update set "code_mac" = "excluded"."code_mac", "tries" = $10, "sent_at" = "excluded"."sent_at", "used_at" = $11, "expires_at" = "excluded"."expires_at";

-- sms: putGateway (tenantId, id, gateway, settings, position, gateway, settings, position)
-- sqlite
insert into "gateways" ("tenant_id", "id", "gateway", "settings", "position") values (?, ?, ?, ?, ?) on conflict ("tenant_id", "id") do update set "gateway" = ?, "settings" = ?, "position" = ?;
-- postgres
insert into "gateways" ("tenant_id", "id", "gateway", "settings", "position") values ($1, $2, $3, $4, $5) on conflict ("tenant_id", "id") do update set "gateway" = $6, "settings" = $7, "position" = $8;

-- sms: removeGateway (tenantId, id)
-- sqlite
delete from "gateways" where "tenant_id" = ? and "id" = ?;
-- postgres
delete from "gateways" where "tenant_id" = $1 and "id" = $2;

-- sms: useCode (now, tenantId, mobile, purpose, stateHash, codeMac)
-- sqlite
update "codes" set "used_at" = ? where "tenant_id" = ? and "mobile" = ? and "purpose" = ? and "state_hash" = ? and "code_mac" = ? and "used_at" is null;
-- postgres
update "codes" set "used_at" = $1 where "tenant_id" = $2 and "mobile" = $3 and "purpose" = $4 and "state_hash" = $5 and "code_mac" = $6 and "used_at" is null;

-- social: addAccount (tenantId, sourceId, subject, alias, id, userId, nickname, avatar, createdAt, updatedAt)
-- sqlite
insert into "social_accounts" ("tenant_id", "source_id", "subject", "alias", "id", "user_id", "nickname", "avatar", "created_at", "updated_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "social_accounts" ("tenant_id", "source_id", "subject", "alias", "id", "user_id", "nickname", "avatar", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing;

-- social: findAccountByAlias (tenantId, sourceId, alias)
-- sqlite
select * from "social_accounts" where "tenant_id" = ? and "source_id" = ? and "alias" = ?;
-- postgres
select * from "social_accounts" where "tenant_id" = $1 and "source_id" = $2 and "alias" = $3;

-- social: findAccountBySubject (tenantId, sourceId, subject)
-- sqlite
select * from "social_accounts" where "tenant_id" = ? and "source_id" = ? and "subject" = ?;
-- postgres
select * from "social_accounts" where "tenant_id" = $1 and "source_id" = $2 and "subject" = $3;

-- social: listAccountRows (tenantId, userId)
-- sqlite
select * from "social_accounts" where "tenant_id" = ? and "user_id" = ? order by "id";
-- postgres
select * from "social_accounts" where "tenant_id" = $1 and "user_id" = $2 order by "id";

-- social: listSourceRows (tenantId)
-- sqlite
select * from "sources" where "tenant_id" = ? order by "created_at", "id";
-- postgres
select * from "sources" where "tenant_id" = $1 order by "created_at", "id";

-- social: putSource (tenantId, id, connector, name, settings, unknownUser, trustMobile, trustEmail, disabledAt, createdAt, connector, name, settings, unknownUser, trustMobile, trustEmail, disabledAt)
-- sqlite
insert into "sources" ("tenant_id", "id", "connector", "name", "settings", "unknown_user", "trust_mobile", "trust_email", "disabled_at", "created_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("tenant_id", "id") do update set "connector" = ?, "name" = ?, "settings" = ?, "unknown_user" = ?, "trust_mobile" = ?, "trust_email" = ?, "disabled_at" = ?;
-- postgres
insert into "sources" ("tenant_id", "id", "connector", "name", "settings", "unknown_user", "trust_mobile", "trust_email", "disabled_at", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict ("tenant_id", "id") do update set "connector" = $11, "name" = $12, "settings" = $13, "unknown_user" = $14, "trust_mobile" = $15, "trust_email" = $16, "disabled_at" = $17;

-- social: refreshAccount (alias, nickname, avatar, now, tenantId, sourceId, subject)
-- sqlite
update "social_accounts" set "alias" = ?, "nickname" = ?, "avatar" = ?, "updated_at" = ? where "tenant_id" = ? and "source_id" = ? and "subject" = ?;
-- postgres
update "social_accounts" set "alias" = $1, "nickname" = $2, "avatar" = $3, "updated_at" = $4 where "tenant_id" = $5 and "source_id" = $6 and "subject" = $7;

-- social: removeAccountsOfUser (tenantId, userId)
-- sqlite
delete from "social_accounts" where "tenant_id" = ? and "user_id" = ?;
-- postgres
delete from "social_accounts" where "tenant_id" = $1 and "user_id" = $2;
