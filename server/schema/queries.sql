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

-- limits: countTraffic (tenantId, area0, open0, sent, proven0, recent, now, until0, tenantId, area1, open1, sent, proven1, now, until1, tenantId, area2, open2, sent, proven2, now, until2, tenantId, area3, sent, now, until3, tenantId, area4, sent, now, until4, tenantId, area5, sent, cost, now, until5, tenantId, area6, sent, cost, now, until6)
-- sqlite
insert into "traffic" ("tenant_id", "area", "open", "sent", "proven", "cost", "recent", "sent_at", "expires_at") values (?, ?, ?, ?, ?, 0, ?, ?, ?), (?, ?, ?, ?, ?, 0, '', ?, ?), (?, ?, ?, ?, ?, 0, '', ?, ?), (?, ?, 0, ?, 0, 0, '', ?, ?), (?, ?, 0, ?, 0, 0, '', ?, ?), (?, ?, 0, ?, 0, ?, '', ?, ?), (?, ?, 0, ?, 0, ?, '', ?, ?) on conflict ("tenant_id", "area") do update set "open" = case
  when "traffic"."expires_at" <= "excluded"."sent_at" or "traffic"."open" < 0 then case when "excluded"."open" < 0 then 0 else "excluded"."open" end
  when "traffic"."open" + "excluded"."open" < 0 then 0
  else "traffic"."open" + "excluded"."open" end, "sent" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."sent" else "traffic"."sent" + "excluded"."sent" end, "proven" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."proven" else "traffic"."proven" + "excluded"."proven" end, "cost" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."cost" else "traffic"."cost" + "excluded"."cost" end, "recent" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."recent" else substr("excluded"."recent" || "traffic"."recent", 1, 120) end, "sent_at" = case when "excluded"."sent" > 0 then "excluded"."sent_at" else "traffic"."sent_at" end, "expires_at" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."expires_at" else "traffic"."expires_at" end returning "area", "open", "sent", "cost", "recent", "sent_at", "expires_at";
-- postgres
insert into "traffic" ("tenant_id", "area", "open", "sent", "proven", "cost", "recent", "sent_at", "expires_at") values ($1, $2, $3, $4, $5, 0, $6, $7, $8), ($9, $10, $11, $12, $13, 0, '', $14, $15), ($16, $17, $18, $19, $20, 0, '', $21, $22), ($23, $24, 0, $25, 0, 0, '', $26, $27), ($28, $29, 0, $30, 0, 0, '', $31, $32), ($33, $34, 0, $35, 0, $36, '', $37, $38), ($39, $40, 0, $41, 0, $42, '', $43, $44) on conflict ("tenant_id", "area") do update set "open" = case
  when "traffic"."expires_at" <= "excluded"."sent_at" or "traffic"."open" < 0 then case when "excluded"."open" < 0 then 0 else "excluded"."open" end
  when "traffic"."open" + "excluded"."open" < 0 then 0
  else "traffic"."open" + "excluded"."open" end, "sent" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."sent" else "traffic"."sent" + "excluded"."sent" end, "proven" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."proven" else "traffic"."proven" + "excluded"."proven" end, "cost" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."cost" else "traffic"."cost" + "excluded"."cost" end, "recent" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."recent" else substr("excluded"."recent" || "traffic"."recent", 1, 120) end, "sent_at" = case when "excluded"."sent" > 0 then "excluded"."sent_at" else "traffic"."sent_at" end, "expires_at" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."expires_at" else "traffic"."expires_at" end returning "area", "open", "sent", "cost", "recent", "sent_at", "expires_at";

-- limits: deleteExpiredBudgets (now, most)
-- sqlite
delete from "budgets" where ("tenant_id", "key") in (select "tenant_id", "key" from "budgets" where "expires_at" <= ? limit ?);
-- postgres
delete from "budgets" where ("tenant_id", "key") in (select "tenant_id", "key" from "budgets" where "expires_at" <= $1 limit $2);

-- limits: deleteExpiredTraffic (now, most)
-- sqlite
delete from "traffic" where ("tenant_id", "area") in (select "tenant_id", "area" from "traffic" where "expires_at" <= ? limit ?);
-- postgres
delete from "traffic" where ("tenant_id", "area") in (select "tenant_id", "area" from "traffic" where "expires_at" <= $1 limit $2);

-- limits: forgetBudget (tenantId, key)
-- sqlite
delete from "budgets" where "tenant_id" = ? and "key" = ?;
-- postgres
delete from "budgets" where "tenant_id" = $1 and "key" = $2;

