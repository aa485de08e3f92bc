/**
 * Schemas are compiled when somebody first calls, not at the start: of more than two hundred endpoints a process meets a few
 * dozen, and each compiled schema is code that stays in memory. That every one can be compiled is tried in
 * validation.test.ts.
 */
import { AjvCompiler, type BuildCompilerFromPool } from '@fastify/ajv-compiler'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifyInstance } from 'fastify'

/** How Ajv reads a schema. */
const customOptions = {
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: true,
  allErrors: false,
  keywords: ['titleZh', 'descriptionZh'],
}

export const createCompilers = () => ({
  validator: (AjvCompiler() as BuildCompilerFromPool)({}, { customOptions }),
  serializer: SerializerSelector()({}, {}),
})

export function compileAtFirstCall(server: FastifyInstance) {
  const { validator, serializer } = createCompilers()
  server.setValidatorCompiler((route) => {
    let validate: ReturnType<typeof validator> | undefined
    return (data) => {
      validate ??= validator(route)
      return validate(data) ? true : { error: validate.errors as unknown as Error }
    }
  })
  server.setSerializerCompiler((route) => {
    let serialize: ReturnType<typeof serializer> | undefined
    return (data) => (serialize ??= serializer({ ...route, httpStatus: route.httpStatus ?? '200' }))(data)
  })
}
