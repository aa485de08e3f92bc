/** YAML text to a tree that remembers its lines. */
import { type Alias, isAlias, isNode, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { say } from '../languages/faults.ts'
import { BlueprintFault, type Faults, type Place } from './fault.ts'

export type Tree = {
  root: Node | null
  placeOf(node: unknown): Place | undefined
  /** What an alias stands for: the nearest anchor above it. Nothing when there is none. */
  follow(node: unknown): unknown
}

/** Larger is no configuration, and slow to read. In bytes. */
const LARGEST = 5 * 1024 * 1024

export function parseTree(text: string, file: string, faults: Faults): Tree {
  if (Buffer.byteLength(text) > LARGEST) throw new BlueprintFault(`${file}: larger than 5 MB; split it, or create users over the API`)
  const lines = new LineCounter()
  const start: Place = { line: 1, column: 1 }
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return line > 0 ? { line, column: col } : start
  }
  // YAML 1.2 whatever the file says: no `yes` for true, no merge keys, no tags. Repeated keys are found by the walk.
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    version: '1.2',
    resolveKnownTags: false,
    uniqueKeys: false,
  })
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    if (code === 'RESOURCE_EXHAUSTION') throw new BlueprintFault(tooDeep(file))
    // The parser repeats what it stumbled over, which may be a piece of a secret.
    const why = code === 'MULTIPLE_DOCS' ? say('oneDocument') : message.replace(/: ".*$/s, '')
    faults.add(at(pos[0]), '', say('notYaml', { why }))
  }
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node | undefined>()
  visit(document, (_, node) => {
    if (isAlias(node)) targets.set(node, anchors.get(node.source))
    else if (isNode(node) && 'anchor' in node && node.anchor) anchors.set(node.anchor, node)
  })
  return {
    root: document.contents,
    placeOf: (node) => (isNode(node) && node.range ? at(node.range[0]) : undefined),
    follow: (node) => (isAlias(node) ? targets.get(node) : node),
  }
}

export const tooDeep = (file: string) => `${file}: nested too deeply to be a blueprint`