-- limits: giveBack (1, tenantId, key, 0)
-- sqlite
update "budgets" set "count" = "count" - ? where "tenant_id" = ? and "key" = ? and "count" > ?;
-- postgres
update "budgets" set "count" = "count" - $1 where "tenant_id" = $2 and "key" = $3 and "count" > $4;

-- limits: holdBudget (now, expiresAt, tenantId, key)
-- sqlite
update "budgets" set "window_start" = ?, "expires_at" = ? where "tenant_id" = ? and "key" = ?;
-- postgres
update "budgets" set "window_start" = $1, "expires_at" = $2 where "tenant_id" = $3 and "key" = $4;

-- limits: proveTraffic (open, open, proven, tenantId, area, now)
-- sqlite
update "traffic" set "open" = case when open + ? < 0 then 0 else open + ? end, "proven" = proven + ? where "tenant_id" = ? and "area" = ? and "expires_at" > ?;
-- postgres
update "traffic" set "open" = case when open + $1 < 0 then 0 else open + $2 end, "proven" = proven + $3 where "tenant_id" = $4 and "area" = $5 and "expires_at" > $6;

-- limits: readBudget (tenantId, key)
-- sqlite
select "count", "expires_at" from "budgets" where "tenant_id" = ? and "key" = ?;
-- postgres
select "count", "expires_at" from "budgets" where "tenant_id" = $1 and "key" = $2;

-- limits: readTraffic (tenantId, area0, area1, area2, area3, area4, area5, area6, now)
-- sqlite
select "area", "open", "sent", "cost", "recent", "sent_at", "expires_at" from "traffic" where "tenant_id" = ? and "area" in (?, ?, ?, ?, ?, ?, ?) and "expires_at" > ?;
-- postgres
select "area", "open", "sent", "cost", "recent", "sent_at", "expires_at" from "traffic" where "tenant_id" = $1 and "area" in ($2, $3, $4, $5, $6, $7, $8) and "expires_at" > $9;

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

-- users: addUser (tenantId, id, userName, name, mobile, mobileProvenAt, email, emailProvenAt, disabledAt, createdAt, updatedAt, attributes, passwordSetAt, passwordMustChange, factors)
-- sqlite
insert into "users" ("tenant_id", "id", "user_name", "name", "mobile", "mobile_proven_at", "email", "email_proven_at", "disabled_at", "created_at", "updated_at", "attributes", "password_set_at", "password_must_change", "factors") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "users" ("tenant_id", "id", "user_name", "name", "mobile", "mobile_proven_at", "email", "email_proven_at", "disabled_at", "created_at", "updated_at", "attributes", "password_set_at", "password_must_change", "factors") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing;

-- users: dropEmailClaims (null, now, tenantId, email, keep)
-- sqlite
update "users" set "email" = ?, "updated_at" = ? where "tenant_id" = ? and "email" = ? and "email_proven_at" is null and "id" <> ?;
-- postgres
update "users" set "email" = $1, "updated_at" = $2 where "tenant_id" = $3 and "email" = $4 and "email_proven_at" is null and "id" <> $5;

-- users: dropMobileClaims (null, now, tenantId, mobile, keep)
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
select * from "users" where "tenant_id" = ? and "email" = ? order by case when "email_proven_at" is null then 1 else 0 end, "created_at", "id";
-- postgres
select * from "users" where "tenant_id" = $1 and "email" = $2 order by case when "email_proven_at" is null then 1 else 0 end, "created_at", "id";

-- users: listUsersByMobile (tenantId, mobile)
-- sqlite
select * from "users" where "tenant_id" = ? and "mobile" = ? order by case when "mobile_proven_at" is null then 1 else 0 end, "created_at", "id";
-- postgres
select * from "users" where "tenant_id" = $1 and "mobile" = $2 order by case when "mobile_proven_at" is null then 1 else 0 end, "created_at", "id";

-- users: lockUser (now, tenantId, id)
-- sqlite
update "users" set "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "updated_at" = $1 where "tenant_id" = $2 and "id" = $3;

-- users: markFactors (factors, now, tenantId, id)
-- sqlite
update "users" set "factors" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "factors" = $1, "updated_at" = $2 where "tenant_id" = $3 and "id" = $4;

-- users: markPassword (setAt, mustChange, now, tenantId, id)
-- sqlite
update "users" set "password_set_at" = ?, "password_must_change" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "password_set_at" = $1, "password_must_change" = $2, "updated_at" = $3 where "tenant_id" = $4 and "id" = $5;

-- users: renewEmailProof (now, now, tenantId, id)
-- sqlite
update "users" set "email_proven_at" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "email_proven_at" = $1, "updated_at" = $2 where "tenant_id" = $3 and "id" = $4;

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

