/** What is handed out: nothing of the machine it was made on, and nothing that only works there. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { code, files, filesOf, importsOf, read, root } from './source.ts'

type Locked = Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>
const { packages: locked } = JSON.parse(read('package-lock.json')) as { packages: Locked }

const none = (faults: string[], law: string) => assert.deepEqual(faults, [], law)

/** As npm looks a package up: beside its asker, then ever further out. */
function holds(from: string, name: string): boolean {
  for (let at = from; ; at = at.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    if ((at ? `${at}/node_modules/${name}` : `node_modules/${name}`) in locked) return true
    if (!at) return false
  }
}

test('nothing is imported from outside the repository', () => {
  const faults = code.flatMap((file) =>
    [
      ...importsOf(file).filter((it) => it.startsWith('/') || it.startsWith('file:')),
      ...filesOf(file).filter((it) => it.startsWith('..') || !existsSync(join(root, it))),
    ].map((it) => `${file} imports ${it}`),
  )
  none(faults, 'imports')
})

test('the lock file holds the optional packages of every platform', () => {
  // Written where one platform is installed, it may leave the others out, and `npm ci` fails there.
  const missing = Object.entries(locked).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !holds(at, name))
      .map((name) => `${at || 'the root'} wants ${name}`),
  )
  none(missing, 'packages that the lock file lacks')
})

test('the lock file names no address to download from', () => {
  none(
    Object.entries(locked).flatMap(([at, { resolved }]) => (resolved ? [`${at}: ${resolved}`] : [])),
    'addresses',
  )
})

test('no machine path, no registry, nothing left to do', () => {
  // Written so that this file does not find itself.
  const words = [
    /(?:^|[\s'"`(=:])\/(?:work|root|home|Users)\/\w+/m,
    /^\s*(?:@[\w-]+:)?registry\s*=.+$/m,
    /\/\/[\w.-]*(?:registry|artifactory|nexus|verdaccio)[\w.-]*[/:]/,
    /\b(?:TO[D]O|FIX[M]E|XX[X])\b/,
  ]
  const texts = files.filter((it) => !/\.(?:png|ico|woff2?|db)$/.test(it) && !it.startsWith('bench/peer/'))
  const faults = texts.flatMap((file) => words.flatMap((it) => (it.exec(read(file)) ?? []).map((found) => `${file}: ${found.trim()}`)))
  none(faults, 'words')
})
