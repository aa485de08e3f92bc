-- Written by "npm run docs" from the stores: a change of SQL is seen here in review.

-- webhooks: addDelivery (tenantId, id, webhookId, type, payload, waiting, at, nextAt, leasedUntil, 0, [], expiresAt)
-- sqlite
insert into "webhook_deliveries" ("tenant_id", "id", "webhook_id", "type", "payload", "state", "at", "next_at", "leased_until", "tries", "answers", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "webhook_deliveries" ("tenant_id", "id", "webhook_id", "type", "payload", "state", "at", "next_at", "leased_until", "tries", "answers", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- webhooks: addWebhook (tenantId, id, name, url, secret, events, disabledAt, disabledBy, createdAt)
-- sqlite
insert into "webhooks" ("tenant_id", "id", "name", "url", "secret", "events", "disabled_at", "disabled_by", "created_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "webhooks" ("tenant_id", "id", "name", "url", "secret", "events", "disabled_at", "disabled_by", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- webhooks: changeSecret (secret, oldSecret, oldSecretUntil, tenantId, id)
-- sqlite
update "webhooks" set "secret" = ?, "old_secret" = ?, "old_secret_until" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "webhooks" set "secret" = $1, "old_secret" = $2, "old_secret_until" = $3 where "tenant_id" = $4 and "id" = $5;

-- webhooks: changeWebhook (name, url, events, disabledAt, disabledBy, failingSince, tenantId, id)
-- sqlite
update "webhooks" set "name" = ?, "url" = ?, "events" = ?, "disabled_at" = ?, "disabled_by" = ?, "failing_since" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "webhooks" set "name" = $1, "url" = $2, "events" = $3, "disabled_at" = $4, "disabled_by" = $5, "failing_since" = $6 where "tenant_id" = $7 and "id" = $8;

-- webhooks: deleteExpiredDeliveries (now, most)
-- sqlite
delete from "webhook_deliveries" where ("tenant_id", "id") in (select "tenant_id", "id" from "webhook_deliveries" where "expires_at" <= ? limit ?);
-- postgres
delete from "webhook_deliveries" where ("tenant_id", "id") in (select "tenant_id", "id" from "webhook_deliveries" where "expires_at" <= $1 limit $2);

-- webhooks: findAnyWebhook (1)
-- sqlite
select "id" from "webhooks" where "disabled_at" is null limit ?;
-- postgres
select "id" from "webhooks" where "disabled_at" is null limit $1;

-- webhooks: findDelivery (tenantId, id)
-- sqlite
select * from "webhook_deliveries" where "tenant_id" = ? and "id" = ?;
-- postgres
select * from "webhook_deliveries" where "tenant_id" = $1 and "id" = $2;

-- webhooks: findWebhookRow (tenantId, id)
-- sqlite
select * from "webhooks" where "tenant_id" = ? and "id" = ?;
-- postgres
select * from "webhooks" where "tenant_id" = $1 and "id" = $2;

-- webhooks: finishDelivery (state, nextAt, null, tries, answers, tenantId, id, leased)
-- sqlite
update "webhook_deliveries" set "state" = ?, "next_at" = ?, "leased_until" = ?, "tries" = ?, "answers" = ? where "tenant_id" = ? and "id" = ? and "leased_until" = ?;
-- postgres
update "webhook_deliveries" set "state" = $1, "next_at" = $2, "leased_until" = $3, "tries" = $4, "answers" = $5 where "tenant_id" = $6 and "id" = $7 and "leased_until" = $8;

-- webhooks: listDeliveryRows (tenantId, webhookId, before, state, , state, most)
-- sqlite
select * from "webhook_deliveries" where "tenant_id" = ? and "webhook_id" = ? and "id" < ? and (cast(? as text) = ? or "state" = ?) order by "id" desc limit ?;
-- postgres
select * from "webhook_deliveries" where "tenant_id" = $1 and "webhook_id" = $2 and "id" < $3 and (cast($4 as text) = $5 or "state" = $6) order by "id" desc limit $7;

-- webhooks: listDue (tenantId, webhookId, now, most)
-- sqlite
select * from "webhook_deliveries" where "tenant_id" = ? and "webhook_id" = ? and "next_at" <= ? order by "next_at", "id" limit ?;
-- postgres
select * from "webhook_deliveries" where "tenant_id" = $1 and "webhook_id" = $2 and "next_at" <= $3 order by "next_at", "id" limit $4;

-- webhooks: listDueWebhooks (now, most)
-- sqlite
select "tenant_id", "id" from "webhooks" where "disabled_at" is null and exists (select 1 as "one" from "webhook_deliveries" as "due" where "due"."tenant_id" = "webhooks"."tenant_id" and "due"."webhook_id" = "webhooks"."id" and "due"."next_at" <= ?) limit ?;
-- postgres
select "tenant_id", "id" from "webhooks" where "disabled_at" is null and exists (select 1 as "one" from "webhook_deliveries" as "due" where "due"."tenant_id" = "webhooks"."tenant_id" and "due"."webhook_id" = "webhooks"."id" and "due"."next_at" <= $1) limit $2;

-- webhooks: listWebhookRows (tenantId)
-- sqlite
select * from "webhooks" where "tenant_id" = ? order by "created_at", "id";
-- postgres
select * from "webhooks" where "tenant_id" = $1 order by "created_at", "id";

-- webhooks: markRefused (at, status, fault, at, tenantId, id, url)
-- sqlite
update "webhooks" set "last_at" = ?, "last_status" = ?, "last_fault" = ?, "failing_since" = coalesce("failing_since", ?) where "tenant_id" = ? and "id" = ? and "url" = ?;
-- postgres
update "webhooks" set "last_at" = $1, "last_status" = $2, "last_fault" = $3, "failing_since" = coalesce("failing_since", $4) where "tenant_id" = $5 and "id" = $6 and "url" = $7;

-- webhooks: markTaken (at, status, null, null, tenantId, id, url)
-- sqlite
update "webhooks" set "last_at" = ?, "last_status" = ?, "last_fault" = ?, "failing_since" = ? where "tenant_id" = ? and "id" = ? and "url" = ?;
-- postgres
update "webhooks" set "last_at" = $1, "last_status" = $2, "last_fault" = $3, "failing_since" = $4 where "tenant_id" = $5 and "id" = $6 and "url" = $7;

-- webhooks: removeDeliveries (tenantId, webhookId)
-- sqlite
delete from "webhook_deliveries" where "tenant_id" = ? and "webhook_id" = ?;
-- postgres
delete from "webhook_deliveries" where "tenant_id" = $1 and "webhook_id" = $2;

-- webhooks: removeWebhookRow (tenantId, id)
-- sqlite
delete from "webhooks" where "tenant_id" = ? and "id" = ?;
-- postgres
delete from "webhooks" where "tenant_id" = $1 and "id" = $2;

-- webhooks: renewDelivery (waiting, now, null, 0, expiresAt, tenantId, webhookId, id, now)
-- sqlite
update "webhook_deliveries" set "state" = ?, "next_at" = ?, "leased_until" = ?, "tries" = ?, "expires_at" = ? where "tenant_id" = ? and "webhook_id" = ? and "id" = ? and ("leased_until" is null or "leased_until" <= ?);
-- postgres
update "webhook_deliveries" set "state" = $1, "next_at" = $2, "leased_until" = $3, "tries" = $4, "expires_at" = $5 where "tenant_id" = $6 and "webhook_id" = $7 and "id" = $8 and ("leased_until" is null or "leased_until" <= $9);

-- webhooks: takeDelivery (until, until, tenantId, id, seen)
-- sqlite
update "webhook_deliveries" set "next_at" = ?, "leased_until" = ? where "tenant_id" = ? and "id" = ? and "next_at" = ?;
-- postgres
update "webhook_deliveries" set "next_at" = $1, "leased_until" = $2 where "tenant_id" = $3 and "id" = $4 and "next_at" = $5;

-- webhooks: turnOff (now, by, tenantId, id, url, before)
-- sqlite
update "webhooks" set "disabled_at" = ?, "disabled_by" = ? where "tenant_id" = ? and "id" = ? and "url" = ? and "disabled_at" is null and "failing_since" <= ?;
-- postgres
update "webhooks" set "disabled_at" = $1, "disabled_by" = $2 where "tenant_id" = $3 and "id" = $4 and "url" = $5 and "disabled_at" is null and "failing_since" <= $6;

-- audit: addEvent (tenantId, id, at, journeyId, event, outcome, reason, clientId, userId, sourceId, address, requestId, detail)
-- sqlite
insert into "audit_events" ("tenant_id", "id", "at", "journey_id", "event", "outcome", "reason", "client_id", "user_id", "source_id", "address", "request_id", "detail") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "audit_events" ("tenant_id", "id", "at", "journey_id", "event", "outcome", "reason", "client_id", "user_id", "source_id", "address", "request_id", "detail") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- audit: blankJourneys (null, null, null, tenantId, admin/%, userId, tenantId, userId, admin/%)
-- sqlite
update "audit_events" set "address" = ?, "reason" = ?, "detail" = ? where "tenant_id" = ? and "event" not like ? and ("user_id" is null or "user_id" = ?) and "journey_id" in (select "own"."journey_id" from "audit_events" as "own" where "own"."tenant_id" = ? and "own"."user_id" = ? and "own"."event" not like ?);
-- postgres
update "audit_events" set "address" = $1, "reason" = $2, "detail" = $3 where "tenant_id" = $4 and "event" not like $5 and ("user_id" is null or "user_id" = $6) and "journey_id" in (select "own"."journey_id" from "audit_events" as "own" where "own"."tenant_id" = $7 and "own"."user_id" = $8 and "own"."event" not like $9);

-- audit: blankSends (null, null, null, tenantId, from, until, send, pattern)
-- sqlite
update "audit_events" set "address" = ?, "reason" = ?, "detail" = ? where "tenant_id" = ? and "id" >= ? and "id" < ? and "event" = ? and "detail" like ?;
-- postgres
update "audit_events" set "address" = $1, "reason" = $2, "detail" = $3 where "tenant_id" = $4 and "id" >= $5 and "id" < $6 and "event" = $7 and "detail" like $8;

-- audit: countByHour (tenantId, from, most)
-- sqlite
select "at" / 3600000 as "hour", "event", "outcome", count(*) as "events" from (select "at", "journey_id", "event", "outcome", "reason" from "audit_events" where "tenant_id" = ? and "id" >= ? order by "id" desc limit ?) as "recent" group by "hour", "event", "outcome";
-- postgres
select "at" / 3600000 as "hour", "event", "outcome", count(*) as "events" from (select "at", "journey_id", "event", "outcome", "reason" from "audit_events" where "tenant_id" = $1 and "id" >= $2 order by "id" desc limit $3) as "recent" group by "hour", "event", "outcome";

-- audit: countFunnel (login, SOCIAL_BIND, USER_REGISTER, send, SUCCESS, bind, register, mobileUnknown, emailUnknown, registrationClosed, socialBound, proofStale, SUCCESS, bind, register, mfa, tenantId, from, most)
-- sqlite
select count(*) as "unknown", cast(coalesce(sum("sent"), 0) as bigint) as "sent", cast(coalesce(sum("verified"), 0) as bigint) as "verified", cast(coalesce(sum("bound"), 0) as bigint) as "bound" from (select max(case when "event" in (?) and "outcome" in (?, ?) then 1 else 0 end) as "unknown", max(case when "event" in (?) and "outcome" in (?) then 1 else 0 end) as "sent", max(case when "event" in (?, ?) or "reason" in (?, ?, ?, ?, ?) then 1 else 0 end) as "verified", max(case when "outcome" in (?) and "event" in (?, ?, ?) then 1 else 0 end) as "bound" from (select "at", "journey_id", "event", "outcome", "reason" from "audit_events" where "tenant_id" = ? and "id" >= ? order by "id" desc limit ?) as "recent" group by "journey_id") as "journeys" where "unknown" = 1;
-- postgres
select count(*) as "unknown", cast(coalesce(sum("sent"), 0) as bigint) as "sent", cast(coalesce(sum("verified"), 0) as bigint) as "verified", cast(coalesce(sum("bound"), 0) as bigint) as "bound" from (select max(case when "event" in ($1) and "outcome" in ($2, $3) then 1 else 0 end) as "unknown", max(case when "event" in ($4) and "outcome" in ($5) then 1 else 0 end) as "sent", max(case when "event" in ($6, $7) or "reason" in ($8, $9, $10, $11, $12) then 1 else 0 end) as "verified", max(case when "outcome" in ($13) and "event" in ($14, $15, $16) then 1 else 0 end) as "bound" from (select "at", "journey_id", "event", "outcome", "reason" from "audit_events" where "tenant_id" = $17 and "id" >= $18 order by "id" desc limit $19) as "recent" group by "journey_id") as "journeys" where "unknown" = 1;

-- audit: findEventOfUser (tenantId, userId, event, 1)
-- sqlite
select * from "audit_events" where "tenant_id" = ? and "user_id" = ? and "event" || '' = ? order by "id" limit ?;
-- postgres
select * from "audit_events" where "tenant_id" = $1 and "user_id" = $2 and "event" || '' = $3 order by "id" limit $4;

-- audit: listEvents (tenantId, from, before, most)
-- sqlite
select * from "audit_events" where "tenant_id" = ? and "id" >= ? and "id" < ? order by "id" desc limit ?;
-- postgres
select * from "audit_events" where "tenant_id" = $1 and "id" >= $2 and "id" < $3 order by "id" desc limit $4;

-- audit: listEventsOfKind (tenantId, from, before, event, most)
-- sqlite
select * from "audit_events" where "tenant_id" = ? and "id" >= ? and "id" < ? and "event" = ? order by "id" desc limit ?;
-- postgres
select * from "audit_events" where "tenant_id" = $1 and "id" >= $2 and "id" < $3 and "event" = $4 order by "id" desc limit $5;

-- audit: listEventsOfPerson (tenantId, from, before, userId, most)
-- sqlite
select * from "audit_events" where "tenant_id" = ? and "id" >= ? and "id" < ? and "user_id" = ? order by "id" desc limit ?;
-- postgres
select * from "audit_events" where "tenant_id" = $1 and "id" >= $2 and "id" < $3 and "user_id" = $4 order by "id" desc limit $5;

-- audit: listEventsOfUser (tenantId, userId, most)
-- sqlite
select * from "audit_events" where "tenant_id" = ? and "user_id" = ? order by "id" desc limit ?;
-- postgres
select * from "audit_events" where "tenant_id" = $1 and "user_id" = $2 order by "id" desc limit $3;

-- audit: listJourney (tenantId, journeyId)
-- sqlite
select * from "audit_events" where "tenant_id" = ? and "journey_id" = ? order by "id";
-- postgres
select * from "audit_events" where "tenant_id" = $1 and "journey_id" = $2 order by "id";

-- audit: rewriteDetail (detail, tenantId, id)
-- sqlite
update "audit_events" set "detail" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "audit_events" set "detail" = $1 where "tenant_id" = $2 and "id" = $3;

-- limits: countPaid (day, untilDay, tenantId, sent, cost, now, month, untilMonth, tenantId, sent, cost, now)
-- sqlite
insert into "traffic" ("area", "expires_at", "tenant_id", "open", "sent", "proven", "cost", "recent", "sent_at") values (?, ?, ?, 0, ?, 0, ?, '', ?), (?, ?, ?, 0, ?, 0, ?, '', ?) on conflict ("tenant_id", "area") do update set "open" = case
  when "traffic"."expires_at" <= "excluded"."sent_at" or "traffic"."open" < 0 then case when "excluded"."open" < 0 then 0 else "excluded"."open" end
  when "traffic"."open" + "excluded"."open" < 0 then 0
  else "traffic"."open" + "excluded"."open" end, "sent" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."sent" else "traffic"."sent" + "excluded"."sent" end, "proven" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."proven" else "traffic"."proven" + "excluded"."proven" end, "cost" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."cost" else "traffic"."cost" + "excluded"."cost" end, "sent_at" = case when "excluded"."sent" > 0 then "excluded"."sent_at" else "traffic"."sent_at" end, "expires_at" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."expires_at" else "traffic"."expires_at" end returning "area", "open", "sent", "cost", "recent", "sent_at", "expires_at";
-- postgres
insert into "traffic" ("area", "expires_at", "tenant_id", "open", "sent", "proven", "cost", "recent", "sent_at") values ($1, $2, $3, 0, $4, 0, $5, '', $6), ($7, $8, $9, 0, $10, 0, $11, '', $12) on conflict ("tenant_id", "area") do update set "open" = case
  when "traffic"."expires_at" <= "excluded"."sent_at" or "traffic"."open" < 0 then case when "excluded"."open" < 0 then 0 else "excluded"."open" end
  when "traffic"."open" + "excluded"."open" < 0 then 0
  else "traffic"."open" + "excluded"."open" end, "sent" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."sent" else "traffic"."sent" + "excluded"."sent" end, "proven" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."proven" else "traffic"."proven" + "excluded"."proven" end, "cost" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."cost" else "traffic"."cost" + "excluded"."cost" end, "sent_at" = case when "excluded"."sent" > 0 then "excluded"."sent_at" else "traffic"."sent_at" end, "expires_at" = case when "traffic"."expires_at" <= "excluded"."sent_at" then "excluded"."expires_at" else "traffic"."expires_at" end returning "area", "open", "sent", "cost", "recent", "sent_at", "expires_at";

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

-- limits: readWide (tenantId, day, month, c , c AC, c AD, c AE, c AF, c AG, c AI, c AL, c AM, c AO, c AR, c AS, c AT, c AU, c AW, c AX, c AZ, c BA, c BB, c BD, c BE, c BF, c BG, c BH, c BI, c BJ, c BL, c BM, c BN, c BO, c BQ, c BR, c BS, c BT, c BW, c BY, c BZ, c CA, c CC, c CD, c CF, c CG, c CH, c CI, c CK, c CL, c CM, c CN, c CO, c CR, c CU, c CV, c CW, c CX, c CY, c CZ, c DE, c DJ, c DK, c DM, c DO, c DZ, c EC, c EE, c EG, c EH, c ER, c ES, c ET, c FI, c FJ, c FK, c FM, c FO, c FR, c GA, c GB, c GD, c GE, c GF, c GG, c GH, c GI, c GL, c GM, c GN, c GP, c GQ, c GR, c GT, c GU, c GW, c GY, c HK, c HN, c HR, c HT, c HU, c ID, c IE, c IL, c IM, c IN, c IO, c IQ, c IR, c IS, c IT, c JE, c JM, c JO, c JP, c KE, c KG, c KH, c KI, c KM, c KN, c KP, c KR, c KW, c KY, c KZ, c LA, c LB, c LC, c LI, c LK, c LR, c LS, c LT, c LU, c LV, c LY, c MA, c MC, c MD, c ME, c MF, c MG, c MH, c MK, c ML, c MM, c MN, c MO, c MP, c MQ, c MR, c MS, c MT, c MU, c MV, c MW, c MX, c MY, c MZ, c NA, c NC, c NE, c NF, c NG, c NI, c NL, c NO, c NP, c NR, c NU, c NZ, c OM, c PA, c PE, c PF, c PG, c PH, c PK, c PL, c PM, c PR, c PS, c PT, c PW, c PY, c QA, c RE, c RO, c RS, c RU, c RW, c SA, c SB, c SC, c SD, c SE, c SG, c SH, c SI, c SJ, c SK, c SL, c SM, c SN, c SO, c SR, c SS, c ST, c SV, c SX, c SY, c SZ, c TA, c TC, c TD, c TG, c TH, c TJ, c TK, c TL, c TM, c TN, c TO, c TR, c TT, c TV, c TW, c TZ, c UA, c UG, c US, c UY, c UZ, c VA, c VC, c VE, c VG, c VI, c VN, c VU, c WF, c WS, c XK, c YE, c YT, c ZA, c ZM, c ZW, now)
-- sqlite
select "area", "open", "sent", "proven", "cost", "expires_at" from "traffic" where "tenant_id" = ? and "area" in (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) and "expires_at" > ?;
-- postgres
select "area", "open", "sent", "proven", "cost", "expires_at" from "traffic" where "tenant_id" = $1 and "area" in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156, $157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168, $169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180, $181, $182, $183, $184, $185, $186, $187, $188, $189, $190, $191, $192, $193, $194, $195, $196, $197, $198, $199, $200, $201, $202, $203, $204, $205, $206, $207, $208, $209, $210, $211, $212, $213, $214, $215, $216, $217, $218, $219, $220, $221, $222, $223, $224, $225, $226, $227, $228, $229, $230, $231, $232, $233, $234, $235, $236, $237, $238, $239, $240, $241, $242, $243, $244, $245, $246, $247, $248, $249) and "expires_at" > $250;

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

-- tenants: holdTenant (tenantId)
-- sqlite
update "tenants" set "name" = "name" where "id" = ?;
-- postgres
update "tenants" set "name" = "name" where "id" = $1;

-- tenants: listKeyRows (tenantId, now)
-- sqlite
select * from "signing_keys" where "tenant_id" = ? and ("retired_at" is null or "retired_at" > ?) order by "created_at" desc, "kid";
-- postgres
select * from "signing_keys" where "tenant_id" = $1 and ("retired_at" is null or "retired_at" > $2) order by "created_at" desc, "kid";

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

-- tenants: retireKeys (until, tenantId, alg, kid)
-- sqlite
update "signing_keys" set "retired_at" = ? where "tenant_id" = ? and "alg" = ? and "kid" != ? and "retired_at" is null;
-- postgres
update "signing_keys" set "retired_at" = $1 where "tenant_id" = $2 and "alg" = $3 and "kid" != $4 and "retired_at" is null;

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

-- users: addUser (tenantId, id, userName, name, mobile, mobileProvenAt, email, emailProvenAt, disabledAt, createdAt, updatedAt, attributes, passwordSetAt, passwordMustChange, passwordBy, factors)
-- sqlite
insert into "users" ("tenant_id", "id", "user_name", "name", "mobile", "mobile_proven_at", "email", "email_proven_at", "disabled_at", "created_at", "updated_at", "attributes", "password_set_at", "password_must_change", "password_by", "factors") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "users" ("tenant_id", "id", "user_name", "name", "mobile", "mobile_proven_at", "email", "email_proven_at", "disabled_at", "created_at", "updated_at", "attributes", "password_set_at", "password_must_change", "password_by", "factors") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing;

-- users: countBehind (tenantId, after, most)
-- sqlite
select count(*) as "count" from (select "id" from "users" where "tenant_id" = ? and "id" > ? order by "id" limit ?) as "some";
-- postgres
select count(*) as "count" from (select "id" from "users" where "tenant_id" = $1 and "id" > $2 order by "id" limit $3) as "some";

-- users: countChanged (tenantId, since)
-- sqlite
select count(*) as "count" from "users" where "tenant_id" = ? and "updated_at" > ?;
-- postgres
select count(*) as "count" from "users" where "tenant_id" = $1 and "updated_at" > $2;

-- users: countDisabled (tenantId, most)
-- sqlite
select count(*) as "count" from (select "id" from "users" where "tenant_id" = ? and "disabled_at" is not null limit ?) as "some";
-- postgres
select count(*) as "count" from (select "id" from "users" where "tenant_id" = $1 and "disabled_at" is not null limit $2) as "some";

-- users: countFound (tenantId, from0, until0, most, tenantId, from1, until1, most, tenantId, from2, until2, most, tenantId, from3, until3, most, tenantId, from4, until4, most, tenantId, from5, until5, most, tenantId, from6, until6, most, tenantId, from7, until7, most, least, last)
-- sqlite
select count(distinct "id") as "count" from (select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = ? and lower("user_name") >= ? and lower("user_name") < ? limit ?) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = ? and lower("name") >= ? and lower("name") < ? limit ?) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = ? and lower("name") >= ? and lower("name") < ? limit ?) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = ? and lower("name") >= ? and lower("name") < ? limit ?) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = ? and "email" >= ? and "email" < ? limit ?) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = ? and "mobile" >= ? and "mobile" < ? limit ?) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = ? and "mobile" >= ? and "mobile" < ? limit ?) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = ? and "id" >= ? and "id" < ? limit ?) as "some") as "found" where "off" >= ? and "off" <= ?;
-- postgres
select count(distinct "id") as "count" from (select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = $1 and lower("user_name") >= $2 and lower("user_name") < $3 limit $4) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = $5 and lower("name") >= $6 and lower("name") < $7 limit $8) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = $9 and lower("name") >= $10 and lower("name") < $11 limit $12) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = $13 and lower("name") >= $14 and lower("name") < $15 limit $16) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = $17 and "email" >= $18 and "email" < $19 limit $20) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = $21 and "mobile" >= $22 and "mobile" < $23 limit $24) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = $25 and "mobile" >= $26 and "mobile" < $27 limit $28) as "some" union all select * from (select "id", case when "disabled_at" is null then 0 else 1 end as "off" from "users" where "tenant_id" = $29 and "id" >= $30 and "id" < $31 limit $32) as "some") as "found" where "off" >= $33 and "off" <= $34;

