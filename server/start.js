/**
 * Before the front door, and in plain JavaScript: whatever loads the first TypeScript file before compiled code is kept
 * keeps the type stripper too, 18 MB of it, for as long as the process lives.
 */
import module from 'node:module'

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 26) {
  process.stderr.write(`Bowline runs on Node.js 26 or later; this is ${process.version}. "npm start" brings its own.\n`)
  process.exit(1)
}

// Stripped types and compiled code are kept between starts: half a second less.
module.enableCompileCache()
await import('./main.ts')
