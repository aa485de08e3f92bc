/** A list of people, read line by line: what each says, and everything that is wrong with it. */
import { CsvError, parse } from 'csv-parse/sync'
import type { AdminCtx } from '../context.ts'
import { type ErrorName, errorText, fail, Failure } from '../errors.ts'
import { fillIn, type Language, languages } from '../languages/index.ts'
import { faultOfHash } from '../password/index.ts'
import { ignored, known, readCell, type Truth, truths } from './columns.ts'
import { type PersonBody, type PersonChange, readPerson, refuseTaken } from './people.ts'

/** People of one list. */
export const MOST_ROWS = 10_000

type FaultName = keyof (typeof languages)['en']['import_faults']
/** `line` as a text editor counts; of a row of several lines the last. `said` is a text of `import_faults`, or of `errors`. Never a value of the list. */
export type Fault = { line: number; column: string; said: FaultName | ErrorName; blanks: Record<string, string | number> }

/** One person, ready to be written. */
export type Row = { line: number; change: PersonChange; disabled: boolean; hash: string | null; mustChange: boolean }

export type List = { total: number; rows: Row[]; faults: Fault[] }

const isImportFault = (said: string): said is FaultName => said in languages.en.import_faults

export const tellFault = ({ line, column, said, blanks }: Fault, language: Language) => ({
  line,
  column,
  text: isImportFault(said) ? fillIn(languages[language].import_faults[said], blanks) : errorText(said, language, blanks),
})

type Line = { record: string[]; info: { lines: number } }

