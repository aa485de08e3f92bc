/** The script of the pages, under an address that changes with what is in it. Their style stands in the pages (styles.ts). */
import { readFileSync } from 'node:fs'
import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { Here } from './here.ts'

const FOLDER = join(import.meta.dirname, '../../web/hosted')
/** What is served, and of which files it is made, in this order. */
const assets = {
  'pages.js': { type: 'text/javascript; charset=utf-8', files: ['pages.js'] },
}
export type Asset = keyof typeof assets

const read = new Map<string, { text: string; type: string; digest: string }>()

/** Nothing where there is no such file. */
export function findAsset(name: string) {
  const known = read.get(name)
  if (known || !Object.hasOwn(assets, name)) return known
  const { type, files } = assets[name as Asset]
  const text = files.map((it) => readFileSync(join(FOLDER, it), 'utf8')).join('')
  const asset = { text, type, digest: digestOf(text) }
  read.set(name, asset)
  return asset
}

const digestOf = (text: string): string => hash('sha256', text, 'hex').slice(0, 16)

export const assetOf = ({ base }: Pick<Here, 'base'>, name: Asset): string => `${base}/login/assets/${name}?v=${findAsset(name)?.digest}`
