/** `npm ci` ends with this: console and playground are built, where the tools for it are installed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

if (existsSync(join(import.meta.dirname, '../node_modules/vite'))) {
  const { build } = await import('vite')
  await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' })
} else process.stdout.write('Console and playground are not built: the packages for it are not installed (npm ci without --omit=dev).\n')