-- users: countSlots (tenantId, from0, until0, most, tenantId, from1, until1, most, tenantId, from2, until2, most, tenantId, from3, until3, most, tenantId, from4, until4, most, tenantId, from5, until5, most, tenantId, from6, until6, most, tenantId, from7, until7, most)
-- sqlite
select (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = ? and lower("user_name") >= ? and lower("user_name") < ? limit ?) as "some") as "in0", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = ? and lower("name") >= ? and lower("name") < ? limit ?) as "some") as "in1", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = ? and lower("name") >= ? and lower("name") < ? limit ?) as "some") as "in2", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = ? and lower("name") >= ? and lower("name") < ? limit ?) as "some") as "in3", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = ? and "email" >= ? and "email" < ? limit ?) as "some") as "in4", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = ? and "mobile" >= ? and "mobile" < ? limit ?) as "some") as "in5", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = ? and "mobile" >= ? and "mobile" < ? limit ?) as "some") as "in6", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = ? and "id" >= ? and "id" < ? limit ?) as "some") as "in7";
-- postgres
select (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = $1 and lower("user_name") >= $2 and lower("user_name") < $3 limit $4) as "some") as "in0", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = $5 and lower("name") >= $6 and lower("name") < $7 limit $8) as "some") as "in1", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = $9 and lower("name") >= $10 and lower("name") < $11 limit $12) as "some") as "in2", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = $13 and lower("name") >= $14 and lower("name") < $15 limit $16) as "some") as "in3", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = $17 and "email" >= $18 and "email" < $19 limit $20) as "some") as "in4", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = $21 and "mobile" >= $22 and "mobile" < $23 limit $24) as "some") as "in5", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = $25 and "mobile" >= $26 and "mobile" < $27 limit $28) as "some") as "in6", (select count(*) as "count" from (select "tenant_id" from "users" where "tenant_id" = $29 and "id" >= $30 and "id" < $31 limit $32) as "some") as "in7";

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

