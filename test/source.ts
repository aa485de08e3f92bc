/** The source, read as text: what the tests of the house stand on. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'

export const root = join(import.meta.dirname, '..')

const skipped = new Set(['node_modules', '.git', 'data', 'test-data'])

/** Not asked of git: a source archive has none. */
const listFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((it) => {
    if (skipped.has(it.name)) return []
    const path = join(folder, it.name)
    return it.isDirectory() ? listFiles(path) : [relative(root, path).replaceAll(sep, '/')]
  })

/** Every file that is ours, by its path from the root. */
export const files = listFiles(root).toSorted()
export const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** All TypeScript of ours; the peers that the bench compares with are programs of others. */
export const code = files.filter((it) => /^(server|test|bench|examples)\/.*\.ts$/.test(it) && !it.startsWith('bench/peer/'))

/** Tests, and what only tests may use. */
export const isTest = (file: string): boolean =>
  /\.(test|double)\.ts$/.test(file) || ['server/testing.ts', 'server/refusals.ts'].includes(file) || file.startsWith('test/')

/** What runs when the server runs. */
export const server = code.filter((it) => it.startsWith('server/') && !isTest(it))

/** What a file imports: plainly, for types only, to pass on, at run time, and inside a type. */
export function importsOf(file: string): string[] {
  const text = read(file)
  const forms = [/^(?:import|export)\b[^'"]*?\bfrom\s+'([^']+)'/gm, /^import\s+'([^']+)'/gm, /\bimport\(\s*'([^']+)'/g]
  return forms.flatMap((it) => [...text.matchAll(it)].map((match) => match[1] as string))
}

/** Files of ours that a file imports, by their path from the root. */
export const filesOf = (file: string): string[] =>
  importsOf(file)
    .filter((it) => it.startsWith('.'))
    .map((it) => posix.normalize(posix.join(posix.dirname(file), it)))

/** Packages that a file imports, and modules of Node. */
export const packagesOf = (file: string): string[] =>
  importsOf(file)
    .filter((it) => !it.startsWith('.'))
    .map((it) => (it.startsWith('node:') ? it : it.split('/', it.startsWith('@') ? 2 : 1).join('/')))

/** The room a file of server/ stands in; nothing for the ground floor and schema/. */
export const roomOf = (file: string): string | undefined =>
  /^server\/([^/]+)\//.exec(file)?.[1]?.replace(/^(?:schema|languages)$/, '') || undefined
