/** oauth: what anybody needs to check an id_token. Owns no table; the keys are the tenant's. */
import keys from './keys.ts'
import configuration from './openid-configuration.ts'

export const endpoints = [keys, configuration]