-- users: findIdBehind (tenantId, after, 1, skip)
-- sqlite
select "id" from "users" where "tenant_id" = ? and "id" > ? order by "id" limit ? offset ?;
-- postgres
select "id" from "users" where "tenant_id" = $1 and "id" > $2 order by "id" limit $3 offset $4;

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

-- users: listChangedPage (tenantId, since, most, skip)
-- sqlite
select * from "users" where "tenant_id" = ? and "updated_at" > ? order by "id" limit ? offset ?;
-- postgres
select * from "users" where "tenant_id" = $1 and "updated_at" > $2 order by "id" limit $3 offset $4;

-- users: listNewest (tenantId, before, most)
-- sqlite
select * from "users" where "tenant_id" = ? and "id" < ? order by "id" desc limit ?;
-- postgres
select * from "users" where "tenant_id" = $1 and "id" < $2 order by "id" desc limit $3;

-- users: listNewestDisabled (tenantId, before, most)
-- sqlite
select * from "users" where "tenant_id" = ? and "id" < ? and "disabled_at" is not null order by "id" desc limit ?;
-- postgres
select * from "users" where "tenant_id" = $1 and "id" < $2 and "disabled_at" is not null order by "id" desc limit $3;

-- users: listUserPage (tenantId, tenantId, after, most, skip)
-- sqlite
select * from "users" where "tenant_id" = ? and "id" in (select "page"."id" from "users" as "page" where "page"."tenant_id" = ? and "page"."id" > ? order by "page"."id" limit ? offset ?) order by "id";
-- postgres
select * from "users" where "tenant_id" = $1 and "id" in (select "page"."id" from "users" as "page" where "page"."tenant_id" = $2 and "page"."id" > $3 order by "page"."id" limit $4 offset $5) order by "id";

