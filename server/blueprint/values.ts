/** The rules of a blueprint, for those who bring values in place of a file (management). Loaded when they are asked for. */
export { draftSteps } from './plan.ts'
export { readValues } from './reader.ts'
