/** system: the server about itself: its clock, its keys, its health, its figures; and the clean-up. Owns no table. */
import healthz from './healthz.ts'
import metrics from './metrics.ts'
import publicKey from './public-key.ts'
import readyz from './readyz.ts'
import serverDate from './server-date.ts'

export { sweep } from './sweep.ts'

export const endpoints = [serverDate, publicKey, healthz, readyz, metrics]