-- users: listUserRows (tenantId)
-- sqlite
select * from "users" where "tenant_id" = ? order by "id";
-- postgres
select * from "users" where "tenant_id" = $1 order by "id";

-- users: listUsersAfter (tenantId, after, most)
-- sqlite
select * from "users" where "tenant_id" = ? and "id" > ? order by "id" limit ?;
-- postgres
select * from "users" where "tenant_id" = $1 and "id" > $2 order by "id" limit $3;

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

-- users: markPassword (setAt, mustChange, by, now, tenantId, id)
-- sqlite
update "users" set "password_set_at" = ?, "password_must_change" = ?, "password_by" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "password_set_at" = $1, "password_must_change" = $2, "password_by" = $3, "updated_at" = $4 where "tenant_id" = $5 and "id" = $6;

-- users: removeUser (tenantId, id)
-- sqlite
delete from "users" where "tenant_id" = ? and "id" = ?;
-- postgres
delete from "users" where "tenant_id" = $1 and "id" = $2;

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

-- users: searchByEmail (tenantId, from, until, from, after, most)
-- sqlite
select * from "users" where "tenant_id" = ? and "email" >= ? and "email" < ? and ("email" > ? or "id" > ?) order by "email", "id" limit ?;
-- postgres
select * from "users" where "tenant_id" = $1 and "email" >= $2 and "email" < $3 and ("email" > $4 or "id" > $5) order by "email", "id" limit $6;

-- users: searchById (tenantId, from, until, from, after, most)
-- sqlite
select * from "users" where "tenant_id" = ? and "id" >= ? and "id" < ? and ("id" > ? or "id" > ?) order by "id", "id" limit ?;
-- postgres
select * from "users" where "tenant_id" = $1 and "id" >= $2 and "id" < $3 and ("id" > $4 or "id" > $5) order by "id", "id" limit $6;

-- users: searchByMobile (tenantId, from, until, from, after, most)
-- sqlite
select * from "users" where "tenant_id" = ? and "mobile" >= ? and "mobile" < ? and ("mobile" > ? or "id" > ?) order by "mobile", "id" limit ?;
-- postgres
select * from "users" where "tenant_id" = $1 and "mobile" >= $2 and "mobile" < $3 and ("mobile" > $4 or "id" > $5) order by "mobile", "id" limit $6;

-- users: searchByName (tenantId, from, until, from, after, most)
-- sqlite
select * from "users" where "tenant_id" = ? and lower("name") >= ? and lower("name") < ? and (lower("name") > ? or "id" > ?) order by lower("name"), "id" limit ?;
-- postgres
select * from "users" where "tenant_id" = $1 and lower("name") >= $2 and lower("name") < $3 and (lower("name") > $4 or "id" > $5) order by lower("name"), "id" limit $6;

-- users: searchByUserName (tenantId, from, until, from, after, most)
-- sqlite
select * from "users" where "tenant_id" = ? and lower("user_name") >= ? and lower("user_name") < ? and (lower("user_name") > ? or "id" > ?) order by lower("user_name"), "id" limit ?;
-- postgres
select * from "users" where "tenant_id" = $1 and lower("user_name") >= $2 and lower("user_name") < $3 and (lower("user_name") > $4 or "id" > $5) order by lower("user_name"), "id" limit $6;

-- users: setDisabled (disabledAt, now, tenantId, id)
-- sqlite
update "users" set "disabled_at" = ?, "updated_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "users" set "disabled_at" = $1, "updated_at" = $2 where "tenant_id" = $3 and "id" = $4;

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

