/**
 * The words of TypeBox that this house uses, with TypeBox's own types. A schema is plain JSON Schema; what
 * makes it is loaded from here, because TypeBox brings its whole type engine along: 700 modules, a third of
 * the time to start and 20 MB of memory, for thirteen functions. (Checking is ajv's, inside Fastify.)
 */
import type { Type as TypeBox } from 'typebox'

type Word =
  | 'Array'
  | 'Boolean'
  | 'Enum'
  | 'Integer'
  | 'Literal'
  | 'Null'
  | 'Object'
  | 'Optional'
  | 'Record'
  | 'String'
  | 'Union'
  | 'Unknown'
  | 'Unsafe'
type Schema = Record<string, unknown>

/** TypeBox's marks: seen by its own functions (the blueprint's checks), not by JSON. */
function mark(schema: Schema, marks: Schema): Schema {
  for (const [name, value] of Object.entries(marks)) Object.defineProperty(schema, name, { value, enumerable: false, configurable: true })
  return schema
}
const make = (kind: string, schema: Schema, options: Schema = {}) => mark({ ...schema, ...options }, { '~kind': kind })

const words = {
  String: (options?: Schema) => make('String', { type: 'string' }, options),
  Integer: (options?: Schema) => make('Integer', { type: 'integer' }, options),
  Boolean: (options?: Schema) => make('Boolean', { type: 'boolean' }, options),
  Null: (options?: Schema) => make('Null', { type: 'null' }, options),
  Unknown: (options?: Schema) => make('Unknown', {}, options),
  Unsafe: (schema: Schema) => schema,
  Literal: (value: string | number | boolean, options?: Schema) => make('Literal', { type: typeof value, const: value }, options),
  Enum: (values: unknown[], options?: Schema) => make('Enum', { enum: values }, options),
  Union: (anyOf: Schema[], options?: Schema) => make('Union', { anyOf }, options),
  Array: (items: Schema, options?: Schema) => make('Array', { type: 'array', items }, options),
  Record: (_key: Schema, value: Schema, options?: Schema) =>
    make('Record', { type: 'object', patternProperties: { '^.*$': value } }, options),
  Optional: (schema: Schema) => mark({ ...schema }, { '~kind': schema['~kind'], '~optional': true }),
  Object(properties: Record<string, Schema>, options?: Schema) {
    const required = Object.keys(properties).filter((name) => !properties[name]?.['~optional'])
    return make('Object', { type: 'object', ...(required.length > 0 && { required }), properties }, options)
  },
}

export const Type = words as unknown as Pick<typeof TypeBox, Word>

/** What a field is, in English and in Chinese, for forms that are drawn from a schema. */
export type About = [description: string, descriptionZh: string]
export const explain = (about: About | undefined) => (about ? { description: about[0], descriptionZh: about[1] } : {})
