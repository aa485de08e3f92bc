import { adminEndpoint } from '../http-admin.ts'
import { beginImport } from './importing.ts'
import { MOST_ROWS, readList, tellFault } from './reading.ts'
import { Type } from '../type.ts'

/** Faults told at once. */
const TOLD = 200

/**
 * Ours. Nothing is begun while a line has a fault, unless `skip_faulty` says that those may stay out. People are made,
 * never changed: one who is here already is a fault of its line.
 */
export default adminEndpoint({
  method: 'POST',
  url: '/api/v2/admin/users/import',
  about: 'Read people in from a list: checked whole, then written some at a time',
  role: 'administrator',
  grant: 'user_all',
  limit: 8 * 1024 * 1024,
  body: Type.Object({
    csv: Type.String({
      minLength: 1,
      description: `CSV with a line of names: user_name, name, mobile, mobile_verified, email, email_verified, disabled, password_hash, password_must_change, and the fields of the profile. At most ${MOST_ROWS} people.`,
    }),
    preview: Type.Boolean({ default: false, description: 'Check everything and write nothing.' }),
    skip_faulty: Type.Boolean({ default: false, description: 'Read in the lines without a fault.' }),
  }),
  reply: Type.Object({
    import_id: Type.Union([Type.String(), Type.Null()], { description: 'Null: nothing was begun.' }),
    rows: Type.Integer({ description: 'Lines of people.' }),
    good: Type.Integer({ description: 'Lines without a fault.' }),
    faults_total: Type.Integer(),
    faults: Type.Array(Type.Object({ line: Type.Integer(), column: Type.String(), text: Type.String({ description: 'What to do.' }) }), {
      description: `The first ${TOLD}.`,
    }),
  }),

  async handle({ ctx, body }) {
    const { total, rows, faults } = await readList(ctx, body.csv)
    const begins = !body.preview && rows.length > 0 && (faults.length === 0 || body.skip_faulty)
    return {
      import_id: begins ? await beginImport(ctx, rows) : null,
      rows: total,
      good: rows.length,
      faults_total: faults.length,
      faults: faults.slice(0, TOLD).map((it) => tellFault(it, ctx.language)),
    }
  },
})
