/** administrators: who may change what is set here, and how they prove it. Owns no table yet. */
export { identifyAdmin } from './authenticate.ts'

export const endpoints = []
