/** Every page people sign in on, in every language of the server: readable by all, no wider than a small telephone, and never a dead end. */
import { after } from 'node:test'
import { closeBrowser } from './browser.ts'
import { walkEverything } from './hosted-walk.ts'

after(closeBrowser)

walkEverything({ language: 'en', wide: true })
walkEverything({ language: 'zh-TW', wide: false, width: 320, script: false })