-- users: setEmail (email, provenAt, now, tenantId, id)
-- sqlite
update "users" set "email" = ?, "email_proven_at" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "email" = $1, "email_proven_at" = $2, "updated_at" = $3 where "tenant_id" = $4 and "id" = $5;

-- users: setMobile (mobile, provenAt, now, tenantId, id)
-- sqlite
update "users" set "mobile" = ?, "mobile_proven_at" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "mobile" = $1, "mobile_proven_at" = $2, "updated_at" = $3 where "tenant_id" = $4 and "id" = $5;

-- users: setProfile (userName, name, attributes, now, tenantId, id)
-- sqlite
update "users" set "user_name" = ?, "name" = ?, "attributes" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "user_name" = $1, "name" = $2, "attributes" = $3, "updated_at" = $4 where "tenant_id" = $5 and "id" = $6;

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

-- captcha: dropWork (tenantId, hash)
-- sqlite
delete from "captchas" where "tenant_id" = ? and "hash" = ?;
-- postgres
delete from "captchas" where "tenant_id" = $1 and "hash" = $2;

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

-- captcha: returnPass (passHash, tenantId, hash, now)
-- sqlite
update "captchas" set "pass_hash" = ? where "tenant_id" = ? and "hash" = ? and "pass_hash" is null and "expires_at" > ?;
-- postgres
update "captchas" set "pass_hash" = $1 where "tenant_id" = $2 and "hash" = $3 and "pass_hash" is null and "expires_at" > $4;

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

-- captcha: useWork (tenantId, hash, 0, null, now, expiresAt)
-- sqlite
insert into "captchas" ("tenant_id", "hash", "answer", "pass_hash", "used_at", "expires_at") values (?, ?, ?, ?, ?, ?) on conflict ("tenant_id", "hash") do nothing;
-- postgres
insert into "captchas" ("tenant_id", "hash", "answer", "pass_hash", "used_at", "expires_at") values ($1, $2, $3, $4, $5, $6) on conflict ("tenant_id", "hash") do nothing;

-- session: addNonce (tenantId, hash, expiresAt)
-- sqlite
insert into "nonces" ("tenant_id", "hash", "expires_at") values (?, ?, ?) on conflict do nothing;
-- postgres
insert into "nonces" ("tenant_id", "hash", "expires_at") values ($1, $2, $3) on conflict do nothing;