-- apps: listSettingsWithOrigins (%"origins":["%)
-- sqlite
select "settings" from "apps" where "settings" like ?;
-- postgres
select "settings" from "apps" where "settings" like $1;

-- apps: listTemplates (nothing given)
-- sqlite
select * from "app_templates" order by "client_id";
-- postgres
select * from "app_templates" order by "client_id";

-- apps: removeAppRow (tenantId, clientId)
-- sqlite
delete from "apps" where "tenant_id" = ? and "client_id" = ?;
-- postgres
delete from "apps" where "tenant_id" = $1 and "client_id" = $2;

-- apps: removeTokensOfApp (tenantId, clientId)
-- sqlite
delete from "access_tokens" where "tenant_id" = ? and "client_id" = ?;
-- postgres
delete from "access_tokens" where "tenant_id" = $1 and "client_id" = $2;

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

-- session: findLastSession (tenantId, userId, 1)
-- sqlite
select "address", "created_at" from "sessions" where "tenant_id" = ? and "user_id" = ? order by "created_at" desc limit ?;
-- postgres
select "address", "created_at" from "sessions" where "tenant_id" = $1 and "user_id" = $2 order by "created_at" desc limit $3;

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

-- session: removeSessionsOfUser (tenantId, userId)
-- sqlite
delete from "sessions" where "tenant_id" = ? and "user_id" = ?;
-- postgres
delete from "sessions" where "tenant_id" = $1 and "user_id" = $2;

-- session: removeStatesNaming (tenantId, pattern)
-- sqlite
delete from "state_tokens" where "tenant_id" = ? and "payload" like ? escape '\';
-- postgres
delete from "state_tokens" where "tenant_id" = $1 and "payload" like $2 escape '\';

-- session: removeTicketsOfUser (tenantId, tenantId, userId)
-- sqlite
delete from "sso_tickets" where "tenant_id" = ? and "session_id" in (select "sessions"."id" from "sessions" where "sessions"."tenant_id" = ? and "sessions"."user_id" = ?);
-- postgres
delete from "sso_tickets" where "tenant_id" = $1 and "session_id" in (select "sessions"."id" from "sessions" where "sessions"."tenant_id" = $2 and "sessions"."user_id" = $3);

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

-- codes: removeCodesTo (tenantId, target)
-- sqlite
delete from "codes" where "tenant_id" = ? and "target" = ?;
-- postgres
delete from "codes" where "tenant_id" = $1 and "target" = $2;

-- codes: renameCode (name, tenantId, target, purpose, stateHash, codeMac)
-- sqlite
update "codes" set "code_mac" = ? where "tenant_id" = ? and "target" = ? and "purpose" = ? and "state_hash" = ? and "code_mac" = ?;
-- postgres
update "codes" set "code_mac" = $1 where "tenant_id" = $2 and "target" = $3 and "purpose" = $4 and "state_hash" = $5 and "code_mac" = $6;

-- codes: returnTry (1, tenantId, target, purpose, stateHash, codeMac, 0)
-- sqlite
update "codes" set "tries" = "tries" - ? where "tenant_id" = ? and "target" = ? and "purpose" = ? and "state_hash" = ? and "code_mac" = ? and "used_at" is null and "tries" > ?;
-- postgres
update "codes" set "tries" = "tries" - $1 where "tenant_id" = $2 and "target" = $3 and "purpose" = $4 and "state_hash" = $5 and "code_mac" = $6 and "used_at" is null and "tries" > $7;

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

-- sms: listLastSent (tenantId, most)
-- sqlite
select "gateway_id", "state", "created_at", "detail" from "messages" where "tenant_id" = ? order by "id" desc limit ?;
-- postgres
select "gateway_id", "state", "created_at", "detail" from "messages" where "tenant_id" = $1 order by "id" desc limit $2;

-- sms: listMessagesTo (tenantId, numberHash)
-- sqlite
select "created_at" from "messages" where "tenant_id" = ? and "number_hash" = ?;
-- postgres
select "created_at" from "messages" where "tenant_id" = $1 and "number_hash" = $2;

-- sms: listSpent (tenantId, from, most)
-- sqlite
select "country", count(*) as "messages", cast(sum("cost") as bigint) as "cost", cast(sum(case when "state" = 'failed' then 1 else 0 end) as bigint) as "failed" from (select "country", "cost", "state" from "messages" where "tenant_id" = ? and "id" >= ? order by "id" desc limit ?) as "recent" group by "country";
-- postgres
select "country", count(*) as "messages", cast(sum("cost") as bigint) as "cost", cast(sum(case when "state" = 'failed' then 1 else 0 end) as bigint) as "failed" from (select "country", "cost", "state" from "messages" where "tenant_id" = $1 and "id" >= $2 order by "id" desc limit $3) as "recent" group by "country";

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

-- sms: removeMessagesTo (tenantId, numberHash)
-- sqlite
delete from "messages" where "tenant_id" = ? and "number_hash" = ?;
-- postgres
delete from "messages" where "tenant_id" = $1 and "number_hash" = $2;

-- sms: settleMessage (state, detail, now, tenantId, gatewayId, vendorId, delivered)
-- sqlite
update "messages" set "state" = ?, "detail" = ?, "receipt_at" = ? where "tenant_id" = ? and "gateway_id" = ? and "vendor_id" = ? and "state" != ?;
-- postgres
update "messages" set "state" = $1, "detail" = $2, "receipt_at" = $3 where "tenant_id" = $4 and "gateway_id" = $5 and "vendor_id" = $6 and "state" != $7;

-- mail: addMailResults (tenantId, gatewayId, day, sent, failed, failedRun, lastSentAt, lastFailedAt, lastFault, expiresAt)
-- sqlite
insert into "mail_results" ("tenant_id", "gateway_id", "day", "sent", "failed", "failed_run", "last_sent_at", "last_failed_at", "last_fault", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("tenant_id", "gateway_id", "day") do update set "sent" = "mail_results"."sent" + "excluded"."sent", "failed" = "mail_results"."failed" + "excluded"."failed", "failed_run" = case when "excluded"."sent" > 0 then "excluded"."failed_run" else "mail_results"."failed_run" + "excluded"."failed_run" end, "last_sent_at" = coalesce("excluded"."last_sent_at", "mail_results"."last_sent_at"), "last_failed_at" = coalesce("excluded"."last_failed_at", "mail_results"."last_failed_at"), "last_fault" = coalesce("excluded"."last_fault", "mail_results"."last_fault");
-- postgres
insert into "mail_results" ("tenant_id", "gateway_id", "day", "sent", "failed", "failed_run", "last_sent_at", "last_failed_at", "last_fault", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict ("tenant_id", "gateway_id", "day") do update set "sent" = "mail_results"."sent" + "excluded"."sent", "failed" = "mail_results"."failed" + "excluded"."failed", "failed_run" = case when "excluded"."sent" > 0 then "excluded"."failed_run" else "mail_results"."failed_run" + "excluded"."failed_run" end, "last_sent_at" = coalesce("excluded"."last_sent_at", "mail_results"."last_sent_at"), "last_failed_at" = coalesce("excluded"."last_failed_at", "mail_results"."last_failed_at"), "last_fault" = coalesce("excluded"."last_fault", "mail_results"."last_fault");

-- mail: deleteExpiredMailResults (now, most)
-- sqlite
delete from "mail_results" where ("tenant_id", "gateway_id", "day") in (select "tenant_id", "gateway_id", "day" from "mail_results" where "expires_at" <= ? limit ?);
-- postgres
delete from "mail_results" where ("tenant_id", "gateway_id", "day") in (select "tenant_id", "gateway_id", "day" from "mail_results" where "expires_at" <= $1 limit $2);

-- mail: listMailResults (tenantId, since)
-- sqlite
select * from "mail_results" where "tenant_id" = ? and "day" >= ? order by "day";
-- postgres
select * from "mail_results" where "tenant_id" = $1 and "day" >= $2 order by "day";

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

-- mail: removeMailResults (tenantId, gatewayId)
-- sqlite
delete from "mail_results" where "tenant_id" = ? and "gateway_id" = ?;
-- postgres
delete from "mail_results" where "tenant_id" = $1 and "gateway_id" = $2;

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

-- notices: removeChangesOfUser (tenantId, userId)
-- sqlite
delete from "changes" where "tenant_id" = ? and "user_id" = ?;
-- postgres
delete from "changes" where "tenant_id" = $1 and "user_id" = $2;

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

-- social: addTry (tenantId, id, sourceId, payload, null, expiresAt)
-- sqlite
insert into "source_tries" ("tenant_id", "id", "source_id", "payload", "answered_at", "expires_at") values (?, ?, ?, ?, ?, ?);
-- postgres
insert into "source_tries" ("tenant_id", "id", "source_id", "payload", "answered_at", "expires_at") values ($1, $2, $3, $4, $5, $6);

-- social: countAccounts (tenantId, sourceId, most)
-- sqlite
select count(*) as "count" from (select "subject" from "social_accounts" where "tenant_id" = ? and "source_id" = ? limit ?) as "some";
-- postgres
select count(*) as "count" from (select "subject" from "social_accounts" where "tenant_id" = $1 and "source_id" = $2 limit $3) as "some";

-- social: deleteExpiredTries (now, most)
-- sqlite
delete from "source_tries" where ("tenant_id", "id") in (select "tenant_id", "id" from "source_tries" where "expires_at" <= ? limit ?);
-- postgres
delete from "source_tries" where ("tenant_id", "id") in (select "tenant_id", "id" from "source_tries" where "expires_at" <= $1 limit $2);

-- social: findAccountBySubject (tenantId, sourceId, subject)
-- sqlite
select * from "social_accounts" where "tenant_id" = ? and "source_id" = ? and "subject" = ?;
-- postgres
select * from "social_accounts" where "tenant_id" = $1 and "source_id" = $2 and "subject" = $3;

-- social: findTryRow (tenantId, id, now)
-- sqlite
select * from "source_tries" where "tenant_id" = ? and "id" = ? and "expires_at" > ?;
-- postgres
select * from "source_tries" where "tenant_id" = $1 and "id" = $2 and "expires_at" > $3;

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
select * from "sources" where "tenant_id" = ? order by "position", "created_at", "id";
-- postgres
select * from "sources" where "tenant_id" = $1 order by "position", "created_at", "id";

-- social: placeSource (position, tenantId, id)
-- sqlite
update "sources" set "position" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "sources" set "position" = $1 where "tenant_id" = $2 and "id" = $3;

-- social: putSource (tenantId, id, connector, name, settings, unknownUser, trustMobile, trustEmail, disabledAt, createdAt, position, logo, connector, name, settings, unknownUser, trustMobile, trustEmail, disabledAt, logo)
-- sqlite
insert into "sources" ("tenant_id", "id", "connector", "name", "settings", "unknown_user", "trust_mobile", "trust_email", "disabled_at", "created_at", "position", "logo") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("tenant_id", "id") do update set "connector" = ?, "name" = ?, "settings" = ?, "unknown_user" = ?, "trust_mobile" = ?, "trust_email" = ?, "disabled_at" = ?, "logo" = ?;
-- postgres
insert into "sources" ("tenant_id", "id", "connector", "name", "settings", "unknown_user", "trust_mobile", "trust_email", "disabled_at", "created_at", "position", "logo") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict ("tenant_id", "id") do update set "connector" = $13, "name" = $14, "settings" = $15, "unknown_user" = $16, "trust_mobile" = $17, "trust_email" = $18, "disabled_at" = $19, "logo" = $20;

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

-- social: removeSource (tenantId, id)
-- sqlite
delete from "sources" where "tenant_id" = ? and "id" = ?;
-- postgres
delete from "sources" where "tenant_id" = $1 and "id" = $2;

-- social: renameAccount (newSubject, alias, now, tenantId, sourceId, subject)
-- sqlite
update "social_accounts" set "subject" = ?, "alias" = ?, "updated_at" = ? where "tenant_id" = ? and "source_id" = ? and "subject" = ?;
-- postgres
update "social_accounts" set "subject" = $1, "alias" = $2, "updated_at" = $3 where "tenant_id" = $4 and "source_id" = $5 and "subject" = $6;

-- social: spendTry (now, tenantId, id, now)
-- sqlite
update "source_tries" set "answered_at" = ? where "tenant_id" = ? and "id" = ? and "answered_at" is null and "expires_at" > ?;
-- postgres
update "source_tries" set "answered_at" = $1 where "tenant_id" = $2 and "id" = $3 and "answered_at" is null and "expires_at" > $4;

-- social: writeTry (payload, tenantId, id)
-- sqlite
update "source_tries" set "payload" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "source_tries" set "payload" = $1 where "tenant_id" = $2 and "id" = $3;

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

-- mfa: removeFactorsOfUser (tenantId, userId)
-- sqlite
delete from "factors" where "tenant_id" = ? and "user_id" = ?;
-- postgres
delete from "factors" where "tenant_id" = $1 and "user_id" = $2;

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

-- administrators: addAdministrator (tenantId, id, email, name, role, passwordHash, createdAt, 0, 1)
-- sqlite
insert into "administrators" ("tenant_id", "id", "email", "name", "role", "password_hash", "created_at", "totp_counter", "version") values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "administrators" ("tenant_id", "id", "email", "name", "role", "password_hash", "created_at", "totp_counter", "version") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing;

-- administrators: addLink (tenantId, hash, id, kind, email, role, createdBy, createdAt, expiresAt)
-- sqlite
insert into "admin_links" ("tenant_id", "hash", "id", "kind", "email", "role", "created_by", "created_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "admin_links" ("tenant_id", "hash", "id", "kind", "email", "role", "created_by", "created_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- administrators: addPasskey (tenantId, administratorId, id, name, credentialId, secret, counter, createdAt)
-- sqlite
insert into "admin_passkeys" ("tenant_id", "administrator_id", "id", "name", "credential_id", "secret", "counter", "created_at") values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing;
-- postgres
insert into "admin_passkeys" ("tenant_id", "administrator_id", "id", "name", "credential_id", "secret", "counter", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing;

-- administrators: addSession (tenantId, id, tokenHash, administratorId, state, challenge, agent, address, createdAt, seenAt, expiresAt)
-- sqlite
insert into "admin_sessions" ("tenant_id", "id", "token_hash", "administrator_id", "state", "challenge", "agent", "address", "created_at", "seen_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "admin_sessions" ("tenant_id", "id", "token_hash", "administrator_id", "state", "challenge", "agent", "address", "created_at", "seen_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- administrators: answerSession (null, tenantId, id, challenge)
-- sqlite
update "admin_sessions" set "challenge" = ? where "tenant_id" = ? and "id" = ? and "challenge" = ?;
-- postgres
update "admin_sessions" set "challenge" = $1 where "tenant_id" = $2 and "id" = $3 and "challenge" = $4;

-- administrators: askOfSession (challenge, tenantId, id)
-- sqlite
update "admin_sessions" set "challenge" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "admin_sessions" set "challenge" = $1 where "tenant_id" = $2 and "id" = $3;

-- administrators: beginTotp (totpPending, tenantId, id)
-- sqlite
update "administrators" set "totp_pending" = ? where "tenant_id" = ? and "id" = ? and "totp_secret" is null;
-- postgres
update "administrators" set "totp_pending" = $1 where "tenant_id" = $2 and "id" = $3 and "totp_secret" is null;

-- administrators: changeAdministrator (name, role, disabledAt, 1, tenantId, id, version)
-- sqlite
update "administrators" set "name" = ?, "role" = ?, "disabled_at" = ?, "version" = "version" + ? where "tenant_id" = ? and "id" = ? and "version" = ?;
-- postgres
update "administrators" set "name" = $1, "role" = $2, "disabled_at" = $3, "version" = "version" + $4 where "tenant_id" = $5 and "id" = $6 and "version" = $7;

-- administrators: changeHash (passwordHash, tenantId, id, instead)
-- sqlite
update "administrators" set "password_hash" = ? where "tenant_id" = ? and "id" = ? and "password_hash" = ?;
-- postgres
update "administrators" set "password_hash" = $1 where "tenant_id" = $2 and "id" = $3 and "password_hash" = $4;

-- administrators: changeOwnData (name, language, 1, tenantId, id)
-- sqlite
update "administrators" set "name" = ?, "language" = ?, "version" = "version" + ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "administrators" set "name" = $1, "language" = $2, "version" = "version" + $3 where "tenant_id" = $4 and "id" = $5;

-- administrators: confirmTotp (totpPending, null, step, tenantId, id, totpPending)
-- sqlite
update "administrators" set "totp_secret" = ?, "totp_pending" = ?, "totp_counter" = ? where "tenant_id" = ? and "id" = ? and "totp_pending" = ?;
-- postgres
update "administrators" set "totp_secret" = $1, "totp_pending" = $2, "totp_counter" = $3 where "tenant_id" = $4 and "id" = $5 and "totp_pending" = $6;

-- administrators: deleteExpiredAdminLinks (now, most)
-- sqlite
delete from "admin_links" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "admin_links" where "expires_at" <= ? limit ?);
-- postgres
delete from "admin_links" where ("tenant_id", "hash") in (select "tenant_id", "hash" from "admin_links" where "expires_at" <= $1 limit $2);

-- administrators: deleteExpiredAdminSessions (now, most)
-- sqlite
delete from "admin_sessions" where ("tenant_id", "id") in (select "tenant_id", "id" from "admin_sessions" where "expires_at" <= ? limit ?);
-- postgres
delete from "admin_sessions" where ("tenant_id", "id") in (select "tenant_id", "id" from "admin_sessions" where "expires_at" <= $1 limit $2);

-- administrators: findAdministrator (tenantId, id)
-- sqlite
select * from "administrators" where "tenant_id" = ? and "id" = ?;
-- postgres
select * from "administrators" where "tenant_id" = $1 and "id" = $2;

-- administrators: findAdministratorByEmail (tenantId, email)
-- sqlite
select * from "administrators" where "tenant_id" = ? and "email" = ?;
-- postgres
select * from "administrators" where "tenant_id" = $1 and "email" = $2;

-- administrators: findLink (tenantId, now, hash)
-- sqlite
select * from "admin_links" where "tenant_id" = ? and "spent_at" is null and "expires_at" > ? and "hash" = ?;
-- postgres
select * from "admin_links" where "tenant_id" = $1 and "spent_at" is null and "expires_at" > $2 and "hash" = $3;

-- administrators: findPasskeyRow (tenantId, credentialId)
-- sqlite
select * from "admin_passkeys" where "tenant_id" = ? and "credential_id" = ?;
-- postgres
select * from "admin_passkeys" where "tenant_id" = $1 and "credential_id" = $2;

-- administrators: findSession (tenantId, tokenHash)
-- sqlite
select * from "admin_sessions" where "tenant_id" = ? and "token_hash" = ?;
-- postgres
select * from "admin_sessions" where "tenant_id" = $1 and "token_hash" = $2;

-- administrators: listAdministratorRows (tenantId)
-- sqlite
select * from "administrators" where "tenant_id" = ? order by "created_at", "id";
-- postgres
select * from "administrators" where "tenant_id" = $1 order by "created_at", "id";

-- administrators: listInvitations (tenantId, now, invitation)
-- sqlite
select * from "admin_links" where "tenant_id" = ? and "spent_at" is null and "expires_at" > ? and "kind" = ? order by "created_at", "id";
-- postgres
select * from "admin_links" where "tenant_id" = $1 and "spent_at" is null and "expires_at" > $2 and "kind" = $3 order by "created_at", "id";

-- administrators: listPasskeyHolders (tenantId)
-- sqlite
select distinct "administrator_id" from "admin_passkeys" where "tenant_id" = ?;
-- postgres
select distinct "administrator_id" from "admin_passkeys" where "tenant_id" = $1;

-- administrators: listPasskeyRows (tenantId, administratorId)
-- sqlite
select * from "admin_passkeys" where "tenant_id" = ? and "administrator_id" = ? order by "created_at", "id";
-- postgres
select * from "admin_passkeys" where "tenant_id" = $1 and "administrator_id" = $2 order by "created_at", "id";

-- administrators: listSessionRows (tenantId, administratorId, full, now, seenSince)
-- sqlite
select * from "admin_sessions" where "tenant_id" = ? and "administrator_id" = ? and "state" = ? and "expires_at" > ? and "seen_at" > ? order by "created_at" desc, "id" desc;
-- postgres
select * from "admin_sessions" where "tenant_id" = $1 and "administrator_id" = $2 and "state" = $3 and "expires_at" > $4 and "seen_at" > $5 order by "created_at" desc, "id" desc;

-- administrators: lockAdministrator (tenantId, id)
-- sqlite
update "administrators" set "version" = "version" where "tenant_id" = ? and "id" = ?;
-- postgres
update "administrators" set "version" = "version" where "tenant_id" = $1 and "id" = $2;

-- administrators: lockOwners (tenantId, owner)
-- sqlite
update "administrators" set "version" = "version" where "tenant_id" = ? and "role" = ?;
-- postgres
update "administrators" set "version" = "version" where "tenant_id" = $1 and "role" = $2;

-- administrators: markLogin (now, tenantId, id)
-- sqlite
update "administrators" set "last_login_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "administrators" set "last_login_at" = $1 where "tenant_id" = $2 and "id" = $3;

-- administrators: removeAdministrator (tenantId, id)
-- sqlite
delete from "administrators" where "tenant_id" = ? and "id" = ?;
-- postgres
delete from "administrators" where "tenant_id" = $1 and "id" = $2;

-- administrators: removeInvitation (tenantId, invitation, id)
-- sqlite
delete from "admin_links" where "tenant_id" = ? and "kind" = ? and "spent_at" is null and "id" = ?;
-- postgres
delete from "admin_links" where "tenant_id" = $1 and "kind" = $2 and "spent_at" is null and "id" = $3;

-- administrators: removeInvitationsBy (tenantId, invitation, createdBy)
-- sqlite
delete from "admin_links" where "tenant_id" = ? and "kind" = ? and "spent_at" is null and "created_by" = ?;
-- postgres
delete from "admin_links" where "tenant_id" = $1 and "kind" = $2 and "spent_at" is null and "created_by" = $3;

-- administrators: removeInvitationsTo (tenantId, invitation, email)
-- sqlite
delete from "admin_links" where "tenant_id" = ? and "kind" = ? and "spent_at" is null and "email" = ?;
-- postgres
delete from "admin_links" where "tenant_id" = $1 and "kind" = $2 and "spent_at" is null and "email" = $3;

-- administrators: removeOwnSession (tenantId, id, administratorId)
-- sqlite
delete from "admin_sessions" where "tenant_id" = ? and "id" = ? and "administrator_id" = ?;
-- postgres
delete from "admin_sessions" where "tenant_id" = $1 and "id" = $2 and "administrator_id" = $3;

-- administrators: removePasskey (tenantId, administratorId, id)
-- sqlite
delete from "admin_passkeys" where "tenant_id" = ? and "administrator_id" = ? and "id" = ?;
-- postgres
delete from "admin_passkeys" where "tenant_id" = $1 and "administrator_id" = $2 and "id" = $3;

-- administrators: removePasskeys (tenantId, administratorId)
-- sqlite
delete from "admin_passkeys" where "tenant_id" = ? and "administrator_id" = ?;
-- postgres
delete from "admin_passkeys" where "tenant_id" = $1 and "administrator_id" = $2;

-- administrators: removeSession (tenantId, id)
-- sqlite
delete from "admin_sessions" where "tenant_id" = ? and "id" = ?;
-- postgres
delete from "admin_sessions" where "tenant_id" = $1 and "id" = $2;

-- administrators: removeSessions (tenantId, administratorId, keep)
-- sqlite
delete from "admin_sessions" where "tenant_id" = ? and "administrator_id" = ? and "id" != ?;
-- postgres
delete from "admin_sessions" where "tenant_id" = $1 and "administrator_id" = $2 and "id" != $3;

-- administrators: removeTotp (null, null, tenantId, id)
-- sqlite
update "administrators" set "totp_secret" = ?, "totp_pending" = ? where "tenant_id" = ? and "id" = ? and "totp_secret" is not null;
-- postgres
update "administrators" set "totp_secret" = $1, "totp_pending" = $2 where "tenant_id" = $3 and "id" = $4 and "totp_secret" is not null;

-- administrators: restoreAdministrator (name, passwordHash, owner, null, null, null, 1, tenantId, id)
-- sqlite
update "administrators" set "name" = ?, "password_hash" = ?, "role" = ?, "totp_secret" = ?, "totp_pending" = ?, "disabled_at" = ?, "version" = "version" + ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "administrators" set "name" = $1, "password_hash" = $2, "role" = $3, "totp_secret" = $4, "totp_pending" = $5, "disabled_at" = $6, "version" = "version" + $7 where "tenant_id" = $8 and "id" = $9;

-- administrators: spendFirstRun (now, tenantId, first-run)
-- sqlite
update "admin_links" set "spent_at" = ? where "tenant_id" = ? and "spent_at" is null and "kind" = ?;
-- postgres
update "admin_links" set "spent_at" = $1 where "tenant_id" = $2 and "spent_at" is null and "kind" = $3;

-- administrators: spendLink (now, tenantId, hash)
-- sqlite
update "admin_links" set "spent_at" = ? where "tenant_id" = ? and "spent_at" is null and "hash" = ?;
-- postgres
update "admin_links" set "spent_at" = $1 where "tenant_id" = $2 and "spent_at" is null and "hash" = $3;

-- administrators: touchSession (now, tenantId, id)
-- sqlite
update "admin_sessions" set "seen_at" = ? where "tenant_id" = ? and "id" = ?;
-- postgres
update "admin_sessions" set "seen_at" = $1 where "tenant_id" = $2 and "id" = $3;

-- administrators: usePasskey (counter, now, tenantId, administratorId, id, counter, still)
-- sqlite
update "admin_passkeys" set "counter" = ?, "used_at" = ? where "tenant_id" = ? and "administrator_id" = ? and "id" = ? and ("counter" < ? or "counter" = ?);
-- postgres
update "admin_passkeys" set "counter" = $1, "used_at" = $2 where "tenant_id" = $3 and "administrator_id" = $4 and "id" = $5 and ("counter" < $6 or "counter" = $7);

-- administrators: useTotp (step, tenantId, id, step)
-- sqlite
update "administrators" set "totp_counter" = ? where "tenant_id" = ? and "id" = ? and "totp_secret" is not null and "totp_counter" < ?;
-- postgres
update "administrators" set "totp_counter" = $1 where "tenant_id" = $2 and "id" = $3 and "totp_secret" is not null and "totp_counter" < $4;

-- directory: addImport (tenantId, id, state, total, done, created, faults, asked, tries, workedAt, createdAt, finishedAt, expiresAt)
-- sqlite
insert into "imports" ("tenant_id", "id", "state", "total", "done", "created", "faults", "asked", "tries", "worked_at", "created_at", "finished_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
-- postgres
insert into "imports" ("tenant_id", "id", "state", "total", "done", "created", "faults", "asked", "tries", "worked_at", "created_at", "finished_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- directory: addPart (tenantId, importId, part, rows, expiresAt)
-- sqlite
insert into "import_parts" ("tenant_id", "import_id", "part", "rows", "expires_at") values (?, ?, ?, ?, ?);
-- postgres
insert into "import_parts" ("tenant_id", "import_id", "part", "rows", "expires_at") values ($1, $2, $3, $4, $5);

-- directory: advanceImport (rows, created, faults, 0, state, finishedAt, now, tenantId, id, running)
-- sqlite
update "imports" set "done" = "done" + ?, "created" = "created" + ?, "faults" = ?, "tries" = ?, "state" = ?, "finished_at" = ?, "worked_at" = ? where "tenant_id" = ? and "id" = ? and "state" = ?;
-- postgres
update "imports" set "done" = "done" + $1, "created" = "created" + $2, "faults" = $3, "tries" = $4, "state" = $5, "finished_at" = $6, "worked_at" = $7 where "tenant_id" = $8 and "id" = $9 and "state" = $10;

-- directory: deleteExpiredImportParts (now, most)
-- sqlite
delete from "import_parts" where ("tenant_id", "import_id", "part") in (select "tenant_id", "import_id", "part" from "import_parts" where "expires_at" <= ? limit ?);
-- postgres
delete from "import_parts" where ("tenant_id", "import_id", "part") in (select "tenant_id", "import_id", "part" from "import_parts" where "expires_at" <= $1 limit $2);

-- directory: deleteExpiredImports (now, most)
-- sqlite
delete from "imports" where ("tenant_id", "id") in (select "tenant_id", "id" from "imports" where "expires_at" <= ? limit ?);
-- postgres
delete from "imports" where ("tenant_id", "id") in (select "tenant_id", "id" from "imports" where "expires_at" <= $1 limit $2);

-- directory: failImport (failed, now, tenantId, id, running)
-- sqlite
update "imports" set "state" = ?, "finished_at" = ? where "tenant_id" = ? and "id" = ? and "state" = ?;
-- postgres
update "imports" set "state" = $1, "finished_at" = $2 where "tenant_id" = $3 and "id" = $4 and "state" = $5;

-- directory: findImport (tenantId, id)
-- sqlite
select * from "imports" where "tenant_id" = ? and "id" = ?;
-- postgres
select * from "imports" where "tenant_id" = $1 and "id" = $2;

-- directory: holdImport (now, tenantId, id, running)
-- sqlite
update "imports" set "worked_at" = ? where "tenant_id" = ? and "id" = ? and "state" = ?;
-- postgres
update "imports" set "worked_at" = $1 where "tenant_id" = $2 and "id" = $3 and "state" = $4;

-- directory: listLeftImports (running, before, 10)
-- sqlite
select * from "imports" where "state" = ? and "worked_at" < ? order by "worked_at" limit ?;
-- postgres
select * from "imports" where "state" = $1 and "worked_at" < $2 order by "worked_at" limit $3;

-- directory: listParts (tenantId, importId, 2)
-- sqlite
select * from "import_parts" where "tenant_id" = ? and "import_id" = ? order by "part" limit ?;
-- postgres
select * from "import_parts" where "tenant_id" = $1 and "import_id" = $2 order by "part" limit $3;

-- directory: removePart (tenantId, importId, part)
-- sqlite
delete from "import_parts" where "tenant_id" = ? and "import_id" = ? and "part" = ?;
-- postgres
delete from "import_parts" where "tenant_id" = $1 and "import_id" = $2 and "part" = $3;

-- directory: removeParts (tenantId, importId)
-- sqlite
delete from "import_parts" where "tenant_id" = ? and "import_id" = ?;
-- postgres
delete from "import_parts" where "tenant_id" = $1 and "import_id" = $2;

-- directory: takeUpImport (1, now, tenantId, id, running, workedAt)
-- sqlite
update "imports" set "tries" = "tries" + ?, "worked_at" = ? where "tenant_id" = ? and "id" = ? and "state" = ? and "worked_at" = ?;
-- postgres
update "imports" set "tries" = "tries" + $1, "worked_at" = $2 where "tenant_id" = $3 and "id" = $4 and "state" = $5 and "worked_at" = $6;

-- oauth: consumeRecord (now, tenantId, kind, hash)
-- sqlite
update "oauth_records" set "consumed_at" = ? where "tenant_id" = ? and "kind" = ? and "hash" = ? and "consumed_at" is null;
-- postgres
update "oauth_records" set "consumed_at" = $1 where "tenant_id" = $2 and "kind" = $3 and "hash" = $4 and "consumed_at" is null;

-- oauth: deleteExpiredRecords (now, most)
-- sqlite
delete from "oauth_records" where ("tenant_id", "kind", "hash") in (select "tenant_id", "kind", "hash" from "oauth_records" where "expires_at" <= ? limit ?);
-- postgres
delete from "oauth_records" where ("tenant_id", "kind", "hash") in (select "tenant_id", "kind", "hash" from "oauth_records" where "expires_at" <= $1 limit $2);

-- oauth: findRecord (tenantId, kind, hash, now)
-- sqlite
select "payload", "consumed_at", "expires_at" from "oauth_records" where "tenant_id" = ? and "kind" = ? and "hash" = ? and "expires_at" > ?;
-- postgres
select "payload", "consumed_at", "expires_at" from "oauth_records" where "tenant_id" = $1 and "kind" = $2 and "hash" = $3 and "expires_at" > $4;

-- oauth: keepGrant (expiresAt, tenantId, Grant, hash, expiresAt)
-- sqlite
update "oauth_records" set "expires_at" = ? where "tenant_id" = ? and "kind" = ? and "hash" = ? and "expires_at" < ?;
-- postgres
update "oauth_records" set "expires_at" = $1 where "tenant_id" = $2 and "kind" = $3 and "hash" = $4 and "expires_at" < $5;

-- oauth: putRecord (tenantId, kind, hash, grantHash, payload, null, expiresAt, payload, expiresAt)
-- sqlite
insert into "oauth_records" ("tenant_id", "kind", "hash", "grant_hash", "payload", "consumed_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?) on conflict ("tenant_id", "kind", "hash") do update set "payload" = ?, "expires_at" = ?;
-- postgres
insert into "oauth_records" ("tenant_id", "kind", "hash", "grant_hash", "payload", "consumed_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7) on conflict ("tenant_id", "kind", "hash") do update set "payload" = $8, "expires_at" = $9;

-- oauth: removeRecord (tenantId, kind, hash)
-- sqlite
delete from "oauth_records" where "tenant_id" = ? and "kind" = ? and "hash" = ?;
-- postgres
delete from "oauth_records" where "tenant_id" = $1 and "kind" = $2 and "hash" = $3;

-- oauth: removeRecordsOfGrant (tenantId, grantHash)
-- sqlite
delete from "oauth_records" where "tenant_id" = ? and "grant_hash" = ?;
-- postgres
delete from "oauth_records" where "tenant_id" = $1 and "grant_hash" = $2;