/** Table programs write the list separator of their country: whichever the first line has most of. */
function separatorOf(csv: string): string {
  const first = /^[^\r\n]*/.exec(csv)?.[0] ?? ''
  return [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ','
}

function parseLines(csv: string): Line[] {
  try {
    return parse(csv, {
      bom: true,
      delimiter: separatorOf(csv),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as Line[]
  } catch (reason) {
    if (reason instanceof CsvError) return fail('listUnreadable', { line: Number((reason as { lines?: number }).lines ?? 1) })
    throw reason
  }
}

/** Everything that can be told of a list; nothing is written. Rows with a fault are not among `rows`. */
export async function readList(ctx: AdminCtx, csv: string): Promise<List> {
  const [head, ...lines] = parseLines(csv)
  if (!head) return fail('listUnreadable', { line: 1 })
  if (lines.length > MOST_ROWS) fail('listTooLong', { most: MOST_ROWS })
  const columns = head.record.map((it) => it.trim())
  const faults = checkColumns(columns)
  if (faults.length) return { total: lines.length, rows: [], faults }
  const seen = { user_name: new Map<string, number>(), mobile: new Map<string, number>(), email: new Map<string, number>() }
  const rows: Row[] = []
  for (const [n, { record, info }] of lines.entries()) {
    const row = readLine(ctx, columns, record, info.lines)
    const found = Array.isArray(row) ? row : [...findRepeated(seen, row), ...(await findTaken(ctx, row))]
    if (found.length) faults.push(...found)
    else rows.push(row as Row)
    // Other requests have their turn: on SQLite nothing above waits for anything.
    if (n % 100 === 99) await new Promise(setImmediate)
  }
  return { total: lines.length, rows, faults }
}

function checkColumns(columns: string[]): Fault[] {
  const fault = (said: FaultName, name: string) => ({ line: 1, column: name, said, blanks: { name, known: known.join(', ') } })
  return [
    ...columns.filter((it) => !known.includes(it)).map((it) => fault('columnUnknown', it.slice(0, 64))),
    ...columns.filter((it, n) => columns.indexOf(it) < n).map((it) => fault('columnTwice', it.slice(0, 64))),
    ...(columns.includes('user_name') ? [] : [fault('columnMissing', 'user_name')]),
  ]
}

/** What a refusal of the profile is about. */
const columnOf: Partial<Record<ErrorName, string>> = {
  userNameInvalid: 'user_name',
  nameInvalid: 'name',
  mobileInvalid: 'mobile',
  emailInvalid: 'email',
}
const YES = new Set(['true', 'yes', '1'])
const NO = new Set(['false', 'no', '0', ''])

function readLine(ctx: AdminCtx, columns: string[], record: string[], line: number): Row | Fault[] {
  const faults: Fault[] = []
  const add = (column: string, said: Fault['said'], blanks: Fault['blanks'] = {}) => void faults.push({ line, column, said, blanks })
  if (record.length !== columns.length) {
    add('', 'cellsWrong', { count: record.length, expected: columns.length })
    return faults
  }
  const cells: Record<string, string> = {}
  columns.forEach((name, n) => (cells[name] = readCell(record[n] ?? '')))
  const truth: Partial<Record<Truth, boolean>> = {}
  for (const name of truths) {
    const said = cells[name]?.toLowerCase() ?? ''
    truth[name] = YES.has(said)
    if (!YES.has(said) && !NO.has(said)) add(name, 'notTruth')
  }
  const { mobile_verified = false, email_verified = false, disabled = false, password_must_change: mustChange = false } = truth
  if (!cells['user_name']) add('user_name', 'valueMissing')
  for (const name of ['mobile', 'email'] as const) if (truth[`${name}_verified`] && !cells[name]) add(name, 'valueMissing')
  const hash = cells['password_hash'] || null
  const fault = hash === null ? undefined : faultOfHash(hash)
  const said = { 'unknown format': 'hashUnknown', malformed: 'hashMalformed', 'too expensive to compare': 'hashExpensive' } as const
  if (fault) add('password_hash', said[fault])

  const bodies: [string, PersonBody][] = columns
    .filter(
      (it) =>
        cells[it] && it !== 'password_hash' && !(truths as readonly string[]).includes(it) && !(ignored as readonly string[]).includes(it),
    )
    .map((it) => [it, { [it]: cells[it] }])
  const contacts = { ...(cells['email'] && { email: cells['email'], email_verified }) }
  // Each by itself, so that everything that is wrong with a line is told at once.
  for (const [column, body] of bodies) {
    const refused = attempt(() =>
      readPerson(ctx, column === 'user_name' && body.user_name?.includes('@') ? { ...body, ...contacts } : body, undefined, false),
    )
    const about = refused instanceof Failure ? (columnOf[refused.error] ?? String(refused.blanks['name'] ?? column)) : ''
    if (refused instanceof Failure && about === column) add(column, refused.error, refused.blanks)
  }
  if (faults.length) return faults
  const body = {
    ...Object.assign({}, ...bodies.map(([, it]) => it)),
    ...contacts,
    ...(cells['mobile'] && { mobile_verified }),
  } as PersonBody
  return { line, change: readPerson(ctx, body, undefined, false), disabled, hash, mustChange }
}

function attempt<T>(work: () => T): T | Failure {
  try {
    return work()
  } catch (reason) {
    if (reason instanceof Failure) return reason
    throw reason
  }
}

type Seen = Record<'user_name' | 'mobile' | 'email', Map<string, number>>

function findRepeated(seen: Seen, { line, change }: Row): Fault[] {
  const values = { user_name: change.userName?.toLowerCase(), mobile: change.mobile?.value, email: change.email?.value }
  return Object.entries(values).flatMap(([column, value]): Fault[] => {
    if (!value) return []
    const lines = seen[column as keyof Seen]
    const first = lines.get(value)
    if (first === undefined) lines.set(value, line)
    return first === undefined ? [] : [{ line, column, said: 'repeated', blanks: { line: first } }]
  })
}

const takenColumns: Partial<Record<ErrorName, string>> = { userNameTaken: 'user_name', mobileTaken: 'mobile', emailTaken: 'email' }

/** What is another's already, each by itself. */
async function findTaken(ctx: AdminCtx, { line, change }: Row): Promise<Fault[]> {
  const asked = [{ userName: change.userName }, { mobile: change.mobile }, { email: change.email }]
  const refused = await Promise.all(asked.map((it) => refuseTaken(ctx, undefined, it).then(() => undefined, faultOf)))
  return refused.flatMap((it) => (it ? [{ ...it, line }] : []))
}

/** A refusal of `refuseTaken` as a fault of a line; anything else is thrown on. */
export function faultOf(reason: unknown): Omit<Fault, 'line'> {
  const column = reason instanceof Failure ? takenColumns[reason.error] : undefined
  if (!(reason instanceof Failure) || !column) throw reason
  return { column, said: reason.error, blanks: {} }
}