-- session: addSession (tenantId, id, tokenHash, userId, clientId, fingerprint, system, agent, address, methods, createdAt, null, expiresAt)
-- sqlite
insert into "sessions" ("tenant_id", "id", "token_hash", "user_id", "client_id", "fingerprint", "system", "agent", "address", "methods", "created_at", "ended_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "sessions" ("tenant_id", "id", "token_hash", "user_id", "client_id", "fingerprint", "system", "agent", "address", "methods", "created_at", "ended_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

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

-- session: endOtherSessions (now, tenantId, userId, keep)
-- sqlite
update "sessions" set "ended_at" = ? where "tenant_id" = ? and "user_id" = ? and "id" <> ? and "ended_at" is null;
-- postgres
update "sessions" set "ended_at" = $1 where "tenant_id" = $2 and "user_id" = $3 and "id" <> $4 and "ended_at" is null;

-- session: endSession (now, tenantId, id)
-- sqlite
update "sessions" set "ended_at" = ? where "tenant_id" = ? and "id" = ? and "ended_at" is null;
-- postgres
update "sessions" set "ended_at" = $1 where "tenant_id" = $2 and "id" = $3 and "ended_at" is null;

-- session: endSessionOfUser (now, tenantId, id, userId, now)
-- sqlite
update "sessions" set "ended_at" = ? where "tenant_id" = ? and "id" = ? and "user_id" = ? and "ended_at" is null and "expires_at" > ?;
-- postgres
update "sessions" set "ended_at" = $1 where "tenant_id" = $2 and "id" = $3 and "user_id" = $4 and "ended_at" is null and "expires_at" > $5;

-- session: endSessionsOfUser (now, tenantId, userId)
-- sqlite
update "sessions" set "ended_at" = ? where "tenant_id" = ? and "user_id" = ? and "ended_at" is null;
-- postgres
update "sessions" set "ended_at" = $1 where "tenant_id" = $2 and "user_id" = $3 and "ended_at" is null;

-- session: endSessionsSince (now, tenantId, userId, since)
-- sqlite
update "sessions" set "ended_at" = ? where "tenant_id" = ? and "user_id" = ? and "created_at" >= ? and "ended_at" is null;
-- postgres
update "sessions" set "ended_at" = $1 where "tenant_id" = $2 and "user_id" = $3 and "created_at" >= $4 and "ended_at" is null;

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

-- session: findSessionOfDevice (tenantId, userId, fingerprint, 1)
-- sqlite
select "id" from "sessions" where "tenant_id" = ? and "user_id" = ? and "fingerprint" = ? limit ?;
-- postgres
select "id" from "sessions" where "tenant_id" = $1 and "user_id" = $2 and "fingerprint" = $3 limit $4;

-- session: findState (tenantId, hash)
-- sqlite
select * from "state_tokens" where "tenant_id" = ? and "hash" = ?;
-- postgres
select * from "state_tokens" where "tenant_id" = $1 and "hash" = $2;

-- session: listLiveSessions (tenantId, userId, now)
-- sqlite
select * from "sessions" where "tenant_id" = ? and "user_id" = ? and "ended_at" is null and "expires_at" > ? order by "created_at" desc, "id" desc;
-- postgres
select * from "sessions" where "tenant_id" = $1 and "user_id" = $2 and "ended_at" is null and "expires_at" > $3 order by "created_at" desc, "id" desc;

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

-- codes: countTry (1, tenantId, target, purpose, tenantId, target, purpose, stateHash, otherStateHash, 1, now, most)
-- sqlite
update "codes" set "tries" = "tries" + ? where "tenant_id" = ? and "target" = ? and "purpose" = ? and "state_hash" = (select "latest"."state_hash" from "codes" as "latest" where "latest"."tenant_id" = ? and "latest"."target" = ? and "latest"."purpose" = ? and ("latest"."state_hash" = ? or "latest"."state_hash" = ?) order by "latest"."sent_at" desc, "latest"."state_hash" desc limit ?) and "used_at" is null and "expires_at" > ? and "tries" < ? returning "state_hash", "code_mac", "tries";
-- postgres
update "codes" set "tries" = "tries" + $1 where "tenant_id" = $2 and "target" = $3 and "purpose" = $4 and "state_hash" = (select "latest"."state_hash" from "codes" as "latest" where "latest"."tenant_id" = $5 and "latest"."target" = $6 and "latest"."purpose" = $7 and ("latest"."state_hash" = $8 or "latest"."state_hash" = $9) order by "latest"."sent_at" desc, "latest"."state_hash" desc limit $10) and "used_at" is null and "expires_at" > $11 and "tries" < $12 returning "state_hash", "code_mac", "tries";

-- codes: deleteExpiredCodes (now, most, now)
-- sqlite
delete from "codes" where ("tenant_id", "target", "purpose", "state_hash") in (select "tenant_id", "target", "purpose", "state_hash" from "codes" where "expires_at" <= ? limit ?) and "expires_at" <= ?;
-- postgres
delete from "codes" where ("tenant_id", "target", "purpose", "state_hash") in (select "tenant_id", "target", "purpose", "state_hash" from "codes" where "expires_at" <= $1 limit $2) and "expires_at" <= $3;

-- codes: dropCode (tenantId, target, purpose, stateHash, codeMac)
-- sqlite
delete from "codes" where "tenant_id" = ? and "target" = ? and "purpose" = ? and "state_hash" = ? and "code_mac" = ?;
-- postgres
delete from "codes" where "tenant_id" = $1 and "target" = $2 and "purpose" = $3 and "state_hash" = $4 and "code_mac" = $5;

-- codes: findTriedCode (tenantId, target, purpose, stateHash, otherStateHash, now, most)
-- sqlite
select "tries" from "codes" where "tenant_id" = ? and "target" = ? and "purpose" = ? and ("state_hash" = ? or "state_hash" = ?) and "used_at" is null and "expires_at" > ? and "tries" >= ?;
-- postgres
select "tries" from "codes" where "tenant_id" = $1 and "target" = $2 and "purpose" = $3 and ("state_hash" = $4 or "state_hash" = $5) and "used_at" is null and "expires_at" > $6 and "tries" >= $7;

-- codes: putCode (tenantId, target, purpose, stateHash, codeMac, 0, now, null, expiresAt, 0, null)
-- sqlite
insert into "codes" ("tenant_id", "target", "purpose", "state_hash", "code_mac", "tries", "sent_at", "used_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("tenant_id", "target", "purpose", "state_hash") do update set "code_mac" = "excluded"."code_mac", "tries" = ?, "sent_at" = "excluded"."sent_at", "used_at" = ?, "expires_at" = "excluded"."expires_at";
-- postgres
insert into "codes" ("tenant_id", "target", "purpose", "state_hash", "code_mac", "tries", "sent_at", "used_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict ("tenant_id", "target", "purpose", "state_hash") do update set "code_mac" = "excluded"."code_mac", "tries" = $10, "sent_at" = "excluded"."sent_at", "used_at" = $11, "expires_at" = "excluded"."expires_at";

-- codes: renameCode (name, tenantId, target, purpose, stateHash, codeMac)
-- sqlite
update "codes" set "code_mac" = ? where "tenant_id" = ? and "target" = ? and "purpose" = ? and "state_hash" = ? and "code_mac" = ?;
-- postgres
update "codes" set "code_mac" = $1 where "tenant_id" = $2 and "target" = $3 and "purpose" = $4 and "state_hash" = $5 and "code_mac" = $6;

-- codes: useCode (now, tenantId, target, purpose, stateHash, codeMac)
-- sqlite
update "codes" set "used_at" = ? where "tenant_id" = ? and "target" = ? and "purpose" = ? and "state_hash" = ? and "code_mac" = ? and "used_at" is null;
-- postgres
update "codes" set "used_at" = $1 where "tenant_id" = $2 and "target" = $3 and "purpose" = $4 and "state_hash" = $5 and "code_mac" = $6 and "used_at" is null;

-- sms: addMessage (tenantId, id, numberHash, country, prefix, gatewayId, null, sent, cost, now, null, null, expiresAt)
-- sqlite
insert into "messages" ("tenant_id", "id", "number_hash", "country", "prefix", "gateway_id", "vendor_id", "state", "cost", "created_at", "receipt_at", "detail", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "messages" ("tenant_id", "id", "number_hash", "country", "prefix", "gateway_id", "vendor_id", "state", "cost", "created_at", "receipt_at", "detail", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- sms: deleteExpiredMessages (now, most)
-- sqlite
delete from "messages" where ("tenant_id", "id") in (select "tenant_id", "id" from "messages" where "expires_at" <= ? limit ?);
-- postgres
delete from "messages" where ("tenant_id", "id") in (select "tenant_id", "id" from "messages" where "expires_at" <= $1 limit $2);

-- sms: failMessage (failed, 0, detail, tenantId, id)
-- sqlite
update "messages" set "state" = ?, "cost" = ?, "detail" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "messages" set "state" = $1, "cost" = $2, "detail" = $3 where "tenant_id" = $4 and "id" = $5;

-- sms: findMessage (tenantId, id)
-- sqlite
select "gateway_id", "vendor_id" from "messages" where "tenant_id" = ? and "id" = ?;
-- postgres
select "gateway_id", "vendor_id" from "messages" where "tenant_id" = $1 and "id" = $2;

-- sms: listGatewayRows (tenantId)
-- sqlite
select * from "gateways" where "tenant_id" = ? order by "position", "id";
-- postgres
select * from "gateways" where "tenant_id" = $1 order by "position", "id";

-- sms: listLastMessages (tenantId, country, gatewayId, since, most)
-- sqlite
select "state", "created_at" from "messages" where "tenant_id" = ? and "country" = ? and "gateway_id" = ? and "created_at" > ? order by "created_at" desc limit ?;
-- postgres
select "state", "created_at" from "messages" where "tenant_id" = $1 and "country" = $2 and "gateway_id" = $3 and "created_at" > $4 order by "created_at" desc limit $5;

-- sms: markReceipts (now, tenantId, id, since)
-- sqlite
update "gateways" set "receipts_at" = ? where "tenant_id" = ? and "id" = ? and ("receipts_at" is null or "receipts_at" < ?);
-- postgres
update "gateways" set "receipts_at" = $1 where "tenant_id" = $2 and "id" = $3 and ("receipts_at" is null or "receipts_at" < $4);

-- sms: nameMessage (gatewayId, vendorId, tenantId, id)
-- sqlite
update "messages" set "gateway_id" = ?, "vendor_id" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "messages" set "gateway_id" = $1, "vendor_id" = $2 where "tenant_id" = $3 and "id" = $4;

-- sms: putGateway (tenantId, id, gateway, settings, position, null, gateway, settings, position)
-- sqlite
insert into "gateways" ("tenant_id", "id", "gateway", "settings", "position", "receipts_at") values (?, ?, ?, ?, ?, ?) on conflict ("tenant_id", "id") do update set "gateway" = ?, "settings" = ?, "position" = ?;
-- postgres
insert into "gateways" ("tenant_id", "id", "gateway", "settings", "position", "receipts_at") values ($1, $2, $3, $4, $5, $6) on conflict ("tenant_id", "id") do update set "gateway" = $7, "settings" = $8, "position" = $9;

-- sms: removeGateway (tenantId, id)
-- sqlite
delete from "gateways" where "tenant_id" = ? and "id" = ?;
-- postgres
delete from "gateways" where "tenant_id" = $1 and "id" = $2;

-- sms: settleMessage (state, detail, now, tenantId, gatewayId, vendorId, delivered)
-- sqlite
update "messages" set "state" = ?, "detail" = ?, "receipt_at" = ? where "tenant_id" = ? and "gateway_id" = ? and "vendor_id" = ? and "state" != ?;
-- postgres
update "messages" set "state" = $1, "detail" = $2, "receipt_at" = $3 where "tenant_id" = $4 and "gateway_id" = $5 and "vendor_id" = $6 and "state" != $7;

-- mail: listMailRows (tenantId)
-- sqlite
select * from "mail_gateways" where "tenant_id" = ? order by "position", "id";
-- postgres
select * from "mail_gateways" where "tenant_id" = $1 order by "position", "id";

-- mail: putMailGateway (tenantId, id, gateway, settings, position, gateway, settings, position)
-- sqlite
insert into "mail_gateways" ("tenant_id", "id", "gateway", "settings", "position") values (?, ?, ?, ?, ?) on conflict ("tenant_id", "id") do update set "gateway" = ?, "settings" = ?, "position" = ?;
-- postgres
insert into "mail_gateways" ("tenant_id", "id", "gateway", "settings", "position") values ($1, $2, $3, $4, $5) on conflict ("tenant_id", "id") do update set "gateway" = $6, "settings" = $7, "position" = $8;

-- mail: removeMailGateway (tenantId, id)
-- sqlite
delete from "mail_gateways" where "tenant_id" = ? and "id" = ?;
-- postgres
delete from "mail_gateways" where "tenant_id" = $1 and "id" = $2;

-- notices: addChange (tenantId, hash, userId, kind, detail, now, null, expiresAt)
-- sqlite
insert into "changes" ("tenant_id", "hash", "user_id", "kind", "detail", "created_at", "used_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "changes" ("tenant_id", "hash", "user_id", "kind", "detail", "created_at", "used_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8);

-- notices: deleteExpiredChanges (now, most)
-- sqlite
delete from "changes" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "changes" where "expires_at" <= ? limit ?);
-- postgres
delete from "changes" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "changes" where "expires_at" <= $1 limit $2);

-- notices: findChange (tenantId, hash, now)
-- sqlite
select * from "changes" where "tenant_id" = ? and "hash" = ? and "used_at" is null and "expires_at" > ?;
-- postgres
select * from "changes" where "tenant_id" = $1 and "hash" = $2 and "used_at" is null and "expires_at" > $3;

-- notices: useChange (now, tenantId, hash, now)
-- sqlite
update "changes" set "used_at" = ? where "tenant_id" = ? and "hash" = ? and "used_at" is null and "expires_at" > ?;
-- postgres
update "changes" set "used_at" = $1 where "tenant_id" = $2 and "hash" = $3 and "used_at" is null and "expires_at" > $4;

-- notices: voidChanges (now, tenantId, userId, kind, since)
-- sqlite
update "changes" set "used_at" = ? where "tenant_id" = ? and "user_id" = ? and "kind" = ? and "created_at" >= ? and "used_at" is null;
-- postgres
update "changes" set "used_at" = $1 where "tenant_id" = $2 and "user_id" = $3 and "kind" = $4 and "created_at" >= $5 and "used_at" is null;

-- password: addOldPassword (tenantId, userId, id, hash)
-- sqlite
insert into "old_passwords" ("tenant_id", "user_id", "id", "hash") values (?, ?, ?, ?);
-- postgres
insert into "old_passwords" ("tenant_id", "user_id", "id", "hash") values ($1, $2, $3, $4);

-- password: addPassword (tenantId, userId, hash, now)
-- sqlite
insert into "passwords" ("tenant_id", "user_id", "hash", "set_at") values (?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "passwords" ("tenant_id", "user_id", "hash", "set_at") values ($1, $2, $3, $4) on conflict do nothing;

-- password: exchangeHash (newHash, tenantId, userId, hash)
-- sqlite
update "passwords" set "hash" = ? where "tenant_id" = ? and "user_id" = ? and "hash" = ?;
-- postgres
update "passwords" set "hash" = $1 where "tenant_id" = $2 and "user_id" = $3 and "hash" = $4;

-- password: findPassword (tenantId, userId)
-- sqlite
select * from "passwords" where "tenant_id" = ? and "user_id" = ?;
-- postgres
select * from "passwords" where "tenant_id" = $1 and "user_id" = $2;

-- password: listOldPasswords (tenantId, userId, most)
-- sqlite
select "hash" from "old_passwords" where "tenant_id" = ? and "user_id" = ? order by "id" desc limit ?;
-- postgres
select "hash" from "old_passwords" where "tenant_id" = $1 and "user_id" = $2 order by "id" desc limit $3;

-- password: putPassword (tenantId, userId, hash, now)
-- sqlite
insert into "passwords" ("tenant_id", "user_id", "hash", "set_at") values (?, ?, ?, ?) on conflict ("tenant_id", "user_id") do update set "hash" = "excluded"."hash", "set_at" = "excluded"."set_at";
-- postgres
insert into "passwords" ("tenant_id", "user_id", "hash", "set_at") values ($1, $2, $3, $4) on conflict ("tenant_id", "user_id") do update set "hash" = "excluded"."hash", "set_at" = "excluded"."set_at";

-- password: removePassword (tenantId, userId)
-- sqlite
delete from "passwords" where "tenant_id" = ? and "user_id" = ?;
-- postgres
delete from "passwords" where "tenant_id" = $1 and "user_id" = $2;

-- password: trimOldPasswords (tenantId, userId, tenantId, userId, most)
-- sqlite
delete from "old_passwords" where "tenant_id" = ? and "user_id" = ? and "id" not in (select "kept"."id" from "old_passwords" as "kept" where "kept"."tenant_id" = ? and "kept"."user_id" = ? order by "kept"."id" desc limit ?);
-- postgres
delete from "old_passwords" where "tenant_id" = $1 and "user_id" = $2 and "id" not in (select "kept"."id" from "old_passwords" as "kept" where "kept"."tenant_id" = $3 and "kept"."user_id" = $4 order by "kept"."id" desc limit $5);

-- social: addAccount (tenantId, sourceId, subject, alias, id, userId, nickname, avatar, createdAt, updatedAt)
-- sqlite
insert into "social_accounts" ("tenant_id", "source_id", "subject", "alias", "id", "user_id", "nickname", "avatar", "created_at", "updated_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "social_accounts" ("tenant_id", "source_id", "subject", "alias", "id", "user_id", "nickname", "avatar", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing;

-- social: findAccountBySubject (tenantId, sourceId, subject)
-- sqlite
select * from "social_accounts" where "tenant_id" = ? and "source_id" = ? and "subject" = ?;
-- postgres
select * from "social_accounts" where "tenant_id" = $1 and "source_id" = $2 and "subject" = $3;

-- social: holdAccountsOfUser (tenantId, userId)
-- sqlite
update "social_accounts" set "updated_at" = "updated_at" where "tenant_id" = ? and "user_id" = ?;
-- postgres
update "social_accounts" set "updated_at" = "updated_at" where "tenant_id" = $1 and "user_id" = $2;

-- social: listAccountRows (tenantId, userId)
-- sqlite
select * from "social_accounts" where "tenant_id" = ? and "user_id" = ? order by "id";
-- postgres
select * from "social_accounts" where "tenant_id" = $1 and "user_id" = $2 order by "id";

-- social: listAccountsByAlias (tenantId, tenantId, sourceId, alias, tenantId, tenantId, sourceId, alias)
-- sqlite
select "a".*, "s"."connector" from "sources" as "s" cross join "social_accounts" as "a" where "a"."tenant_id" = "s"."tenant_id" and "a"."source_id" = "s"."id" and "s"."tenant_id" = ? and "s"."connector" = (select "own"."connector" from "sources" as "own" where "own"."tenant_id" = ? and "own"."id" = ?) and "a"."alias" = ? union all select "a".*, "s"."connector" from "sources" as "s" cross join "social_accounts" as "a" where "a"."tenant_id" = "s"."tenant_id" and "a"."source_id" = "s"."id" and "s"."tenant_id" = ? and "s"."connector" = (select "own"."connector" from "sources" as "own" where "own"."tenant_id" = ? and "own"."id" = ?) and "a"."subject" = ?;
-- postgres
select "a".*, "s"."connector" from "sources" as "s" cross join "social_accounts" as "a" where "a"."tenant_id" = "s"."tenant_id" and "a"."source_id" = "s"."id" and "s"."tenant_id" = $1 and "s"."connector" = (select "own"."connector" from "sources" as "own" where "own"."tenant_id" = $2 and "own"."id" = $3) and "a"."alias" = $4 union all select "a".*, "s"."connector" from "sources" as "s" cross join "social_accounts" as "a" where "a"."tenant_id" = "s"."tenant_id" and "a"."source_id" = "s"."id" and "s"."tenant_id" = $5 and "s"."connector" = (select "own"."connector" from "sources" as "own" where "own"."tenant_id" = $6 and "own"."id" = $7) and "a"."subject" = $8;

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

-- social: removeAccount (tenantId, sourceId, subject, userId)
-- sqlite
delete from "social_accounts" where "tenant_id" = ? and "source_id" = ? and "subject" = ? and "user_id" = ?;
-- postgres
delete from "social_accounts" where "tenant_id" = $1 and "source_id" = $2 and "subject" = $3 and "user_id" = $4;

-- social: removeAccountsOfUser (tenantId, userId)
-- sqlite
delete from "social_accounts" where "tenant_id" = ? and "user_id" = ?;
-- postgres
delete from "social_accounts" where "tenant_id" = $1 and "user_id" = $2;

-- social: renameAccount (newSubject, alias, now, tenantId, sourceId, subject)
-- sqlite
update "social_accounts" set "subject" = ?, "alias" = ?, "updated_at" = ? where "tenant_id" = ? and "source_id" = ? and "subject" = ?;
-- postgres
update "social_accounts" set "subject" = $1, "alias" = $2, "updated_at" = $3 where "tenant_id" = $4 and "source_id" = $5 and "subject" = $6;

-- mfa: addFactor (tenantId, userId, id, kind, name, secret, credentialId, counter, confirmedAt, createdAt, usedAt)
-- sqlite
insert into "factors" ("tenant_id", "user_id", "id", "kind", "name", "secret", "credential_id", "counter", "confirmed_at", "created_at", "used_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "factors" ("tenant_id", "user_id", "id", "kind", "name", "secret", "credential_id", "counter", "confirmed_at", "created_at", "used_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing;

-- mfa: confirmFactor (now, now, counter, tenantId, userId, id)
-- sqlite
update "factors" set "confirmed_at" = ?, "used_at" = ?, "counter" = ? where "tenant_id" = ? and "user_id" = ? and "id" = ? and "confirmed_at" is null;
-- postgres
update "factors" set "confirmed_at" = $1, "used_at" = $2, "counter" = $3 where "tenant_id" = $4 and "user_id" = $5 and "id" = $6 and "confirmed_at" is null;

-- mfa: findBegun (tenantId, userId, id)
-- sqlite
select * from "factors" where "tenant_id" = ? and "user_id" = ? and "id" = ? and "confirmed_at" is null;
-- postgres
select * from "factors" where "tenant_id" = $1 and "user_id" = $2 and "id" = $3 and "confirmed_at" is null;

-- mfa: findByCredential (tenantId, credentialId)
-- sqlite
select * from "factors" where "tenant_id" = ? and "credential_id" = ? and "confirmed_at" is not null;
-- postgres
select * from "factors" where "tenant_id" = $1 and "credential_id" = $2 and "confirmed_at" is not null;

-- mfa: listFactorRows (tenantId, userId)
-- sqlite
select * from "factors" where "tenant_id" = ? and "user_id" = ? and "confirmed_at" is not null order by "created_at", "id";
-- postgres
select * from "factors" where "tenant_id" = $1 and "user_id" = $2 and "confirmed_at" is not null order by "created_at", "id";

-- mfa: removeBegun (tenantId, userId)
-- sqlite
delete from "factors" where "tenant_id" = ? and "user_id" = ? and "confirmed_at" is null;
-- postgres
delete from "factors" where "tenant_id" = $1 and "user_id" = $2 and "confirmed_at" is null;

-- mfa: removeFactor (tenantId, userId, id)
-- sqlite
delete from "factors" where "tenant_id" = ? and "user_id" = ? and "id" = ? and "confirmed_at" is not null;
-- postgres
delete from "factors" where "tenant_id" = $1 and "user_id" = $2 and "id" = $3 and "confirmed_at" is not null;

-- mfa: removeFactorsSince (tenantId, userId, since)
-- sqlite
delete from "factors" where "tenant_id" = ? and "user_id" = ? and ("confirmed_at" >= ? or "confirmed_at" is null);
-- postgres
delete from "factors" where "tenant_id" = $1 and "user_id" = $2 and ("confirmed_at" >= $3 or "confirmed_at" is null);

-- mfa: renameFactor (name, tenantId, userId, id)
-- sqlite
update "factors" set "name" = ? where "tenant_id" = ? and "user_id" = ? and "id" = ? and "confirmed_at" is not null;
-- postgres
update "factors" set "name" = $1 where "tenant_id" = $2 and "user_id" = $3 and "id" = $4 and "confirmed_at" is not null;

-- mfa: useFactor (counter, now, tenantId, userId, id, counter, still)
-- sqlite
update "factors" set "counter" = ?, "used_at" = ? where "tenant_id" = ? and "user_id" = ? and "id" = ? and "confirmed_at" is not null and ("counter" < ? or "counter" = ?);
-- postgres
update "factors" set "counter" = $1, "used_at" = $2 where "tenant_id" = $3 and "user_id" = $4 and "id" = $5 and "confirmed_at" is not null and ("counter" < $6 or "counter" = $7);
