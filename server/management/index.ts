/**
 * management: what a tenant has besides people, as administrators see and change it: sources, applications, gateways, settings, texts,
 * tenants, keys, the trail, and how it all goes. Owns no table: it writes through the front doors of the rooms above.
 *
 * Its law: the rules are the blueprint's, and no others; a secret never leaves, not even into the trail; a change of something that somebody
 * else has changed meanwhile is told and not made; who did it stands in the transaction that does it.
 */
import appsClientIdDelete from './apps-clientId-delete.ts'
import appsClientIdGet from './apps-clientId-get.ts'
import appsClientIdPut from './apps-clientId-put.ts'
import appsDisable from './apps-disable.ts'
import appsEnable from './apps-enable.ts'
import appsGet from './apps-get.ts'
import appsPost from './apps-post.ts'
import auditExport from './audit-export.ts'
import auditJourneys from './audit-journeys.ts'
import auditGet from './audit.ts'
import blueprintGet from './blueprint.ts'
import connectors from './connectors.ts'
import deliveriesAgain from './deliveries-again.ts'
import firewall from './firewall.ts'
import gatewaysGatewayIdDelete from './gateways-gatewayId-delete.ts'
import gatewaysGatewayIdGet from './gateways-gatewayId-get.ts'
import gatewaysGatewayIdPut from './gateways-gatewayId-put.ts'
import gatewaysGet from './gateways-get.ts'
import gatewaysOrder from './gateways-order.ts'
import gatewaysPost from './gateways-post.ts'
import gatewaysTest from './gateways-test.ts'
import keysGet from './keys-get.ts'
import mailGatewaysGatewayIdDelete from './mail-gateways-gatewayId-delete.ts'
import mailGatewaysGatewayIdGet from './mail-gateways-gatewayId-get.ts'
import mailGatewaysGatewayIdPut from './mail-gateways-gatewayId-put.ts'
import mailGatewaysGet from './mail-gateways-get.ts'
import mailGatewaysOrder from './mail-gateways-order.ts'
import mailGatewaysPost from './mail-gateways-post.ts'
import mailGatewaysTest from './mail-gateways-test.ts'
import mailTextsGet from './mail-texts-get.ts'
import mailTextsPreview from './mail-texts-preview.ts'
import overview from './overview.ts'
import rotate from './rotate.ts'
import routesPreview from './routes-preview.ts'
import schemasApp from './schemas-app.ts'
import schemasTenant from './schemas-tenant.ts'
import secret from './secret.ts'
import settingsGet from './settings-get.ts'
import settingsPut from './settings-put.ts'
import sourcesCheck from './sources-check.ts'
import sourcesGet from './sources-get.ts'
import sourcesOrder from './sources-order.ts'
import sourcesPost from './sources-post.ts'
import sourcesSourceIdCheck from './sources-sourceId-check.ts'
import sourcesSourceIdDelete from './sources-sourceId-delete.ts'
import sourcesSourceIdDryRun from './sources-sourceId-dry-run.ts'
import sourcesSourceIdGet from './sources-sourceId-get.ts'
import sourcesSourceIdPut from './sources-sourceId-put.ts'
import sourcesSourceIdTries from './sources-sourceId-tries.ts'
import sourcesSourceIdTriesTryId from './sources-sourceId-tries-tryId.ts'
import sourcesSourceIdTriesTryIdAnswer from './sources-sourceId-tries-tryId-answer.ts'
import templatesGet from './templates-get.ts'
import templatesPost from './templates-post.ts'
import tenantsGet from './tenants-get.ts'
import tenantsPost from './tenants-post.ts'
import tenantsTenantIdGet from './tenants-tenantId-get.ts'
import tenantsTenantIdPut from './tenants-tenantId-put.ts'
import textsGet from './texts-get.ts'
import textsPreview from './texts-preview.ts'
import webhooksDeliveries from './webhooks-deliveries.ts'
import webhooksGet from './webhooks-get.ts'
import webhooksPost from './webhooks-post.ts'
import webhooksTest from './webhooks-test.ts'
import webhooksWebhookIdDelete from './webhooks-webhookId-delete.ts'
import webhooksWebhookIdGet from './webhooks-webhookId-get.ts'
import webhooksWebhookIdPut from './webhooks-webhookId-put.ts'
import webhooksWebhookIdSecret from './webhooks-webhookId-secret.ts'

export { recordWebhookOff } from './webhooks.ts'

export const endpoints = [
  appsClientIdDelete,
  appsClientIdGet,
  appsClientIdPut,
  appsDisable,
  appsEnable,
  appsGet,
  appsPost,
  auditExport,
  auditJourneys,
  auditGet,
  blueprintGet,
  connectors,
  deliveriesAgain,
  firewall,
  gatewaysGatewayIdDelete,
  gatewaysGatewayIdGet,
  gatewaysGatewayIdPut,
  gatewaysGet,
  gatewaysOrder,
  gatewaysPost,
  gatewaysTest,
  keysGet,
  mailGatewaysGatewayIdDelete,
  mailGatewaysGatewayIdGet,
  mailGatewaysGatewayIdPut,
  mailGatewaysGet,
  mailGatewaysOrder,
  mailGatewaysPost,
  mailGatewaysTest,
  mailTextsGet,
  mailTextsPreview,
  overview,
  rotate,
  routesPreview,
  schemasApp,
  schemasTenant,
  secret,
  settingsGet,
  settingsPut,
  sourcesCheck,
  sourcesGet,
  sourcesOrder,
  sourcesPost,
  sourcesSourceIdCheck,
  sourcesSourceIdDelete,
  sourcesSourceIdDryRun,
  sourcesSourceIdGet,
  sourcesSourceIdPut,
  sourcesSourceIdTries,
  sourcesSourceIdTriesTryId,
  sourcesSourceIdTriesTryIdAnswer,
  templatesGet,
  templatesPost,
  tenantsGet,
  tenantsPost,
  tenantsTenantIdGet,
  tenantsTenantIdPut,
  textsGet,
  textsPreview,
  webhooksDeliveries,
  webhooksGet,
  webhooksPost,
  webhooksTest,
  webhooksWebhookIdDelete,
  webhooksWebhookIdGet,
  webhooksWebhookIdPut,
  webhooksWebhookIdSecret,
]
